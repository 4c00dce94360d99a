import { Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { prepared } from '../../store/prepared.ts'

/** What one transition comes to in the tables. */
export interface Rows {
  ticket: Prisma.TicketCreateManyInput
  events: Prisma.TicketEventCreateManyInput[]
  breaches: Prisma.BreachCreateManyInput[]
  /** Those that it changes; for an attempt that replaces another, all that there are. */
  visits: Prisma.VisitCreateManyInput[]
  /** What is to be told of it. */
  outbox: Prisma.OutboxCreateManyInput[]
  /** What is to be written of it. */
  documents: Prisma.DueDocumentCreateManyInput[]
  /** The version of the first event. */
  first: number
}

/**
 * All or nothing, in one statement and one round trip, where nothing stands in the way: the row is at the version before,
 * and no later attempt has written it. Answers false when something does, with nothing written.
 */
export async function commitAtOnce(
  database: PrismaClient,
  { ticket, events, breaches, visits, outbox, documents, first }: Rows,
): Promise<boolean> {
  const written = await database.$queryRaw<unknown[]>`${prepared}
    WITH given AS (SELECT * FROM jsonb_populate_record(NULL::"Ticket", ${JSON.stringify(ticket)}::jsonb)),
    "row" AS (${first === 1 ? opened(ticket) : movedOn(ticket, first)}),
    event AS (${added('TicketEvent', events)})
    ${breaches.length ? Prisma.sql`, breach AS (${added('Breach', breaches)})` : Prisma.empty}
    ${visits.length ? Prisma.sql`, visit AS (${added('Visit', visits)} ${moved(visits[0])})` : Prisma.empty}
    ${outbox.length ? Prisma.sql`, told AS (${added('Outbox', outbox)})` : Prisma.empty}
    ${documents.length ? Prisma.sql`, document AS (${added('DueDocument', documents)})` : Prisma.empty}
    SELECT 1 FROM "row"`
  return written.length === 1
}

function opened(ticket: Rows['ticket']): Prisma.Sql {
  const names = columnsOf(ticket)
  return Prisma.sql`INSERT INTO "Ticket" (${names}) SELECT ${names} FROM given ON CONFLICT DO NOTHING RETURNING "id"`
}

/** One snapshot has no order among its parts, so it replaces nothing: what a disowned attempt left is another matter. */
function movedOn(ticket: Rows['ticket'], first: number): Prisma.Sql {
  const moved = Object.keys(ticket).map((name) => Prisma.raw(`"${name}" = given."${name}"`))
  return Prisma.sql`
    UPDATE "Ticket" AS mine SET ${Prisma.join(moved)} FROM given
    WHERE mine."id" = given."id" AND mine."version" = ${first - 1} AND mine."fence" <= given."fence"
    RETURNING mine."id"`
}

function moved(row: object = {}): Prisma.Sql {
  const names = Object.keys(row).map((name) => Prisma.raw(`"${name}" = EXCLUDED."${name}"`))
  return Prisma.sql`ON CONFLICT ("ticketId", "n") DO UPDATE SET ${Prisma.join(names)}`
}

function added(
  table: 'TicketEvent' | 'Breach' | 'Visit' | 'Outbox' | 'DueDocument',
  rows: readonly object[],
): Prisma.Sql {
  const names = columnsOf(rows[0] ?? {})
  return Prisma.sql`
    INSERT INTO ${Prisma.raw(`"${table}"`)} (${names})
    SELECT ${names} FROM jsonb_populate_recordset(NULL::${Prisma.raw(`"${table}"`)}, ${JSON.stringify(rows)}::jsonb)
    WHERE EXISTS (SELECT FROM "row")`
}

/** Of a row of ours, whose fields are the table's columns: nobody's words are among them. */
function columnsOf(row: object): Prisma.Sql {
  return Prisma.join(Object.keys(row).map((name) => Prisma.raw(`"${name}"`)))
}
