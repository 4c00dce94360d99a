import { z } from 'zod'
import { earliest, millisecondsPerDay, toIso } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant, line } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import type { AccessToken, Prisma } from '../../prisma/client/client.ts'
import { newToken } from '../../store/secrets.ts'
import { idFrom } from '../shared/idempotency.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { everyone } from '../shared/who.ts'
import { fits } from './password.ts'

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

/** Enough for every machine that speaks for one account; more is a key that made keys, or a loop. */
const mostKeys = 20
/** A key that was lost opens nothing for ever. */
const longestDays = 730

const newApiKey = z
  .strictObject({
    name: line(100),
    expiresAt: instant.optional().meta({ description: `At most ${longestDays} days from now, and so when absent` }),
    password: z.string().min(1).max(200).meta({ description: 'Yours, again' }),
  })
  .meta({
    id: 'NewToken',
    example: { name: 'Alarm gateway', expiresAt: '2027-11-24T00:00:00Z', password: 'correct horse battery' },
  })

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
  summary: 'Make an API key: it may do what you may, but make no keys',
  who: everyone,
  body: newApiKey,
  secret: 'password',
  tries: ({ user }) => user.id,
  /**
   * A key outlives the session that made it, as it is meant to. So a stolen token must not be enough to make one: a key
   * makes none, and a session only with the password.
   */
  async run({ body, user, idempotencyKey }, { database, now }) {
    if (user.byKey) throw new Fault('forbidden', 'A key makes no keys: sign in with your password')
    const expiresAt = expiryOf(body.expiresAt, now())
    const { passwordHash } = await database.user.findUniqueOrThrow({ where: { id: user.id } })
    if (!(await fits(passwordHash, body.password))) {
      throw Fault.invalid({ field: 'password', message: 'Not your password' })
    }
    const id = idFrom('key', user.id, idempotencyKey)
    const { token, hash } = newToken()
    const data = { id, userId: user.id, hash, kind: 'apiKey', name: body.name, expiresAt }
    const { row, made } = await database.$transaction((transaction) => madeOnce(transaction, data, now()))
    return { ...shown(row), token: made ? token : null }
  },
})

function expiryOf(given: string | undefined, now: Date): Date {
  const latest = new Date(now.getTime() + longestDays * millisecondsPerDay)
  const expiresAt = given === undefined ? latest : new Date(given)
  if (expiresAt <= now) throw Fault.invalid({ field: 'expiresAt', message: 'Expected a time to come' })
  if (expiresAt > latest) {
    throw Fault.invalid({
      field: 'expiresAt',
      message: `At most ${longestDays} days from now: ${latest.toISOString()}`,
    })
  }
  return expiresAt
}

/** One at a time for each account, so that many at once are counted, too. */
async function madeOnce(database: Prisma.TransactionClient, data: NewKey, now: Date) {
  const { id, userId } = data
  await database.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR NO KEY UPDATE`
  const before = await database.accessToken.findUnique({ where: { id } })
  if (before) return { row: before, made: false }
  const alive = { userId, kind: 'apiKey', revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }
  if ((await database.accessToken.count({ where: alive })) >= mostKeys) {
    throw new Fault('notNow', `You have ${mostKeys} keys. Revoke one that is not used: DELETE /v1/tokens/{id}`)
  }
  return { row: await database.accessToken.create({ data }), made: true }
}

type NewKey = Pick<AccessToken, 'id' | 'userId' | 'hash' | 'kind' | 'name' | 'expiresAt'>

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
    answers: {
      201: { description: 'Made, or found again', schema: madeToken },
      409: { description: `You have ${mostKeys} keys already` },
    },
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
