import { z } from 'zod'
import { id, instant, line } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import { Fault } from '../../http/faults.ts'
import type { Customer } from '../../prisma/client/client.ts'
import { idFrom } from '../shared/idempotency.ts'
import { inScope } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { everyone, managers } from '../shared/who.ts'

const customer = z.strictObject({ id, name: z.string(), createdAt: instant }).meta({
  id: 'Customer',
  example: { id: 'cus_binhai', name: 'Binhai Testing Laboratory', createdAt: '2026-11-24T01:00:00Z' },
})

const newCustomer = z
  .strictObject({ name: line(200) })
  .meta({ id: 'NewCustomer', example: { name: 'Binhai Testing Laboratory' } })

function shown({ id, name, createdAt }: Customer): z.input<typeof customer> {
  return { id, name, createdAt: createdAt.toISOString() }
}

const createCustomer = operation({
  summary: 'Create a customer',
  who: managers,
  body: newCustomer,
  async run({ body, user, idempotencyKey }, { database }) {
    const id = idFrom('cus', user.id, idempotencyKey)
    await database.customer.createMany({ data: { id, name: body.name }, skipDuplicates: true })
    return database.customer.findUniqueOrThrow({ where: { id } })
  },
})

const listCustomers = operation({
  summary: 'The customers that you may see',
  who: everyone,
  query: z.strictObject(pageQuery),
  async run({ query, user }, { database }) {
    const mine = user.customerIds === 'all' ? {} : { id: { in: user.customerIds } }
    const { where, ...order } = pageById(query)
    const rows = await database.customer.findMany({ where: { AND: [mine, where] }, ...order })
    const page = pageOf(rows, query.limit, (row) => [row.id])
    return { ...page, items: page.items.map(shown) }
  },
})

const readCustomer = operation({
  summary: 'One customer',
  who: everyone,
  params: z.strictObject({ id }),
  async run({ params, user }, { database }) {
    const row = await database.customer.findUnique({ where: { id: params.id } })
    if (row === null || !inScope(user, row.id)) throw Fault.absent()
    return row
  },
})

export const customers: Surfaces = [
  json(createCustomer, {
    post: '/v1/customers',
    tag: 'customers',
    answers: { 201: { description: 'Created, or found again', schema: customer, headers: ['Location'] } },
    shown,
    location: ({ id }) => `/v1/customers/${id}`,
  }),
  json(listCustomers, {
    get: '/v1/customers',
    tag: 'customers',
    answers: { 200: { description: 'A page', schema: pageSchema(customer) } },
  }),
  json(readCustomer, {
    get: '/v1/customers/{id}',
    tag: 'customers',
    answers: { 200: { description: 'The customer', schema: customer } },
    shown,
  }),
]
