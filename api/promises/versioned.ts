import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Role } from '../../domain/people/roles.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { Call } from '../../http/operation.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { json as column } from '../../store/rows.ts'
import {
  appendVersion,
  findVersion,
  newestOfEach,
  type Version,
  type VersionTable,
  type VersionWhere,
} from '../../store/versions.ts'
import { idFrom } from '../shared/idempotency.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'

/** Something whose versions never change: a calendar, a policy. */
interface Versioned<B extends { name: string }> {
  /** In the singular, and in the plural, which is also its path and tag. */
  name: string
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
}

/** Its four operations: create, add a version, list the newest, read one. */
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
    query: z.strictObject(pageQuery),
    async run({ query, user }, { database }) {
      const { where, take } = pageById(query)
      const rows = await newestOfEach(table(database), { AND: [where, await readable(database, user)] }, take)
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
    const { body, user, idempotencyKey } = call
    const definition = column(await resource.definitionOf(body, services, ofId))
    const requestKey = requestKeyOf(user.id, idempotencyKey)
    return appendVersion(table(services.database), { id: ofId, name: body.name, definition, requestKey })
  }

  const forUser = (row: Version, { user }: { user: SignedIn }) => shown(row, user)
  const saved = { description: 'Created, or found again', schema, headers: ['Location'] } as const
  const location = (row: Version) => `/v1/${names}/${row.id}?version=${row.version}`
  const page = { description: 'A page', schema: pageSchema(schema) }
  return [
    json(create, { post: `/v1/${names}`, tag: names, answers: { 201: saved }, shown: forUser, location }),
    json(addVersion, {
      post: `/v1/${names}/{id}/versions`,
      tag: names,
      answers: { 201: saved },
      shown: forUser,
      location,
    }),
    json(list, { get: `/v1/${names}`, tag: names, answers: { 200: page } }),
    json(read, {
      get: `/v1/${names}/{id}`,
      tag: names,
      answers: { 200: { description: `The ${name}`, schema } },
      shown: forUser,
    }),
  ]
}

/** Finds again what the same caller made with the same Idempotency-Key. */
function requestKeyOf(userId: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, key]))
    .digest('hex')
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
