import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { Prisma } from '../../../prisma/client/client.ts'
import { conditionsOf } from './filters.ts'
import { type Lanes, lanesOf } from './lanes.ts'
import { all, either } from './conditions.ts'
import { afterCursor, keysOf, orderBy, placed } from './orders.ts'
import type { WorklistQuery } from './query.ts'
import { wordsOf } from './words.ts'

const { sql } = Prisma

/**
 * A page's rows and one more, in one statement: a place in an order is found by an index however far back it lies, which
 * Prisma cannot say.
 */
export function worklistSql(query: WorklistQuery, user: SignedIn, now: Date): Prisma.Sql {
  const lanes = lanesOf(query, user)
  const keys = keysOf(user, lanes.everybodys)
  const list: List = {
    lanes,
    columns: sql`${placed(keys)}, "id", "record", "stuckSince"`,
    conditions: [...lanes.scope, ...conditionsOf(query, user, now, lanes.everybodys)],
    cursor: afterCursor(query.sort, query.cursor, keys),
    order: sql`ORDER BY ${orderBy(query.sort)}`,
  }
  const rows = query.limit + 1
  return query.text ? searched(list, rows, (by) => wordsOf(query, user, by)) : inOrder(list, rows)
}

interface List {
  lanes: Lanes
  columns: Prisma.Sql
  conditions: Prisma.Sql[]
  cursor: Prisma.Sql[]
  order: Prisma.Sql
}

/** Each lane is asked for no more than all of them, and of that the merge reads only what it needs. */
function inOrder({ lanes, columns, conditions, cursor, order }: List, rows: number): Prisma.Sql {
  const page = sql`${order} LIMIT ${rows}`
  const each = lanes.each.map((lane) => {
    const from = lanes.few ? gathered([lane, ...conditions]) : sql`"Ticket" t`
    const where = all(lanes.few ? cursor : [lane, ...conditions, ...cursor])
    return sql`(SELECT ${columns} FROM ${from} WHERE ${where} ${page})`
  })
  return each.length === 1 ? sql`${each[0]}` : sql`${Prisma.join(each, ' UNION ALL ')} ${page}`
}

/** So many tickets are looked at for a common word: about as long as it takes to find a rare one by its index. */
const nearby = 4000

/**
 * How common some words are together is not known before. So the next tickets of the list are looked at first: a page of
 * common words is among them. Words that fill no page there are so rare that all that hold them are gathered.
 */
function searched(list: List, rows: number, words: (by: 'ticket' | 'index') => Prisma.Sql[]): Prisma.Sql {
  const { lanes, columns, conditions, cursor, order } = list
  const everywhere = [either(lanes.each), ...conditions, ...words('index')]
  return sql`WITH next AS MATERIALIZED (${inOrder(list, nearby)}),
    near AS MATERIALIZED (SELECT * FROM next t WHERE ${all(words('ticket'))} ${order} LIMIT ${rows}),
    far AS (SELECT ${columns} FROM ${gathered(everywhere)} WHERE ${all(cursor)} ${order} LIMIT ${rows})
    SELECT * FROM near WHERE (SELECT count(*) FROM near) = ${rows} OR (SELECT count(*) FROM next) < ${nearby}
    UNION ALL
    SELECT * FROM far WHERE (SELECT count(*) FROM near) < ${rows} AND (SELECT count(*) FROM next) = ${nearby}
    ${order} LIMIT ${rows}`
}

/** OFFSET 0 keeps the order out of it, so that they are found by what makes them few. */
function gathered(conditions: Prisma.Sql[]): Prisma.Sql {
  return sql`(SELECT * FROM "Ticket" t WHERE ${all(conditions)} OFFSET 0) t`
}
