import type { SignedIn } from '../../domain/people/signed-in.ts'
import { baseOf, type Message } from '../../domain/ticket/notices.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'

/** `pending` is still to be sent; `undeliverable` was refused for good. */
export const mailStatuses = ['pending', 'sent', 'merged', 'undeliverable'] as const

export interface MailShown {
  message: Message
  /** By name, never by address. */
  to: string | null
  status: (typeof mailStatuses)[number]
  sentAt: string | null
}

/** Enough for a page of a hundred events, each told to a whole tier. */
const mostMails = 2000

/** What was mailed of these events, in one statement; a customer's person learns only of mails to that person. */
export async function mailsShownTo(
  { role, contactId = '' }: SignedIn,
  database: PrismaClient,
  events: readonly { ticketId: string; version: number }[],
): Promise<(event: { version: number }) => MailShown[]> {
  const [first] = events
  if (first === undefined) return () => []
  const rows = await database.emailDelivery.findMany({
    where: {
      ticketId: first.ticketId,
      version: { in: events.map(({ version }) => version) },
      ...(role === 'customer' && { recipientId: contactId }),
    },
    select: { version: true, message: true, recipientName: true, status: true, sentAt: true },
    orderBy: { key: 'asc' },
    take: mostMails,
  })
  return ({ version }) =>
    rows.flatMap((row) => {
      const message = baseOf(row.message)
      if (row.version !== version || message === undefined) return []
      const status = row.status as MailShown['status']
      return [{ message, to: row.recipientName, status, sentAt: row.sentAt?.toISOString() ?? null }]
    })
}
