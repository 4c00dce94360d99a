import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { roles } from '../../domain/people/roles.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { newToken, passwordMatches } from '../../store/secrets.ts'
import { unauthenticated } from '../shared/authentication.ts'
import { type AnyRoute, route } from '../../http/operation.ts'
import { email, id, instant } from '../../http/fields.ts'
import { everyone } from '../shared/who.ts'

const sessionMilliseconds = 24 * 3_600_000

const me = z
  .strictObject({ id, name: z.string(), email: z.email(), role: z.enum(roles), tier: z.enum(tiers).nullable() })
  .meta({ id: 'Me' })

const session = z
  .strictObject({ token: z.string(), expiresAt: instant, user: me })
  .meta({ id: 'Session', description: 'Send the token as `Authorization: Bearer …`. It is shown once.' })

const credentials = z
  .strictObject({ email, password: z.string().min(1).max(200) })
  .meta({ id: 'Credentials', example: { email: 'li.jing@aftercare.example', password: 'correct horse battery' } })

function shown({
  id,
  name,
  email,
  role,
  tier,
}: {
  id: string
  name: string
  email: string
  role: string
  tier: string | null
}) {
  return { id, name, email, role, tier }
}

export const sessionRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/v1/sessions',
    summary: 'Sign in',
    tag: 'sessions',
    who: 'anyone',
    body: credentials,
    answers: {
      201: { description: 'Signed in', schema: session },
      401: { description: 'Address and password do not fit' },
    },
    async handle({ body }, { database, now }) {
      const user = await database.user.findUnique({ where: { email: body.email } })
      const matches = await passwordMatches(user?.passwordHash, body.password)
      if (user === null || !matches || user.disabledAt) throw unauthenticated('Address and password do not fit')
      const { token, hash } = newToken()
      const expiresAt = new Date(now().getTime() + sessionMilliseconds)
      await database.accessToken.create({
        data: { id: `ses_${randomUUID()}`, userId: user.id, hash, kind: 'session', expiresAt },
      })
      return { status: 201, body: { token, expiresAt: expiresAt.toISOString(), user: shown(user) } }
    },
  }),
  route({
    method: 'delete',
    path: '/v1/sessions/current',
    summary: 'Sign out: the token that asks is revoked',
    tag: 'sessions',
    who: everyone,
    answers: { 204: { description: 'Signed out' } },
    async handle({ user }, { database, now }) {
      await database.accessToken.update({ where: { id: user.tokenId }, data: { revokedAt: now() } })
      return { status: 204 }
    },
  }),
  route({
    method: 'get',
    path: '/v1/me',
    summary: 'Who is asking',
    tag: 'sessions',
    who: everyone,
    answers: { 200: { description: 'You', schema: me } },
    async handle({ user }, { database }) {
      return { status: 200, body: shown(await database.user.findUniqueOrThrow({ where: { id: user.id } })) }
    },
  }),
]
