import type { Logger } from 'pino'
import type { TicketEvent } from '../../domain/ticket/events.ts'
import { findableText } from '../../domain/ticket/findable.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { toDate } from '../../domain/time/instant.ts'
import type { Prisma, PrismaClient } from '../../prisma/client/client.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { dueDocumentRows } from '../../store/due-documents.ts'
import { outboxRows } from '../../store/outbox.ts'
import { json } from '../../store/rows.ts'
import { commitAtOnce, type Rows } from './commit.ts'
import { breachRows } from './breaches.ts'
import { type Booked, bookedAlready, overlap, overwritten, visitRows } from './visits.ts'
import { ticketRow } from './ticket-row.ts'
import { contentFault } from './content-fault.ts'

/** An event with the id of the request that caused it, and, if it is an act's last, of its update; none for what a clock did. */
export type RecordedEvent = TicketEvent & { requestId?: string; updateId?: string }

const uniqueViolation = '23505'

/** One commit: consecutive events, and the row that they lead to. */
export interface Transition {
  events: RecordedEvent[]
  /** What is to be told of them. */
  notices: Notice[]
  record: TicketRecord
  /** It books somebody's time, which may be taken: then nothing of it is written, and who has it is answered. */
  books?: true
  /** The workflow's time in milliseconds: an attempt that was decided earlier never writes over one decided later. */
  fence: number
}

/** The database will never take it as it is. */
export interface Stuck {
  because: string
}

/** The other ticket has ended meanwhile, or goes on elsewhere itself. */
interface Unfit {
  unfit: string
}

/** By which a trigger of the migration refuses to link tickets so. */
const unfitLink = '23M01'
const whyUnfit =
  'The other ticket has ended meanwhile, or was merged itself: read it, and name the one in which it goes on.'

interface Deps {
  database: PrismaClient
  logger: Logger
  /** Tells the post offices, in a while, that there is something to tell. */
  ring(): void
}

/**
 * Writes a transition, all or nothing. History is the truth: rows that a disowned attempt left at these versions and
 * above are replaced, so that doing it twice does nothing. An outage is thrown, to be tried again; a terminal failure
 * would end the ticket, so what can never be written is answered, alarms, and is tried again when it may be mended.
 */
export function recordActivities({ database, logger, ring }: Deps) {
  return {
    async commitTransition(transition: Transition): Promise<Stuck | Booked | Unfit | undefined> {
      try {
        await write(database, transition)
        if (transition.notices.length > 0) ring()
      } catch (error) {
        const because = contentFault(error)
        if (because === undefined) throw error
        // Whoever was in the way may have gone meanwhile: then it is tried again.
        if (transition.books && because === overlap) {
          return orAgain(await bookedAlready(database, transition.record.id, visitRows(transition)), error)
        }
        if (transition.books && because === unfitLink) return { unfit: whyUnfit }
        const { id, number } = transition.record
        const versions = transition.events.map(({ version, type }) => `v${version} ${type}`)
        const { name: kind } = error as Error
        // Not the error itself: its words hold what people wrote (R9.3).
        logger.error({ ticketId: id, number, versions, because, kind }, 'The database refuses what a ticket records')
        if (!transition.books) await noteStuck(database, id)
        return { because }
      }
    },
  }
}

async function write(database: PrismaClient, { events, notices, record, fence }: Transition): Promise<void> {
  const rows = {
    ticket: ticketRow(record, fence),
    events: events.map((event) => eventRow(record.id, event)),
    breaches: events.flatMap((event) => breachRows(record, event)),
    visits: visitRows({ events, record }),
    outbox: outboxRows(record.id, notices, fence, Date.now()),
    documents: dueDocumentRows(record.id, events, Date.now()),
    first: events[0]?.version ?? record.version,
  }
  if (await commitAtOnce(database, rows).catch(ifNothingIsLeft)) return
  await replace(database, { ...rows, visits: visitRows({ events, record }, 'all') })
}

function orAgain<T>(answer: T | undefined, error: unknown): T {
  if (answer === undefined) throw error
  return answer
}

/** Of two attempts at once, the disowned one can leave rows above the ticket's version, which make way as well. */
function ifNothingIsLeft(error: unknown): false {
  if (contentFault(error) === uniqueViolation) return false
  throw error
}

/** Rows that a disowned attempt left at these versions and above make way. */
async function replace(
  database: PrismaClient,
  { ticket, events, breaches, visits, outbox, documents, first }: Rows,
): Promise<void> {
  await database.$transaction(async (tx) => {
    await writeRow(tx, ticket, first)
    const disowned = { ticketId: ticket.id, version: { gte: first }, released: false }
    await tx.outbox.deleteMany({ where: disowned })
    await tx.dueDocument.deleteMany({ where: disowned })
    if (first > 1) await tx.ticketEvent.deleteMany({ where: { ticketId: ticket.id, version: { gte: first } } })
    await tx.ticketEvent.createMany({ data: events })
    if (breaches.length) await tx.breach.createMany({ data: breaches })
    await tx.visit.deleteMany({ where: overwritten(ticket.id, visits) })
    if (visits.length) await tx.visit.createMany({ data: visits })
    if (outbox.length) await tx.outbox.createMany({ data: outbox, skipDuplicates: true })
    if (documents.length) await tx.dueDocument.createMany({ data: documents, skipDuplicates: true })
  })
}

/** So that its readers see it. A row that takes not even this, or is not there yet, is left: the log has said it. */
async function noteStuck(database: PrismaClient, id: string): Promise<void> {
  const since = { stuckSince: new Date() }
  await database.ticket.updateMany({ where: { id, stuckSince: null }, data: since }).catch(() => undefined)
}

/** Locks the ticket's row, so that two attempts take turns. */
async function writeRow(tx: Prisma.TransactionClient, row: Rows['ticket'], first: number): Promise<void> {
  const { id, fence } = row
  if ((await tx.ticket.updateMany({ where: { id, fence: { lte: fence } }, data: row })).count === 1) {
    // A repeated opening: its own events stand already and make way for the same again.
    if (first === 1) await tx.ticketEvent.deleteMany({ where: { ticketId: id } })
    return
  }
  const created = first === 1 ? await tx.ticket.createMany({ data: row, skipDuplicates: true }) : { count: 0 }
  if (created.count === 0) throw new Error(`Ticket ${id}: a later attempt has written version ${first} already`)
}

function eventRow(ticketId: string, event: RecordedEvent): Prisma.TicketEventCreateManyInput {
  return {
    ticketId,
    version: event.version,
    type: event.type,
    at: toDate(event.at),
    actor: json(event.actor),
    data: json(event.data),
    clocks: json(event.clocks),
    requestId: event.requestId ?? null,
    updateId: event.updateId ?? null,
    text: findableText(event),
  }
}
