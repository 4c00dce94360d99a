import { millisecondsPerDay } from '../domain/time/instant.ts'
import type { PersonalLink, PrismaClient } from '../prisma/client/client.ts'
import { hashOfSecret, newSecret } from './secrets.ts'

/** `watch`: stops watching; `party`: reads what another party is asked, and answers. */
export type LinkPurpose = 'watch' | 'party'

/** Each letter brings a new one. */
const lifetimeDays = 90

/** Makes a link's secret; only its hash is kept, so each attempt to mail it needs a new one. */
export async function createPersonalLink(
  database: PrismaClient,
  purpose: LinkPurpose,
  of: { ticketId: string; personId: string },
): Promise<{ token: string; expiresAt: string }> {
  const { token, hash: tokenHash } = newSecret()
  const expiresAt = new Date(Date.now() + lifetimeDays * millisecondsPerDay)
  await database.personalLink.create({ data: { tokenHash, purpose, expiresAt, ...of } })
  return { token, expiresAt: expiresAt.toISOString() }
}

/** Null for what we never made, or made for another purpose. */
export async function personalLinkAt(
  database: PrismaClient,
  purpose: LinkPurpose,
  token: string,
): Promise<PersonalLink | null> {
  const found = await database.personalLink.findUnique({ where: { tokenHash: hashOfSecret(token) } })
  return found?.purpose === purpose ? found : null
}
