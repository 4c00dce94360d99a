import { z } from 'zod'
import type { PolicyRow } from '../../domain/promises/policy.ts'
import type { Policy, Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { pinCalendars } from '../shared/calendar-refs.ts'
import { idFrom } from '../shared/idempotency.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/page.ts'
import { newPolicy, policy } from './policy-schema.ts'
import { notFound } from '../../http/faults.ts'
import { type AnyRoute, type Call, route, type Services, type SignedIn } from '../../http/operation.ts'
import { scopeFilter } from '../shared/scope.ts'
import { id } from '../../http/fields.ts'
import { appendVersion, requestKeyOf, versionQuery } from './versions.ts'
import { everyone, managers } from '../shared/who.ts'

function shown({ id, version, name, definition, createdAt }: Policy) {
  return { id, version, name, ...(definition as object), createdAt: createdAt.toISOString() }
}

type NewPolicy = z.output<typeof newPolicy>

async function save(
  policyId: string,
  { body, user, idempotencyKey }: Call<unknown, unknown, NewPolicy>,
  services: Services,
) {
  const { database } = services
  const definition = await pinned(database, body)
  const requestKey = requestKeyOf(user.id, idempotencyKey)
  const row = await appendVersion({
    made: () => database.policy.findUnique({ where: { requestKey } }),
    newest: async () => (await newest(database, policyId))?.version ?? 0,
    insert: (version) =>
      database.policy.createMany({
        data: { id: policyId, version, name: body.name, definition, requestKey },
        skipDuplicates: true,
      }),
  })
  const headers = { Location: `/v1/policies/${policyId}?version=${row.version}` }
  return { status: 201, body: shown(row), headers }
}

/** SLA 18: each row keeps the version of its calendar that there is now. */
async function pinned(database: PrismaClient, { rows, ladder, minimumGapSeconds, noticeHours }: NewPolicy) {
  const references = rows.map(({ calendar }, index) => ({ field: `rows[${index}].calendar`, calendar }))
  if (noticeHours !== undefined) references.push({ field: 'noticeHours', calendar: noticeHours })
  const pin = await pinCalendars(database, references)
  const definition = {
    rows: rows.map((row): PolicyRow => ({ ...row, calendar: pin(row.calendar) })),
    ladder,
    minimumGapSeconds,
    ...(noticeHours !== undefined && { noticeHours: pin(noticeHours) }),
  }
  return definition as unknown as Prisma.InputJsonObject
}

function newest(database: PrismaClient, id: string, version?: number): Promise<Policy | null> {
  return database.policy.findFirst({ where: { id, version }, orderBy: { version: 'desc' } })
}

/** Staff read every policy; customers those of their own contracts. */
async function readable(database: PrismaClient, user: SignedIn): Promise<{ id?: { in: string[] } }> {
  if (user.role !== 'customer') return {}
  const contracts = await database.contract.findMany({ where: scopeFilter(user), select: { policyId: true } })
  return { id: { in: contracts.map(({ policyId }) => policyId) } }
}

const saved = { description: 'Created, or found again', schema: policy, headers: ['Location'] } as const

export const policyRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/v1/policies',
    summary: 'Create a policy: what is promised, and what happens when it is about to be broken',
    tag: 'policies',
    who: managers,
    body: newPolicy,
    answers: { 201: saved },
    handle: (call, services) => save(idFrom('pol', call.user.id, call.idempotencyKey), call, services),
  }),
  route({
    method: 'post',
    path: '/v1/policies/{id}/versions',
    summary: 'Add a version; open tickets keep theirs until they are retargeted',
    tag: 'policies',
    who: managers,
    params: z.strictObject({ id }),
    body: newPolicy,
    answers: { 201: saved },
    async handle(call, services) {
      if ((await newest(services.database, call.params.id)) === null) throw notFound()
      return save(call.params.id, call, services)
    },
  }),
  route({
    method: 'get',
    path: '/v1/policies',
    summary: 'The newest version of each policy',
    tag: 'policies',
    who: everyone,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'A page', schema: pageSchema(policy) } },
    async handle({ query, user }, { database }) {
      const { where, take } = pageById(query)
      const rows = await database.policy.findMany({
        where: { AND: [where, await readable(database, user)] },
        orderBy: [{ id: 'asc' }, { version: 'desc' }],
        distinct: ['id'],
        take,
      })
      const page = pageOf(rows, query.limit, (row) => [row.id])
      return { status: 200, body: { ...page, items: page.items.map(shown) } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/policies/{id}',
    summary: 'One policy',
    tag: 'policies',
    who: everyone,
    params: z.strictObject({ id }),
    query: versionQuery,
    answers: { 200: { description: 'The policy', schema: policy } },
    async handle({ params, query, user }, { database }) {
      const allowed = (await readable(database, user)).id?.in
      const row = allowed?.includes(params.id) === false ? null : await newest(database, params.id, query.version)
      if (row === null) throw notFound()
      return { status: 200, body: shown(row) }
    },
  }),
]
