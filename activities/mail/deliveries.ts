import type { Logger } from 'pino'
import { gathered } from './gathered.ts'
import { mostRefusals, type RefusedMail } from '../../domain/ticket/undelivered.ts'
import type { Posted } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { prepared } from '../../store/prepared.ts'

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
  /** Tickets of which some mail was refused for good before. */
  refused: Set<string>
}

/** Notes down what is due. */
export async function claim(database: PrismaClient, due: readonly Delivery[]): Promise<Claimed> {
  if (due.length === 0) return { unsent: new Set(), refused: new Set() }
  const fresh = await database.$queryRaw<{ key: string }[]>`${prepared}
    INSERT INTO "EmailDelivery" ("key", "ticketId", "version", "message", "recipientId", "recipientName", "address", "messageId", "status")
    SELECT "key", "ticketId", "version", "message", "recipientId", "recipientName", "address", "messageId", 'pending'
    FROM jsonb_populate_recordset(NULL::"EmailDelivery", ${JSON.stringify(due)}::jsonb)
    ON CONFLICT DO NOTHING RETURNING "key"`
  const unsent = new Set(fresh.map(({ key }) => key))
  const others = due.filter(({ key }) => !unsent.has(key)).map(({ key }) => key)
  if (others.length === 0) return { unsent, refused: new Set() }
  const known = await database.emailDelivery.findMany({
    where: { key: { in: others }, status: { in: ['pending', 'undeliverable'] } },
    select: { key: true, status: true, ticketId: true },
  })
  for (const { key, status } of known) if (status === 'pending') unsent.add(key)
  const refused = known.filter(({ status }) => status !== 'pending').map(({ ticketId }) => ticketId)
  return { unsent, refused: new Set(refused) }
}

/**
 * What was not sent is tried again. Said in the log is only what kind of failure it was: the server's words may name
 * people (R9.3).
 */
export async function leave(
  { database, logger }: { database: PrismaClient; logger: Pick<Logger, 'warn'> },
  delivery: Delivery,
  error: unknown,
  words: string,
): Promise<void> {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  logger.warn({ key: delivery.key, code, responseCode }, words)
  await noteFailure(database, delivery, String(error)).catch(() => undefined)
}

/** A ticket's mails of these versions that were refused for good, by whichever attempt; as many as are told of. */
export async function refusedOf(database: PrismaClient, ticketId: string, versions: number[]): Promise<RefusedMail[]> {
  const rows = await database.emailDelivery.findMany({
    where: { ticketId, version: { in: versions }, status: 'undeliverable' },
    select: { key: true, message: true, version: true, recipientId: true, recipientName: true, refusedWith: true },
    orderBy: { key: 'asc' },
    take: mostRefusals,
  })
  return rows.map(({ recipientName, refusedWith, ...row }) => ({
    ...row,
    to: recipientName ?? '',
    why: refusedWith ?? '',
  }))
}

/** How one was taken, and the keys of what went out with it. */
interface Settled {
  delivery: Delivery
  posted: Posted
  carried: readonly string[]
}

export type Settle = (settled: Settled) => Promise<void>

/**
 * Sent, or refused for good and never tried again: marked at once, so that a crash repeats as little as it can; together
 * with others that ended meanwhile, in one statement. What went out with it is marked with it.
 */
export function settler(database: PrismaClient): Settle {
  return gathered(async (settled) => {
    const rows = settled.flatMap(({ delivery: { key, address }, posted, carried }) => {
      const outcome =
        posted === 'accepted'
          ? { status: 'sent', sentAt: new Date(), error: null, refusedWith: null }
          : { status: 'undeliverable', sentAt: null, error: posted.refused, refusedWith: posted.code }
      const merged = posted === 'accepted' ? { ...outcome, status: 'merged' } : outcome
      return [
        { key, address, attempts: 1, ...outcome },
        ...carried.map((other) => ({ key: other, address: null, attempts: 0, ...merged })),
      ]
    })
    await database.$executeRaw`${prepared}
      UPDATE "EmailDelivery" AS mail SET "status" = now."status", "sentAt" = now."sentAt", "error" = now."error",
        "refusedWith" = now."refusedWith", "address" = COALESCE(now."address", mail."address"),
        "attempts" = mail."attempts" + now."attempts"
      FROM jsonb_populate_recordset(NULL::"EmailDelivery", ${JSON.stringify(rows)}::jsonb) AS now
      WHERE mail."key" = now."key" AND (now."attempts" = 1 OR mail."status" = 'pending')`
  })
}

/** Still to be sent; `error` is for whoever looks why. */
async function noteFailure(database: PrismaClient, { key, address }: Delivery, error: string): Promise<void> {
  await database.emailDelivery.updateMany({
    where: { key, status: 'pending' },
    data: { address, error, attempts: { increment: 1 } },
  })
}
