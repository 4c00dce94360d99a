import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { Prisma } from '../../../prisma/client/client.ts'
import { conditionsOf } from './filters.ts'
import { afterCursor, dueColumn, orderBy } from './orders.ts'
import type { WorklistQuery } from './query.ts'

/**
 * A page's rows and one more, in one statement: a place in an order is found by an index however far back it lies, which
 * Prisma cannot say.
 */
export function worklistSql(query: WorklistQuery, user: SignedIn, now: Date): Prisma.Sql {
  const { sort, cursor, limit } = query
  const conditions = [Prisma.sql`TRUE`, ...conditionsOf(query, user, now), ...afterCursor(sort, cursor, user)]
  return Prisma.sql`SELECT "number", "openedAt", ${dueColumn(user)} AS "nextDueAt", "priority", "record", "stuckSince" FROM "Ticket" t
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY ${orderBy(sort, user)} LIMIT ${limit + 1}`
}
