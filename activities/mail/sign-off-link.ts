import type { PrismaClient } from '../../prisma/client/client.ts'
import { newSecret } from '../../store/secrets.ts'

const lifetimeDays = 30

/** What a link is good for: this acceptor signs or refuses this repair of this ticket. */
export interface LinkPurpose {
  ticketId: string
  cycle: number
  contactId: string
}

export interface SignOffLink {
  url: string
  /** ISO, UTC. */
  expiresAt: string
}

/** Makes a single-use link. Only its hash is kept, so each attempt to mail it needs a new one. */
export async function createSignOffLink(
  database: PrismaClient,
  publicUrl: string,
  purpose: LinkPurpose,
): Promise<SignOffLink> {
  const { token, hash: tokenHash } = newSecret()
  const expiresAt = new Date(Date.now() + lifetimeDays * 86_400_000)
  await database.signOffLink.create({ data: { ...purpose, tokenHash, expiresAt } })
  return { url: `${publicUrl}/sign-off/${token}`, expiresAt: expiresAt.toISOString() }
}
