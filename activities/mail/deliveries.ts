import type { Posted } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'

/** One due mail; `key` is ticket, version, message and recipient. */
export interface Delivery {
  key: string
  ticketId: string
  version: number
  message: string
  recipientId: string
  address: string
  messageId: string
}

/** Notes down what is due, and answers the keys of what has not been dealt with yet. */
export async function claim(database: PrismaClient, due: readonly Delivery[]): Promise<Set<string>> {
  const data = due.map((delivery) => ({ ...delivery, status: 'pending' }))
  const fresh = await database.emailDelivery.createManyAndReturn({
    data,
    skipDuplicates: true,
    select: { key: true },
  })
  if (fresh.length === due.length) return new Set(fresh.map(({ key }) => key))
  const keys = due.map(({ key }) => key)
  const pending = await database.emailDelivery.findMany({
    where: { key: { in: keys }, status: 'pending' },
    select: { key: true },
  })
  return new Set(pending.map(({ key }) => key))
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
      : { status: 'undeliverable', error: posted.refused }
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
