import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Role, Tier } from '../domain/people.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import { Problem } from './problem.ts'
import type { SignedIn } from './route.ts'

/** The prefix lets a scanner recognise a token that leaked. Only its hash is kept. */
export function newToken(): { token: string; hash: string } {
  const token = `aftercare_${randomBytes(32).toString('base64url')}`
  return { token, hash: hashOf(token) }
}

/** A token is random enough that a fast hash keeps it safe. Hex. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function bearerOf(authorization: string | undefined): string | undefined {
  return authorization?.match(/^Bearer +([\x21-\x7e]+)$/i)?.[1]
}

export function unauthenticated(detail: string): Problem {
  return new Problem(401, detail, { headers: { 'WWW-Authenticate': 'Bearer realm="aftercare"' } })
}

interface TokenRow {
  tokenId: string
  expiresAt: Date | null
  revokedAt: Date | null
  disabledAt: Date | null
  id: string
  name: string
  role: Role
  tier: Tier | null
  contactId: string | null
  organisation: string | null
  bound: string[]
}

/** Whom the token speaks for, in one question to the database; undefined for what is unknown, expired, revoked or disabled. */
export async function signedInBy(database: PrismaClient, token: string, now: Date): Promise<SignedIn | undefined> {
  const [row] = await database.$queryRaw<TokenRow[]>`
    SELECT t."id" AS "tokenId", t."expiresAt", t."revokedAt", u."disabledAt", u."id", u."name", u."role", u."tier",
      u."contactId", c."customerId" AS organisation,
      ARRAY(SELECT b."customerId" FROM "StaffBinding" b WHERE b."userId" = u."id") AS bound
    FROM "AccessToken" t JOIN "User" u ON u."id" = t."userId" LEFT JOIN "Contact" c ON c."id" = u."contactId"
    WHERE t."hash" = ${hashOf(token)}`
  if (!row || row.revokedAt || row.disabledAt || (row.expiresAt && row.expiresAt <= now)) return undefined
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    ...(row.tier && { tier: row.tier }),
    ...(row.contactId && { contactId: row.contactId }),
    customerIds: scopeOf(row),
    tokenId: row.tokenId,
  }
}

/** R3.5. A customer's account without a contact sees nothing. */
function scopeOf({ role, organisation, bound }: TokenRow): SignedIn['customerIds'] {
  if (role === 'customer') return organisation === null ? [] : [organisation]
  return role === 'manager' || role === 'admin' ? 'all' : bound
}

export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

let nobodysHash: Promise<string> | undefined

/** Takes the same time when there is no such account, so that nobody learns which addresses have one. */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(randomBytes(16).toString('hex'))
  const matches = await verify(passwordHash ?? (await nobodysHash), password)
  return passwordHash !== undefined && matches
}
