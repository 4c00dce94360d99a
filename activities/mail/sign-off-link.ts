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

type Link = NonNullable<Extras['link']>

/** Makes a single-use link. Only its hash is kept, so each attempt to mail it needs a new one. */
export async function createSignOffLink(
  database: PrismaClient,
  publicUrl: string,
  purpose: LinkPurpose,
): Promise<Link> {
  const { token, expiresAt } = await createLink(
    database,
    purpose,
    new Date(Date.now() + lifetimeDays * millisecondsPerDay),
  )
  return { url: `${publicUrl}/sign-off/${token}`, expiresAt }
}

/** SLA 14: by which the acceptor disputes what our staff logged as signed, until then. */
export async function createDisputeLink(
  database: PrismaClient,
  publicUrl: string,
  purpose: LinkPurpose,
  until: Date,
): Promise<Link> {
  const { token, expiresAt } = await createLink(database, { ...purpose, disputes: true }, until)
  return { url: `${publicUrl}/dispute/${token}`, expiresAt }
}

async function createLink(database: PrismaClient, purpose: LinkPurpose & { disputes?: true }, expiresAt: Date) {
  const { token, hash: tokenHash } = newSecret()
  await database.signOffLink.create({ data: { ...purpose, tokenHash, expiresAt } })
  return { token, expiresAt: expiresAt.toISOString() }
}
