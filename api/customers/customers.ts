import { z } from 'zod'
import { usualTimeZone } from '../../domain/people/time-zones.ts'
import { id, instant, line, timeZone } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import { Fault } from '../../http/faults.ts'
import type { Customer } from '../../prisma/client/client.ts'
import { correctionsOf, someOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import {
  endTickets,
  keptFields,
  keptOf,
  listed,
  liveContracts,
  retiredQuery,
  whereRetired,
} from '../shared/retirement.ts'
import { inScope } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { everyone, managers } from '../shared/who.ts'

const given = {
  name: line(200),
  timeZone: timeZone.meta({
    description: 'An IANA name: in which its people are shown times, unless a contact has another',
    example: 'Asia/Shanghai',
  }),
}
const example = { name: 'Binhai Testing Laboratory', timeZone: 'Asia/Shanghai' }

const customer = z.strictObject({ ...given, id, name: z.string(), ...keptFields, createdAt: instant }).meta({
  id: 'Customer',
  example: {
    ...{ id: 'cus_binhai', ...example, revision: 1, retiredAt: null },
    createdAt: '2026-11-24T01:00:00Z',
  },
})

const newCustomer = z
  .strictObject({ ...given, timeZone: given.timeZone.default(usualTimeZone) })
  .meta({ id: 'NewCustomer', example })

function shown({ id, name, timeZone, createdAt, ...kept }: Customer): z.input<typeof customer> {
  return { id, name, timeZone, ...keptOf(kept), createdAt: createdAt.toISOString() }
}

const createCustomer = operation({
  summary: 'Create a customer',
  who: managers,
  body: newCustomer,
  async run({ body, user, idempotencyKey }, { database }) {
    const id = idFrom('cus', user.id, idempotencyKey)
    await database.customer.createMany({ data: { id, ...body }, skipDuplicates: true })
    return database.customer.findUniqueOrThrow({ where: { id } })
  },
})

const listCustomers = operation({
  summary: 'The customers that you may see',
  who: everyone,
  query: z.strictObject({ ...pageQuery, ...retiredQuery }),
  async run({ query, user }, { database }) {
    const mine = user.customerIds === 'all' ? {} : { id: { in: user.customerIds } }
    const { where, ...order } = pageById(query)
    const rows = await database.customer.findMany({ where: { AND: [mine, where, whereRetired(query)] }, ...order })
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

const version = ({ revision }: Customer) => revision

export const customers: Surfaces = [
  json(createCustomer, {
    post: '/v1/customers',
    tag: 'customers',
    answers: { 201: { description: 'Created, or found again', schema: customer, headers: ['Location', 'ETag'] } },
    shown,
    version,
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
    answers: { 200: { description: 'The customer', schema: customer, headers: ['ETag'] } },
    shown,
    version,
  }),
  ...correctionsOf({
    thing: 'customer',
    names: 'customers',
    who: managers,
    given: someOf(given).meta({ id: 'CustomerChanges', example: { name: 'Binhai Laboratories' } }),
    schema: customer,
    shown,
    inScope: (user, { id }) => inScope(user, id),
    find: (database, id) => database.customer.findUnique({ where: { id } }),
    changed: (row, { name = row.name, timeZone = row.timeZone }) => ({ ...row, name, timeZone }),
    toDoFirst: async ({ id: customerId }, { database, now }) => {
      const [tickets, contracts] = await Promise.all([
        endTickets(database, { customerId }),
        liveContracts(database, now(), { customerId }),
      ])
      return [...tickets, ...(contracts.length > 0 ? [`Retire the contracts ${listed(contracts)}`] : [])]
    },
    write: (database, { id, revision }, { name, timeZone, retiredAt, ...after }) => {
      const data = { name, timeZone, retiredAt, revision: after.revision }
      return [database.customer.update({ where: { id, revision }, data })]
    },
  }),
]
