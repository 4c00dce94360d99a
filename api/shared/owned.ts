import { z } from 'zod'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/page.ts'
import { type AnyRoute, route } from '../../http/operation.ts'
import { scopeFilter, visible } from './scope.ts'
import { id } from '../../http/fields.ts'
import { everyone } from './who.ts'

type Page = Pick<ReturnType<typeof pageById>, 'orderBy' | 'take'> & { where: { AND: object[] } }

/** A kind of thing that belongs to one customer. */
interface Owned<Row> {
  /** In the singular; the path and the tag are its plural. */
  name: string
  schema: z.ZodType
  shown(row: Row): object
  page(database: PrismaClient, page: Page): Promise<Row[]>
  find(database: PrismaClient, id: string): Promise<Row | null>
}

/** Its two reads, within the reader's scope: a page of them, and one. */
export function readsOf<Row extends { id: string; customerId: string }>(owned: Owned<Row>): AnyRoute[] {
  const { name, schema, shown } = owned
  const tag = `${name}s`
  return [
    route({
      method: 'get',
      path: `/v1/${tag}`,
      summary: `The ${tag} that you may see`,
      tag,
      who: everyone,
      query: z.strictObject({ ...pageQuery, customerId: id.optional() }),
      answers: { 200: { description: 'A page', schema: pageSchema(schema) } },
      async handle({ query, user }, { database }) {
        const { where, ...order } = pageById(query)
        const filters = [scopeFilter(user), where, { customerId: query.customerId }]
        const rows = await owned.page(database, { where: { AND: filters }, ...order })
        const page = pageOf(rows, query.limit, (row) => [row.id])
        return { status: 200, body: { ...page, items: page.items.map(shown) } }
      },
    }),
    route({
      method: 'get',
      path: `/v1/${tag}/{id}`,
      summary: `One ${name}`,
      tag,
      who: everyone,
      params: z.strictObject({ id }),
      answers: { 200: { description: `The ${name}`, schema } },
      async handle({ params, user }, { database }) {
        return { status: 200, body: shown(visible(user, await owned.find(database, params.id))) }
      },
    }),
  ]
}
