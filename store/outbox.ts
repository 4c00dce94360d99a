import { toDate } from '../domain/time/instant.ts'
import { crc32 } from 'node:zlib'
import type { Notice } from '../domain/ticket/notices.ts'
import type { Prisma, PrismaClient } from '../prisma/client/client.ts'
import { json, ticketRecordIn, type TicketRow } from './rows.ts'
import { prepared } from './prepared.ts'

/** On which PostgreSQL tells the post offices that there is something to do. */
export const outboxChannel = 'aftercare_outbox'

/** More than there will ever be post offices, which share them. */
const lanes = 1024

/** All of one ticket, or all to one address, are in one lane. */
export function laneOf(key: string): number {
  return crc32(key) % lanes
}

/** Who put a transition to the ticket is answered long before, and says that it is in history. */
export const answeredWithinMs = 3000

/**
 * The rows of what a transition has to tell. `ticketNow` is the ticket's own time in milliseconds, in which quiet hours
 * end; `now` is ours.
 */
export function outboxRows(
  ticketId: string,
  notices: readonly Notice[],
  ticketNow: number,
  now: number,
): Prisma.OutboxCreateManyInput[] {
  return notices.map((notice, place) => {
    const { version, notBefore } = notice
    const delayMs = notBefore === undefined ? 0 : Math.max(0, notBefore * 1000 - ticketNow)
    return {
      ...{ ticketId, version, place, lane: laneOf(ticketId), notice: json(notice) },
      askAt: new Date(now + answeredWithinMs),
      dueAt: new Date(now + delayMs),
      notBefore: notBefore === undefined ? null : toDate(notBefore),
      createdAt: new Date(now),
    }
  })
}

/**
 * The ticket's row, when it is known that history holds the transitions to that version: what they have to tell may go
 * out now, and documents may be made of them. One statement. That it is written needs no wait: what is lost with the machine is asked for later.
 */
export async function readReleased(database: PrismaClient, ticketId: string, version: number): Promise<TicketRow> {
  const [row] = await database.$queryRaw<{ record: Prisma.JsonValue; stuckSince: Date | null }[]>`${prepared}
    WITH released AS (
      UPDATE "Outbox" SET "released" = true
      WHERE "ticketId" = ${ticketId} AND "version" <= ${version} AND NOT "released" RETURNING 1),
    document AS (
      UPDATE "DueDocument" SET "released" = true, "dueAt" = now()
      WHERE "ticketId" = ${ticketId} AND "version" <= ${version} AND NOT "released" RETURNING 1)
    SELECT "record", "stuckSince", set_config('synchronous_commit', 'off', true),
      (SELECT pg_notify(${outboxChannel}, '')::text WHERE EXISTS (SELECT FROM released) OR EXISTS (SELECT FROM document))
    FROM "Ticket" WHERE "id" = ${ticketId}`
  if (row === undefined) throw new Error(`Ticket ${ticketId} has no row`)
  return ticketRecordIn(row)
}

/** Quiet hours are the ticket's own: when its clock was moved to `ticketNow`, they end so much sooner. */
export async function moveQuietHours(database: PrismaClient, ticketId: string, ticketNow: Date): Promise<void> {
  await database.$queryRaw`
    WITH moved AS (
      UPDATE "Outbox" SET "dueAt" = now() + GREATEST("notBefore" - ${ticketNow}::timestamptz, interval '0')
      WHERE "ticketId" = ${ticketId} AND "notBefore" IS NOT NULL AND "attempts" = 0 RETURNING 1)
    SELECT pg_notify(${outboxChannel}, '')::text WHERE EXISTS (SELECT FROM moved)`
}

/** Lets the post offices look whether there is something for them. */
export async function ringPostOffices(database: PrismaClient): Promise<void> {
  await database.$queryRaw`SELECT pg_notify(${outboxChannel}, '')::text`
}
