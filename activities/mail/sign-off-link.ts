import type { Extras } from '../../letters/view.ts'
import { millisecondsPerDay } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { newSecret } from '../../store/secrets.ts'

const lifetimeDays = 30

/** What a link is good for: this acceptor signs or refuses this repair of this ticket. */
export interface LinkPurpose {
  ticketId: string
  cycle: number
  contactId: string
}

/** Makes a single-use link. Only its hash is kept, so each attempt to mail it needs a new one. */
export async function createSignOffLink(
  database: PrismaClient,
  publicUrl: string,
  purpose: LinkPurpose,
): Promise<NonNullable<Extras['link']>> {
  const { token, hash: tokenHash } = newSecret()
  const expiresAt = new Date(Date.now() + lifetimeDays * millisecondsPerDay)
  await database.signOffLink.create({ data: { ...purpose, tokenHash, expiresAt } })
  return { url: `${publicUrl}/sign-off/${token}`, expiresAt: expiresAt.toISOString() }
}
