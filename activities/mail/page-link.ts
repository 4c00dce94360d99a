import { millisecondsPerDay } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { newSecret } from '../../store/secrets.ts'
import type { DuePage } from './pages.ts'

/** Makes a link by which this person acknowledges this page, for a day. Only its hash is kept, so each attempt needs a new one. */
export async function createPageLink(
  database: PrismaClient,
  publicUrl: string,
  { key: pageKey, recipientId: userId }: Pick<DuePage, 'key' | 'recipientId'>,
  ticketId: string,
): Promise<{ url: string }> {
  const { token, hash: tokenHash } = newSecret()
  const expiresAt = new Date(Date.now() + millisecondsPerDay)
  await database.pageLink.create({ data: { tokenHash, pageKey, ticketId, userId, expiresAt } })
  return { url: `${publicUrl}/page/${token}` }
}
