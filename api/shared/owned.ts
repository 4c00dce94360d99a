import { z } from 'zod'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { inScope, scopeFilter, visible } from './scope.ts'
import { refuseRetired, retiredQuery, whereRetired } from './retirement.ts'
import { operation, type Surfaces } from './services.ts'
import { everyone } from './who.ts'

type Page = Pick<ReturnType<typeof pageById>, 'orderBy' | 'take'> & { where: { AND: object[] } }

/** A kind of thing that belongs to one customer. */
interface Owned<Row> {
  /** In the singular; the path and the tag are its plural. */
  name: string
  schema: z.ZodType
  shown(row: Row, user: SignedIn): object
  page(database: PrismaClient, page: Page): Promise<Row[]>
  find(database: PrismaClient, id: string): Promise<Row | null>
}

/** Its two reads, within the reader's scope: a page of them, and one. */
export function readsOf<Row extends { id: string; customerId: string; revision: number }>(owned: Owned<Row>): Surfaces {
  const { name, schema, shown } = owned
  const tag = `${name}s`
  const list = operation({
    summary: `The ${tag} that you may see`,
    who: everyone,
    query: z.strictObject({ ...pageQuery, ...retiredQuery, customerId: id.optional() }),
    async run({ query, user }, { database }) {
      const { where, ...order } = pageById(query)
      const filters = [scopeFilter(user), where, { customerId: query.customerId }, whereRetired(query)]
      const rows = await owned.page(database, { where: { AND: filters }, ...order })
      const page = pageOf(rows, query.limit, (row) => [row.id])
      return { ...page, items: page.items.map((row) => shown(row, user)) }
    },
  })
  const read = operation({
    summary: `One ${name}`,
    who: everyone,
    params: z.strictObject({ id }),
    run: async ({ params, user }, { database }) => visible(user, await owned.find(database, params.id)),
  })
  return [
    json(list, {
      get: `/v1/${tag}`,
      tag,
      answers: { 200: { description: 'A page', schema: pageSchema(schema) } },
    }),
    json(read, {
      get: `/v1/${tag}/{id}`,
      tag,
      answers: { 200: { description: `The ${name}`, schema, headers: ['ETag'] } },
      shown: (row, call) => shown(row, call.user),
      version: ({ revision }) => revision,
    }),
  ]
}

/** The customer that a body names, when it exists, is not retired, and the caller may see it. */
export async function requireCustomer(database: PrismaClient, user: SignedIn, customerId: string): Promise<void> {
  const customer = await database.customer.findUnique({ where: { id: customerId } })
  if (customer === null || !inScope(user, customer.id)) throw Fault.absent('customerId')
  refuseRetired(customer, 'customerId')
}
