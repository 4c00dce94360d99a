import { unfinishedStatuses } from '../domain/ticket/state.ts'
import type { PrismaClient } from '../prisma/client/client.ts'

/** A deadline acts within seconds; this late, nothing is at work that would. */
const graceMs = 5 * 60_000

export interface Standing {
  /** Neither closed nor cancelled. */
  open: number
  /** Of these, with no deadline ahead: nothing will tell anybody of them (I8). */
  withoutTimer: number
  /** Of these, with a deadline that passed and that nobody acted on. */
  overdue: number
  /** Mails that are due and not gone yet. */
  mailsWaiting: number
  oldestMailSeconds: number
}

/** How the whole desk stands, in two short questions to the database. */
export async function standingAt(database: PrismaClient, now: Date): Promise<Standing> {
  const late = new Date(now.getTime() - graceMs)
  const [tickets] = await database.$queryRaw<Record<'open' | 'withoutTimer' | 'overdue', number>[]>`
    SELECT count(*)::int AS open, count(*) FILTER (WHERE "nextDeadlineAt" IS NULL)::int AS "withoutTimer",
      count(*) FILTER (WHERE "nextDeadlineAt" < ${late})::int AS overdue
    FROM "Ticket" WHERE "status" = ANY(${unfinishedStatuses})`
  // What is in the queue, and of it, what is to whom already; quiet hours delay nothing.
  const [mails] = await database.$queryRaw<{ waiting: number; oldest: Date | null }[]>`
    WITH due AS (SELECT * FROM "Outbox" WHERE "dueAt" <= ${now} OR "attempts" > 0)
    SELECT (SELECT min(GREATEST("createdAt", CASE WHEN "notBefore" < ${now} THEN "notBefore" END)) FROM due) AS oldest,
      (SELECT count(*) FROM "EmailDelivery" WHERE "status" = 'pending')::int
      + (SELECT count(*) FROM due WHERE NOT EXISTS (SELECT FROM "EmailDelivery" AS mail
          WHERE mail."ticketId" = due."ticketId" AND mail."version" = due."version"))::int AS waiting`
  const oldest = mails?.oldest?.getTime() ?? now.getTime()
  return {
    ...{ open: 0, withoutTimer: 0, overdue: 0, ...tickets },
    mailsWaiting: mails?.waiting ?? 0,
    oldestMailSeconds: Math.max(0, (now.getTime() - oldest) / 1000),
  }
}
