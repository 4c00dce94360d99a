import { z } from 'zod'
import type { Customer } from '../../prisma/client/client.ts'
import { idFrom } from '../shared/idempotency.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/page.ts'
import { notFound } from '../../http/faults.ts'
import { type AnyRoute, route } from '../../http/operation.ts'
import { inScope } from '../shared/scope.ts'
import { id, instant, line } from '../../http/fields.ts'
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

export const customerRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/v1/customers',
    summary: 'Create a customer',
    tag: 'customers',
    who: managers,
    body: newCustomer,
    answers: { 201: { description: 'Created, or found again', schema: customer, headers: ['Location'] } },
    async handle({ body, user, idempotencyKey }, { database }) {
      const id = idFrom('cus', user.id, idempotencyKey)
      await database.customer.createMany({ data: { id, name: body.name }, skipDuplicates: true })
      const row = await database.customer.findUniqueOrThrow({ where: { id } })
      return { status: 201, body: shown(row), headers: { Location: `/v1/customers/${id}` } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/customers',
    summary: 'The customers that you may see',
    tag: 'customers',
    who: everyone,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'A page', schema: pageSchema(customer) } },
    async handle({ query, user }, { database }) {
      const mine = user.customerIds === 'all' ? {} : { id: { in: user.customerIds } }
      const { where, ...order } = pageById(query)
      const rows = await database.customer.findMany({ where: { AND: [mine, where] }, ...order })
      const page = pageOf(rows, query.limit, (row) => [row.id])
      return { status: 200, body: { ...page, items: page.items.map(shown) } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/customers/{id}',
    summary: 'One customer',
    tag: 'customers',
    who: everyone,
    params: z.strictObject({ id }),
    answers: { 200: { description: 'The customer', schema: customer } },
    async handle({ params, user }, { database }) {
      const row = await database.customer.findUnique({ where: { id: params.id } })
      if (row === null || !inScope(user, row.id)) throw notFound()
      return { status: 200, body: shown(row) }
    },
  }),
]
