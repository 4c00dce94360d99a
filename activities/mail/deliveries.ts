import { mostRefusals, type RefusedMail } from '../../domain/ticket/undelivered.ts'
import type { Posted } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'

/** One due mail; `key` is ticket, version, message and recipient. */
export interface Delivery {
  key: string
  ticketId: string
  version: number
  message: string
  recipientId: string
  recipientName: string
  address: string
  messageId: string
}

interface Claimed {
  /** The keys of what has not been dealt with yet. */
  unsent: Set<string>
  /** Some of it was refused for good before. */
  refused: boolean
}

/** Notes down what is due. */
export async function claim(database: PrismaClient, due: readonly Delivery[]): Promise<Claimed> {
  const data = due.map((delivery) => ({ ...delivery, status: 'pending' }))
  const fresh = await database.emailDelivery.createManyAndReturn({
    data,
    skipDuplicates: true,
    select: { key: true },
  })
  if (fresh.length === due.length) return { unsent: new Set(fresh.map(({ key }) => key)), refused: false }
  const keys = due.map(({ key }) => key)
  const known = await database.emailDelivery.findMany({
    where: { key: { in: keys }, status: { in: ['pending', 'undeliverable'] } },
    select: { key: true, status: true },
  })
  const pending = known.filter(({ status }) => status === 'pending')
  return { unsent: new Set(pending.map(({ key }) => key)), refused: pending.length < known.length }
}

/** A ticket's mails of these versions that were refused for good, by whichever attempt; as many as are told of. */
export async function refusedOf(database: PrismaClient, ticketId: string, versions: number[]): Promise<RefusedMail[]> {
  const rows = await database.emailDelivery.findMany({
    where: { ticketId, version: { in: versions }, status: 'undeliverable' },
    select: { message: true, version: true, recipientId: true, recipientName: true, refusedWith: true },
    orderBy: { key: 'asc' },
    take: mostRefusals,
  })
  return rows.map(({ recipientName, refusedWith, ...row }) => ({
    ...row,
    to: recipientName ?? '',
    why: refusedWith ?? '',
  }))
}

/**
 * Sent, or refused for good and never tried again: marked at once, so that a crash repeats as little as it can. What
 * went out with it is marked with it.
 */
export async function settle(
  database: PrismaClient,
  { key, address }: Delivery,
  posted: Posted,
  carried: string[] = [],
): Promise<void> {
  const outcome =
    posted === 'accepted'
      ? { status: 'sent', sentAt: new Date(), error: null }
      : { status: 'undeliverable', error: posted.refused, refusedWith: posted.code }
  await database.emailDelivery.updateMany({
    where: { key },
    data: { ...outcome, address, attempts: { increment: 1 } },
  })
  if (carried.length === 0) return
  await database.emailDelivery.updateMany({
    where: { key: { in: carried }, status: 'pending' },
    data: posted === 'accepted' ? { status: 'merged', sentAt: new Date(), error: null } : outcome,
  })
}

/** Still to be sent; `error` is for whoever looks why. */
export async function noteFailure(database: PrismaClient, { key, address }: Delivery, error: string): Promise<void> {
  await database.emailDelivery.updateMany({
    where: { key, status: 'pending' },
    data: { address, error, attempts: { increment: 1 } },
  })
}
