import { z } from 'zod'
import { earliest, toIso } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant, line } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import type { AccessToken } from '../../prisma/client/client.ts'
import { newToken } from '../../store/secrets.ts'
import { idFrom } from '../shared/idempotency.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { everyone } from '../shared/who.ts'

const fields = {
  id,
  kind: z.enum(['session', 'apiKey', 'demo']),
  name: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
}
const token = z.strictObject(fields).meta({ id: 'Token' })
const madeToken = z
  .strictObject({ ...fields, token: z.string().nullable() })
  .meta({ id: 'MadeToken', description: 'The token is shown once: a repeated request gets null.' })

const newApiKey = z
  .strictObject({ name: line(100), expiresAt: instant.optional() })
  .meta({ id: 'NewToken', example: { name: 'Alarm gateway', expiresAt: '2027-11-24T00:00:00Z' } })

function shown({ id, kind, name, createdAt, expiresAt, revokedAt }: AccessToken) {
  const iso = (at: Date | null) => at && isoOf(at)
  return { id, kind, name, createdAt: createdAt.toISOString(), expiresAt: iso(expiresAt), revokedAt: iso(revokedAt) }
}

/**
 * An instant in no year of ours, which could once be stored, counts as past, here as when the token is used: what cannot
 * be shown never hides the tokens beside it.
 */
function isoOf(at: Date): string {
  return Number.isNaN(at.getTime()) ? toIso(earliest) : at.toISOString()
}

const makeKey = operation({
  summary: 'Make an API key: it may do what you may',
  who: everyone,
  body: newApiKey,
  async run({ body, user, idempotencyKey }, { database, now }) {
    const expiresAt = body.expiresAt === undefined ? null : new Date(body.expiresAt)
    if (expiresAt && expiresAt <= now()) {
      throw Fault.invalid({ field: 'expiresAt', message: 'Expected a time to come' })
    }
    const id = idFrom('key', user.id, idempotencyKey)
    const { token, hash } = newToken()
    const data = { id, userId: user.id, hash, kind: 'apiKey', name: body.name, expiresAt }
    const { count } = await database.accessToken.createMany({ data, skipDuplicates: true })
    const row = await database.accessToken.findUniqueOrThrow({ where: { id } })
    return { ...shown(row), token: count === 1 ? token : null }
  },
})

const listTokens = operation({
  summary: 'Your tokens, without their secrets',
  who: everyone,
  query: z.strictObject(pageQuery),
  async run({ query, user }, { database }) {
    const { where, ...order } = pageById(query)
    const rows = await database.accessToken.findMany({ where: { ...where, userId: user.id }, ...order })
    const page = pageOf(rows, query.limit, (row) => [row.id])
    return { ...page, items: page.items.map(shown) }
  },
})

const revoke = operation({
  summary: "Revoke a token of yours; an admin, anybody's",
  who: everyone,
  params: z.strictObject({ id }),
  async run({ params, user }, { database, now }) {
    const mine = user.role === 'admin' ? params : { ...params, userId: user.id }
    const row = await database.accessToken.findFirst({ where: mine })
    if (row === null) throw Fault.absent()
    if (row.revokedAt === null) {
      await database.accessToken.update({ where: { id: row.id }, data: { revokedAt: now() } })
    }
  },
})

export const tokens: Surfaces = [
  json(makeKey, {
    post: '/v1/tokens',
    tag: 'tokens',
    answers: { 201: { description: 'Made, or found again', schema: madeToken } },
  }),
  json(listTokens, {
    get: '/v1/tokens',
    tag: 'tokens',
    answers: { 200: { description: 'A page', schema: pageSchema(token) } },
  }),
  json(revoke, {
    delete: '/v1/tokens/{id}',
    tag: 'tokens',
    answers: { 204: { description: 'It opens nothing any more' } },
  }),
]
