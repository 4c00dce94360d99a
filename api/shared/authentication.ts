import type { Role } from '../../domain/people/roles.ts'
import type { Tier } from '../../domain/people/tiers.ts'
import type { Asker } from '../../http/call.ts'
import type { Sought } from '../../http/mount.ts'
import { Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { columnsOf, type Joined, named, reckonedOf, thingIn } from '../../store/joined.ts'
import { hashOfSecret } from '../../store/secrets.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { prepared } from '../../store/prepared.ts'
import { scopeOf } from './scope.ts'

interface TokenRow {
  tokenId: string
  kind: string
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

/**
 * Whom the token speaks for, and what is sought along with it, in one question to the database; undefined for what is
 * unknown, expired, revoked or disabled.
 */
export async function signedInBy(
  database: PrismaClient,
  token: string,
  now: Date,
  sought?: Sought,
): Promise<Asker | undefined> {
  const [row] = await database.$queryRaw<(TokenRow & Joined)[]>`${prepared}
    SELECT t."id" AS "tokenId", t."kind", t."expiresAt", t."revokedAt", u."disabledAt", u."id", u."name", u."role", u."tier",
      u."contactId", c."customerId" AS organisation,
      ARRAY(SELECT b."customerId" FROM "StaffBinding" b WHERE b."userId" = u."id") AS bound
      ${sought ? Prisma.sql`, ${columnsOf('found', sought.columns)}${reckonedOf('found', sought.reckoned)}` : Prisma.empty}
    FROM "AccessToken" t JOIN "User" u ON u."id" = t."userId" LEFT JOIN "Contact" c ON c."id" = u."contactId"
    ${sought ? Prisma.sql`LEFT JOIN ${named(sought.table)} found ON found."id" = ${sought.id}` : Prisma.empty}
    WHERE t."hash" = ${hashOfSecret(token)}`
  // An end that is no date of ours is not later than now either.
  const isOver = row?.expiresAt && !(row.expiresAt > now)
  if (!row || row.revokedAt || row.disabledAt || isOver) return undefined
  const found = sought && thingIn(row, 'found')
  return { user: userIn(row), found: sought && found ? sought.as(found) : null }
}

function userIn(row: TokenRow): SignedIn {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    ...(row.tier && { tier: row.tier }),
    ...(row.contactId && { contactId: row.contactId }),
    customerIds: scopeOf(row),
    tokenId: row.tokenId,
    byKey: row.kind === 'apiKey',
  }
}
