import { Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import type { Outliving } from '../../store/retention.ts'

/** Rows of one table that outlive their use. */
interface Rows {
  table: string
  /** The instant from which their days are counted: a column, or an expression that has an index. */
  since: string
  /** What tells two of them apart; follows `since` in the index. */
  id: string[]
  /** What must hold besides their age, where age alone is not enough. */
  mayGo?: string
}

const outlived: Record<Outliving, Rows> = {
  idempotencyKeys: {
    table: '"IdempotencyKey"',
    since: '"createdAt"',
    id: ['"userId"', '"key"'],
    // A ticket's id is made of its key: used once more for another fault, the key would find the old ticket and the
    // fault would be lost. While it is kept, that is refused.
    mayGo: 'NOT EXISTS (SELECT FROM "Ticket" WHERE "Ticket"."number" = old."ticketNumber")',
  },
  accessTokens: {
    table: '"AccessToken"',
    // The earlier of the two; one that neither expires nor was revoked has none, and stays.
    since: 'LEAST("expiresAt", "revokedAt")',
    id: ['"id"'],
  },
  signOffLinks: { table: '"SignOffLink"', since: '"expiresAt"', id: ['"tokenHash"'] },
  passwordLinks: { table: '"PasswordLink"', since: '"expiresAt"', id: ['"tokenHash"'] },
  mailDeliveries: {
    table: '"EmailDelivery"',
    since: '"createdAt"',
    id: ['"key"'],
    // Counted from the ticket's end. While something of it is still to be told, the post office comes back to it, and would
    // send again what it finds no row of.
    mayGo: `EXISTS (SELECT FROM "Ticket" WHERE "Ticket"."id" = old."ticketId"
        AND "Ticket"."status" IN ('closed', 'cancelled') AND "Ticket"."closedAt" < bound.until)
      AND NOT EXISTS (SELECT FROM "Outbox" WHERE "Outbox"."ticketId" = old."ticketId")`,
  },
  pages: {
    table: '"Page"',
    since: '"createdAt"',
    id: ['"key"'],
    // Counted from the ticket's end; one that only tried a channel is of none.
    mayGo: `old."ticketId" IS NULL OR EXISTS (SELECT FROM "Ticket" WHERE "Ticket"."id" = old."ticketId"
        AND "Ticket"."status" IN ('closed', 'cancelled') AND "Ticket"."closedAt" < bound.until)`,
  },
  personalLinks: { table: '"PersonalLink"', since: '"expiresAt"', id: ['"tokenHash"'] },
  pageLinks: { table: '"PageLink"', since: '"expiresAt"', id: ['"tokenHash"'] },
}

/** Where a walk through a table's rows, the oldest first, has come to. */
export interface Position {
  since: Date
  id: string[]
}

/** What one step found: how many rows it looked at, how many of them went, and the last one. */
interface Step extends Position {
  looked: number
  gone: number
}

/** How many rows one statement looks at, so that none holds locks, or a connection, for long. */
export const stepRows = 1000

/**
 * One step of the walk, as one statement. A row that somebody holds is left for the next run, so that two walks at once
 * neither wait for each other nor count a row twice.
 */
export function stepStatement(kind: Outliving, until: Date, after?: Position): Prisma.Sql {
  const { table, since, id, mayGo = 'TRUE' } = outlived[kind]
  const rows = Prisma.raw(table)
  const order = Prisma.raw([since, ...id].join(', '))
  const further = after ? Prisma.sql`AND (${order}) > (${Prisma.join([after.since, ...after.id])})` : Prisma.empty
  return Prisma.sql`
    WITH due AS MATERIALIZED (
      SELECT ctid AS place, ${Prisma.raw(since)} AS since, ARRAY[${Prisma.raw(id.join(', '))}] AS id FROM ${rows}
      WHERE ${Prisma.raw(since)} < ${until} ${further}
      ORDER BY ${order} LIMIT ${stepRows} FOR UPDATE SKIP LOCKED
    ), gone AS (
      DELETE FROM ${rows} AS old USING (SELECT ${until}::timestamptz AS until) AS bound
      WHERE old.ctid = ANY (ARRAY(SELECT place FROM due)) AND (${Prisma.raw(mayGo)}) RETURNING 1
    )
    SELECT since, id, (SELECT count(*) FROM due)::int AS looked, (SELECT count(*) FROM gone)::int AS gone
    FROM due ORDER BY since DESC, id DESC LIMIT 1`
}

/** The next step, or nothing when there is no further row of that age. */
export async function takeStep(
  database: PrismaClient,
  kind: Outliving,
  until: Date,
  after?: Position,
): Promise<Step | undefined> {
  const [step] = await database.$queryRaw<Step[]>(stepStatement(kind, until, after))
  return step
}
