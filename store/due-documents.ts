import { documentsDue } from '../domain/ticket/documents.ts'
import type { TicketEvent } from '../domain/ticket/events.ts'
import type { Prisma } from '../prisma/client/client.ts'
import { answeredWithinMs, laneOf } from './outbox.ts'

/** The rows of what is to be written of a transition's events; `now` in milliseconds of our own time. */
export function dueDocumentRows(
  ticketId: string,
  events: readonly TicketEvent[],
  now: number,
): Prisma.DueDocumentCreateManyInput[] {
  // Who put the transition to the ticket says before that it is in history; after that its process is asked.
  const dueAt = new Date(now + answeredWithinMs)
  return documentsDue(events).map((due) => ({
    ...{ ticketId, ...due, lane: laneOf(ticketId), dueAt, createdAt: new Date(now) },
  }))
}
