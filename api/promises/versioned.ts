import { z } from 'zod'
import type { Role } from '../../domain/people/roles.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { Fault } from '../../http/faults.ts'
import { id, line } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { Call } from '../../http/operation.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { json as column } from '../../store/rows.ts'
import { findVersion, newestOfEach, type Version, type VersionTable, type VersionWhere } from '../../store/versions.ts'
import { correctionsOf, someOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import { keptOf, retiredQuery, type ToDoFirst, whereRetired } from '../shared/retirement.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { addVersion as append } from './add-version.ts'

/** Something whose versions never change: a calendar, a policy. */
interface Versioned<B extends { name: string }> {
  /** In the singular, and in the plural, which is also its path and tag. */
  name: 'calendar' | 'policy'
  names: string
  /** Of its ids. */
  prefix: string
  creating: string
  addingVersion: string
  given: z.ZodType<B>
  schema: z.ZodType
  readers: readonly Role[]
  table(database: PrismaClient): VersionTable
  /** What is kept of what was given under that id. Throws a Fault for what cannot be kept. */
  definitionOf(given: B, services: Services, id: string): Promise<object>
  shown(row: Version, user: SignedIn): unknown
  /** Which of them this person may read; all when absent. */
  readable?(database: PrismaClient, user: SignedIn): Promise<VersionWhere>
  /** Before it is retired. */
  toDoFirst(row: Version, services: Services): Promise<ToDoFirst>
}

/** Its operations: create, add a version, list the newest, read one, and correct: its name, and whether it is retired. */
export function versioned<B extends { name: string }>(resource: Versioned<B>): Surfaces {
  const { name, names, table, shown, schema, given } = resource
  const readable = resource.readable ?? (async () => ({}))
  const create = operation({
    summary: resource.creating,
    who: managers,
    body: given,
    run: (call, services) => save(idFrom(resource.prefix, call.user.id, call.idempotencyKey), call, services),
  })
  const addVersion = operation({
    summary: resource.addingVersion,
    who: managers,
    params: z.strictObject({ id }),
    body: given,
    async run(call, services) {
      if ((await findVersion(table(services.database), call.params.id)) === null) throw Fault.absent()
      return save(call.params.id, call, services)
    },
  })
  const list = operation({
    summary: `The newest version of each ${name}`,
    who: resource.readers,
    query: z.strictObject({ ...pageQuery, ...retiredQuery }),
    async run({ query, user }, { database }) {
      const { where, take } = pageById(query)
      const filters = [where, whereRetired(query), await readable(database, user)]
      const rows = await newestOfEach(table(database), { AND: filters }, take)
      const page = pageOf(rows, query.limit, (row) => [row.id])
      return { ...page, items: page.items.map((row) => shown(row, user)) }
    },
  })
  const read = operation({
    summary: `One ${name}`,
    who: resource.readers,
    params: z.strictObject({ id }),
    query: versionQuery,
    async run({ params, query, user }, { database }) {
      const where = { AND: [params, query, await readable(database, user)] }
      const row = await table(database).findFirst({ where, orderBy: { version: 'desc' } })
      if (row === null) throw Fault.absent()
      return row
    },
  })

  async function save(ofId: string, call: Call<unknown, unknown, B>, services: Services): Promise<Version> {
    const { body } = call
    const definition = column(await resource.definitionOf(body, services, ofId))
    return append(name, table(services.database), { id: ofId, name: body.name, definition }, call, services)
  }

  const forUser = (row: Version, { user }: { user: SignedIn }) => shown(row, user)
  const saved = { description: 'Created, or found again', schema, headers: ['Location', 'ETag'] } as const
  const version = ({ revision }: Version) => revision
  const location = (row: Version) => `/v1/${names}/${row.id}?version=${row.version}`
  const page = { description: 'A page', schema: pageSchema(schema) }
  return [
    json(create, { post: `/v1/${names}`, tag: names, answers: { 201: saved }, shown: forUser, version, location }),
    json(addVersion, {
      post: `/v1/${names}/{id}/versions`,
      tag: names,
      answers: { 201: saved },
      shown: forUser,
      version,
      location,
    }),
    json(list, { get: `/v1/${names}`, tag: names, answers: { 200: page } }),
    json(read, {
      get: `/v1/${names}/{id}`,
      tag: names,
      answers: { 200: { description: `The ${name}`, schema, headers: ['ETag'] } },
      shown: forUser,
      version,
    }),
    ...correctionsOf({
      thing: name,
      names,
      who: managers,
      given: someOf({ name: line(200) }).meta({
        id: `${schema.meta()?.id}Changes`,
        example: { name: 'Night and day' },
      }),
      schema,
      shown: (row: Version) => ({ name: row.name, ...keptOf(row) }),
      answered: shown,
      find: (database, ofId) => findVersion(table(database), ofId),
      inScope: () => true,
      changed: (row, given) => ({ ...row, name: given.name ?? row.name }),
      toDoFirst: resource.toDoFirst,
      write: (database, { id: ofId, version: newest, revision, retiredAt }, after) => [
        table(database).update({
          where: { id_version: { id: ofId, version: newest }, revision },
          data: { name: after.name, revision: after.revision },
        }),
        // Of all its versions, since it is not one of them that is retired.
        ...(retiredAt === after.retiredAt
          ? []
          : [table(database).updateMany({ where: { id: ofId }, data: { retiredAt: after.retiredAt } })]),
      ],
    }),
  ]
}

const versionQuery = z.strictObject({
  version: z.coerce
    .number({ error: 'Expected a version' })
    .int({ error: 'Expected a whole number' })
    .min(1, { error: 'At least 1' })
    .max(999_999, { error: 'At most 999999' })
    .optional()
    .meta({ description: 'The newest when absent' }),
})
