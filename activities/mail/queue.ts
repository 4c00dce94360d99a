import type { Notice } from '../../domain/ticket/notices.ts'
import { Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { noticeIn } from '../../store/rows.ts'
import { prepared } from '../../store/prepared.ts'

/** Which of the tickets an office has: there are `of` of them, counted from 0. */
export interface Share {
  office: number
  of: number
}

/** Of the rows of all offices, this one's. */
export const ours = ({ office, of }: Share) => Prisma.sql`"lane" % ${of} = ${office}`

/** What is to be told, as it stands in the queue. */
export interface Queued {
  ticketId: string
  version: number
  place: number
  notice: Notice
  /** How often it was tried in vain. */
  attempts: number
  createdAt: Date
}

/** At once, so that one with much to tell leaves hands for the others. */
const mostOfOneTicket = 20

/**
 * What is due by now of this office's tickets, the longest due first, and with it what was tried in vain of the same
 * tickets: so each ticket's goes out in its order.
 */
export async function takeDue(
  database: PrismaClient,
  share: Share,
  inHand: readonly string[],
  most: number,
): Promise<Queued[]> {
  const now = new Date()
  const rows = await database.$queryRaw<(Omit<Queued, 'notice'> & Parameters<typeof noticeIn>[0])[]>`${prepared}
    WITH due AS (
      SELECT "ticketId", min("dueAt") AS at FROM (
        SELECT "ticketId", "dueAt" FROM "Outbox"
        WHERE "released" AND "dueAt" <= ${now} AND ${ours(share)} AND "ticketId" <> ALL(${inHand})
        ORDER BY "dueAt" LIMIT ${most}) AS longest
      GROUP BY "ticketId")
    SELECT next.* FROM due, LATERAL (
      SELECT "ticketId", "version", "place", "notice", "attempts", "createdAt" FROM "Outbox"
      WHERE "Outbox"."ticketId" = due."ticketId" AND "released" AND ("dueAt" <= ${now} OR "attempts" > 0)
      ORDER BY "version", "place" LIMIT ${mostOfOneTicket}) AS next
    ORDER BY due.at, next."ticketId", next."version", next."place" LIMIT ${most}`
  return rows.map((row) => ({ ...row, notice: noticeIn(row) }))
}

/**
 * When this office has something to tell next, something to ask, something to page and a document to make, save for what it
 * has begun; what comes later of the same counts.
 */
export async function nextOf(
  database: PrismaClient,
  share: Share,
  { inHand, asked, paged, writes }: Begun,
): Promise<Next> {
  const [next] = await database.$queryRaw<Next[]>`${prepared}
    SELECT
      (SELECT min("dueAt") FROM "Outbox" WHERE "released" AND ${ours(share)}
        AND ("ticketId" <> ALL(${inHand}) OR "dueAt" > ${new Date()})) AS "dueAt",
      (SELECT min("askAt") FROM "Outbox" WHERE NOT "released" AND ${ours(share)} AND "ticketId" <> ALL(${asked})) AS "askAt",
      (SELECT min("dueAt") FROM "Page" WHERE "status" = 'pending' AND ${ours(share)} AND "target" <> ALL(${paged})) AS "pageAt",
      (SELECT min("dueAt") FROM "DueDocument" WHERE ${ours(share)} AND NOT ${writes}) AS "writeAt"`
  return next ?? { dueAt: null, askAt: null, pageAt: null, writeAt: null }
}

/** Tickets of which it tells or asks, addresses that it writes to, and whether it makes a document. */
interface Begun {
  inHand: readonly string[]
  asked: readonly string[]
  paged: readonly string[]
  writes: boolean
}

interface Next {
  dueAt: Date | null
  askAt: Date | null
  pageAt: Date | null
  writeAt: Date | null
}

/**
 * Everybody whom they concern is told, or will never be reached; or it was overtaken, or somebody is concerned no more: what
 * was noted down for them is not to be sent either.
 */
export async function strikeOff(database: PrismaClient, told: readonly Queued[]): Promise<void> {
  const keys = JSON.stringify(told.map(({ ticketId, version, place }) => ({ ticketId, version, place })))
  await database.$executeRaw`${prepared}
    WITH gone AS (
      DELETE FROM "Outbox" USING jsonb_populate_recordset(NULL::"Outbox", ${keys}::jsonb) AS told
      WHERE ("Outbox"."ticketId", "Outbox"."version", "Outbox"."place") = (told."ticketId", told."version", told."place")
      RETURNING "Outbox"."ticketId", "Outbox"."version", "Outbox"."notice"->>'message' AS message)
    DELETE FROM "EmailDelivery" AS mail USING gone WHERE mail."status" = 'pending'
      AND (mail."ticketId", mail."version", mail."message") = (gone."ticketId", gone."version", gone.message)`
}

/** To be tried again then. */
export async function putOff(
  database: PrismaClient,
  { ticketId, version, place }: Queued,
  again: Again,
): Promise<void> {
  await database.outbox.updateMany({
    where: { ticketId, version, place },
    data: { dueAt: new Date(Date.now() + again.inMs), ...(again.failed && { attempts: { increment: 1 } }) },
  })
}

interface Again {
  inMs: number
  /** It was tried in vain; else it waits for its turn. */
  failed: boolean
}

/** Tickets of which nobody has said whether history holds what they have to tell. */
export async function toBeAsked(
  database: PrismaClient,
  share: Share,
  asked: readonly string[],
  most: number,
): Promise<string[]> {
  const rows = await database.$queryRaw<{ ticketId: string }[]>`${prepared}
    SELECT "ticketId" FROM "Outbox"
    WHERE NOT "released" AND "askAt" <= ${new Date()} AND ${ours(share)} AND "ticketId" <> ALL(${asked})
    GROUP BY "ticketId" ORDER BY min("askAt") LIMIT ${most}`
  return rows.map(({ ticketId }) => ticketId)
}

/** History holds the ticket's transitions to that version; what is above it is asked for again in a while. */
export async function release(database: PrismaClient, ticketId: string, recorded: number, againInMs: number) {
  await database.$executeRaw`${prepared}
    UPDATE "Outbox" SET "released" = "version" <= ${recorded}, "askAt" = ${new Date(Date.now() + againInMs)}
    WHERE "ticketId" = ${ticketId} AND NOT "released"`
}
