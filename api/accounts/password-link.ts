import { z } from 'zod'
import { type Language, languageOf } from '../../domain/people/languages.ts'
import type { Role } from '../../domain/people/roles.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant, linkParams } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { hashOfSecret, newSecret } from '../../store/secrets.ts'
import { isOf, noteOf } from '../shared/changes.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { accountOf, refuseRole } from './accounts.ts'
import { hashed } from './password.ts'

const linkMilliseconds = 24 * 3_600_000

const passwordLink = z.strictObject({ url: z.url(), expiresAt: instant }).meta({
  id: 'PasswordLink',
  description: 'Answered once: hand it to the person whose account it is, and to nobody else',
})

const makeLink = operation({
  summary: 'Make a link with which its owner sets a password, once, within a day; an older one ends',
  who: managers,
  params: z.strictObject({ id }),
  async run(call, { database, now, publicUrl }) {
    const { id: userId, role, disabledAt } = await accountOf(database, call.params.id)
    refuseRole(call.user, role)
    if (disabledAt) throw new Fault('notNow', 'It is disabled: enable it first')
    const { token, hash: tokenHash } = newSecret()
    const expiresAt = new Date(now().getTime() + linkMilliseconds)
    const after = { passwordLinkUntil: expiresAt.toISOString() }
    const note = noteOf(call, now(), { thing: 'account', thingId: userId, before: {}, after })
    await database.$transaction([
      // Two at once: the second sees the first, and ends it.
      database.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`,
      database.passwordLink.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now() } }),
      database.passwordLink.create({ data: { tokenHash, userId, madeById: call.user.id, expiresAt } }),
      database.change.createMany({ data: note, skipDuplicates: true }),
    ])
    return { url: `${publicUrl}/password/${token}`, expiresAt: expiresAt.toISOString() }
  },
})

export const passwordLinks: Surfaces = [
  json(makeLink, {
    post: '/v1/accounts/{id}/password-links',
    tag: 'accounts',
    answers: { 201: { description: 'The link', schema: passwordLink } },
  }),
]

/** A link as it stands: whose password it sets, or why it leads nowhere. */
export type PasswordLinkState = { language: Language; email: string } & (
  | { end: 'passwordSet' | 'passwordLinkOver' }
  | { end: null; user: { id: string; name: string; role: Role }; passwordSetAt: Date | null }
)

/** Looking at it sets nothing. */
export const readPasswordLink = operation({
  summary: 'Where a password is set',
  who: 'anyone',
  params: linkParams,
  run: ({ params }, services) => follow(params.token, services),
})

/** No shorter: what is tried offline against a stolen hash. No longer: what is hashed for a stranger. */
const password = z.string().min(12, { error: 'At least 12 characters' }).max(200, { error: 'At most 200 characters' })

/** Whoever holds the link is the account's owner. Every session of the account ends; keys of programs stay. */
export const setPassword = operation({
  summary: 'Set a password',
  who: 'anyone',
  params: linkParams,
  bodyLimit: 8 * 1024,
  body: z.strictObject({ password, repeated: z.string().max(1000) }),
  async run({ params, body, idempotencyKey }, services) {
    const link = await follow(params.token, services)
    if (link.end !== null) return
    if (body.repeated !== body.password) throw Fault.invalid({ field: 'repeated', message: 'It is not the same' })
    const { database, now } = services
    const { user, passwordSetAt } = link
    const userId = user.id
    const passwordHash = await hashed(body.password)
    const at = now()
    const [before, after] = [{ passwordSetAt }, { passwordSetAt: at }]
    const note = noteOf({ user, idempotencyKey }, at, { thing: 'account', thingId: userId, before, after })
    const sessions = { userId, kind: { not: 'apiKey' }, revokedAt: null }
    const unused = { tokenHash: hashOfSecret(params.token), usedAt: null, endedAt: null }
    await database
      .$transaction([
        database.user.update({ where: { id: userId, disabledAt: null }, data: { passwordHash, passwordSetAt: at } }),
        database.passwordLink.update({ where: unused, data: { usedAt: at } }),
        database.accessToken.updateMany({ where: sessions, data: { revokedAt: at } }),
        database.change.create({ data: note }),
      ])
      .catch((error: unknown) => {
        // It was used or ended meanwhile: the page says so.
        if (!isOf(error, 'P2025')) throw error
      })
  },
})

async function follow(token: string, { database, now }: Services): Promise<PasswordLinkState> {
  const found = await database.passwordLink.findUnique({
    where: { tokenHash: hashOfSecret(token) },
    include: { user: true },
  })
  if (found === null) throw Fault.absent()
  const { user, usedAt, endedAt, expiresAt } = found
  const about = { language: languageOf(user.language), email: user.email }
  if (usedAt) return { ...about, end: 'passwordSet' }
  if (endedAt || user.disabledAt || expiresAt <= now()) return { ...about, end: 'passwordLinkOver' }
  const { id, name, role, passwordSetAt } = user
  return { ...about, end: null, user: { id, name, role: role as Role }, passwordSetAt }
}
