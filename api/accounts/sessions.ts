import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { roles } from '../../domain/people/roles.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { Fault } from '../../http/faults.ts'
import { email, id, instant } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { User } from '../../prisma/client/client.ts'
import { newToken } from '../../store/secrets.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { everyone } from '../shared/who.ts'
import { fits } from './password.ts'

const sessionMilliseconds = 24 * 3_600_000

const me = z
  .strictObject({ id, name: z.string(), email, role: z.enum(roles), tier: z.enum(tiers).nullable() })
  .meta({ id: 'Me' })

const session = z
  .strictObject({ token: z.string(), expiresAt: instant, user: me })
  .meta({ id: 'Session', description: 'Send the token as `Authorization: Bearer …`. It is shown once.' })

const credentials = z
  .strictObject({ email, password: z.string().min(1).max(200) })
  .meta({ id: 'Credentials', example: { email: 'li.jing@aftercare.example', password: 'correct horse battery' } })

function shown({ id, name, email, role, tier }: User) {
  return { id, name, email, role, tier }
}

const signIn = operation({
  summary: 'Sign in',
  who: 'anyone',
  body: credentials,
  // Address and password, each character as long as JSON can write it.
  bodyLimit: 8 * 1024,
  tries: ({ body }) => body.email,
  async run({ body }, { database, now }) {
    const user = await database.user.findUnique({ where: { email: body.email } })
    const matches = await fits(user?.passwordHash, body.password)
    if (user === null || !matches || user.disabledAt) {
      throw new Fault('unauthenticated', 'Address and password do not fit')
    }
    const { token, hash } = newToken()
    const expiresAt = new Date(now().getTime() + sessionMilliseconds)
    await database.accessToken.create({
      data: { id: `ses_${randomUUID()}`, userId: user.id, hash, kind: 'session', expiresAt },
    })
    return { token, expiresAt: expiresAt.toISOString(), user: shown(user) }
  },
})

const signOut = operation({
  summary: 'Sign out: the token that asks is revoked',
  who: everyone,
  async run({ user }, { database, now }) {
    await database.accessToken.update({ where: { id: user.tokenId }, data: { revokedAt: now() } })
  },
})

const whoAsks = operation({
  summary: 'Who is asking',
  who: everyone,
  run: ({ user }, { database }) => database.user.findUniqueOrThrow({ where: { id: user.id } }),
})

export const sessions: Surfaces = [
  json(signIn, {
    post: '/v1/sessions',
    tag: 'sessions',
    answers: {
      201: { description: 'Signed in', schema: session },
      401: { description: 'Address and password do not fit' },
    },
  }),
  json(signOut, {
    delete: '/v1/sessions/current',
    tag: 'sessions',
    answers: { 204: { description: 'Signed out' } },
  }),
  json(whoAsks, {
    get: '/v1/me',
    tag: 'sessions',
    answers: { 200: { description: 'You', schema: me } },
    shown,
  }),
]
