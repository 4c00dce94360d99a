import pLimit from 'p-limit'
import type { TicketEvent as Event } from '../../domain/ticket/events.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { newestLines } from '../../letters/newest-steps.ts'
import { untold } from '../../letters/story.ts'
import { tellsStory, type TicketAtHand } from '../../letters/view.ts'
import type { Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { knownToCustomers } from '../../store/known-to-customers.ts'
import { type EventColumns, eventIn, ticketRecordIn } from '../../store/rows.ts'
import { prepared } from '../../store/prepared.ts'

/** Each is four statements, and acts need connections too. */
const storiesAtOnce = 3

const steps = { type: { notIn: [...untold] } }

interface Wanted {
  ticketId: string
  notice: Notice
}

/** Reads what these notices need, of all tickets together in two statements; one that has no row is not in the answer. */
export async function readTickets(
  database: PrismaClient,
  wanted: readonly Wanted[],
): Promise<Map<string, TicketAtHand>> {
  const ids = [...new Set(wanted.map(({ ticketId }) => ticketId))]
  const versions = wanted.map(({ ticketId, notice }) => ({ ticketId, version: notice.version }))
  // To the newest of which it is known that history holds it: what stands above may be disowned.
  const telling = new Map<string, number>()
  for (const { ticketId, notice } of wanted.filter((one) => tellsStory(one.notice))) {
    telling.set(ticketId, Math.max(notice.version, telling.get(ticketId) ?? 0))
  }
  const limit = pLimit(storiesAtOnce)
  const [rows, told, stories] = await Promise.all([
    database.$queryRaw<{ id: string; record: Prisma.JsonValue }[]>`${prepared}
      SELECT "id", "record" FROM "Ticket" WHERE "id" = ANY(${ids})`,
    database.$queryRaw<(EventColumns & { ticketId: string })[]>`${prepared}
      SELECT event."ticketId", event."version", event."type", event."at", event."actor", event."data", event."clocks"
      FROM "TicketEvent" AS event
      JOIN (SELECT DISTINCT "ticketId", "version" FROM jsonb_to_recordset(${JSON.stringify(versions)}::jsonb)
        AS wanted("ticketId" text, "version" int)) AS wanted USING ("ticketId", "version")`,
    Promise.all(
      [...telling].map(([id, upTo]) => limit(async () => [id, await readStory(database, id, upTo)] as const)),
    ),
  ])
  const storyOf = new Map(stories)
  return new Map(
    rows.map(({ id, record }) => {
      const { events: lines = [], ...story } = storyOf.get(id) ?? { steps: { staff: 0, customer: 0 } }
      const theirs = [...told.filter(({ ticketId }) => ticketId === id), ...lines]
      const once = [...new Map(theirs.map((one) => [one.version, one])).values()]
      const events = once.sort((one, other) => one.version - other.version).map(eventIn)
      return [id, { record: ticketRecordIn({ record }), events, ...story }]
    }),
  )
}

/** Its opening and its newest lines, and how many there are in all: what is read stays small, however much has happened. */
async function readStory(database: PrismaClient, ticketId: string, upTo: number) {
  const where = { ticketId, version: { lte: upTo }, ...steps }
  const [opening, newest, staff, customer] = await Promise.all([
    database.ticketEvent.findMany({ where: { ticketId, version: 1 } }),
    database.ticketEvent.findMany({ where, orderBy: { version: 'desc' }, take: newestLines }),
    database.ticketEvent.count({ where }),
    database.ticketEvent.count({ where: { ...where, AND: knownToCustomers } }),
  ])
  return { events: [...opening, ...newest], steps: { staff, customer } }
}

/** Some of its events, in their order. */
export async function readEvents(database: PrismaClient, ticketId: string, versions: number[]): Promise<Event[]> {
  const where = { ticketId, version: { in: versions } }
  return (await database.ticketEvent.findMany({ where, orderBy: { version: 'asc' } })).map(eventIn)
}

/** The cycle in which that version was recorded: each refusal, dispute and reopening begins another. */
export async function cycleAt(database: PrismaClient, ticketId: string, version: number): Promise<number> {
  const type = { in: ['signOffRefused', 'signOffDisputed', 'reopened'] }
  return 1 + (await database.ticketEvent.count({ where: { ticketId, version: { lte: version }, type } }))
}
