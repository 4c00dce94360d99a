import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { Prisma, type PrismaClient } from '../../../prisma/client/client.ts'
import { conditionsOf } from './filters.ts'
import { type Lanes, lanesOf } from './lanes.ts'
import { all, either } from './conditions.ts'
import { numbersRead } from './numbers.ts'
import { type Keys, keysOf, type Ordered, orderOf, periodFrom, placed, ranksFrom } from './orders.ts'
import type { WorklistQuery } from './query.ts'
import { type Rarity, rarityOf } from './rarity.ts'
import { wordsOf } from './words.ts'

const { sql } = Prisma

/**
 * The statement for a page's rows and one more: a place in an order is found by an index however far back it lies, which
 * Prisma cannot say. Which tickets it shows is read from indexes alone, where they hold what is asked; only these are
 * fetched then. Where words are searched for, asks first how rare they are.
 */
export async function worklistSql(
  database: PrismaClient,
  given: WorklistQuery,
  user: SignedIn,
  now: Date,
): Promise<Prisma.Sql> {
  const query = numbersRead(given)
  const lanes = lanesOf(query, user)
  const keys = keysOf(user, lanes.everybodys)
  const asked = {
    ...query,
    ...periodFrom(query.sort, query.cursor, query),
    // What a lane or an order's own bounds say is not said twice: PostgreSQL would take it to be twice as rare.
    ...(lanes.byStatus && { status: undefined }),
    ...(query.sort === 'priority' && query.priority?.length === 1 && { priority: undefined }),
  }
  const list: List = {
    lanes,
    keys,
    conditions: [
      ...lanes.scope,
      ...conditionsOf(asked, user, now, lanes.everybodys),
      ...ranksFrom(query.sort, query.cursor, query.priority),
    ],
    order: orderOf(query.sort, query.cursor, keys),
  }
  const rows = query.limit + 1
  const page = query.text
    ? searched(list, rows, query.text, user, await rarityOf(database, query.text))
    : inOrder(list, rows)
  return sql`SELECT page.*, t."record", t."stuckSince" FROM (${page}) page JOIN "Ticket" t ON t."id" = page."id"
    ORDER BY ${list.order.by}`
}

interface List {
  lanes: Lanes
  keys: Keys
  conditions: Prisma.Sql[]
  order: ReturnType<typeof orderOf>
}

function inOrder(list: List, rows: number): Prisma.Sql {
  const { lanes, keys, order } = list
  const { groups, everybodys, few, byStatus } = lanes
  if (few) return gathered(list, groups, [], rows)
  if (!order.nothingDue || byStatus) return walked(list, [], order, rows)
  // What has something due comes first or between, and is as little as is unfinished; all the rest is in one order.
  const isDue = sql`${keys.dueAt} IS NOT NULL`
  const due = everybodys ? walked(list, [isDue], order, rows) : gathered(list, groups, [isDue], rows)
  const rest = walked(list, [sql`${keys.dueAt} IS NULL`], order.nothingDue, rows)
  return sql`(${due}) UNION ALL (${rest}) ORDER BY ${order.by} LIMIT ${rows}`
}

/** Each lane is asked for no more than all of them, and of that the merge reads only what it needs. */
function walked({ lanes, keys, conditions }: List, further: Prisma.Sql[], { by, after }: Ordered, rows: number) {
  const page = sql`ORDER BY ${by} LIMIT ${rows}`
  const each = lanes.each.map(
    (lane) =>
      sql`(SELECT ${placed(keys)} FROM "Ticket" t WHERE ${all([lane, ...further, ...conditions, ...after])} ${page})`,
  )
  return each.length === 1 ? sql`${each[0]}` : sql`${Prisma.join(each, ' UNION ALL ')} ${page}`
}

/** OFFSET 0 keeps the order out of it, so that they are found by what makes them few. */
function gathered({ keys, conditions, order }: List, groups: Prisma.Sql[], further: Prisma.Sql[], rows?: number) {
  const each = groups.map(
    (group) => sql`SELECT "id", "number", "openedAt", ${keys.dueAt}, "priority" FROM "Ticket" t
      WHERE ${all([group, ...further, ...conditions])}`,
  )
  return sql`SELECT ${placed(keys)} FROM (${Prisma.join(each, ' UNION ALL ')} OFFSET 0) t
    WHERE ${all(order.after)} ORDER BY ${order.by} ${rows === undefined ? Prisma.empty : sql`LIMIT ${rows}`}`
}

/** So many tickets are looked at on the way: of a million, about as long as all are gathered of which these show one page. */
const nearby = 8000

/**
 * A page of common words is met among the next tickets of the list. Those that hold a rare one are all gathered, and the
 * other words looked for in their order until the page is full. Words that are common and seldom together, or only far
 * from here, fill no page on the way, and are then found as rare ones are.
 */
function searched(list: List, rows: number, words: readonly string[], user: SignedIn, { rarest, share }: Rarity) {
  const page = sql`ORDER BY ${list.order.by} LIMIT ${rows}`
  const others = words.filter((word) => word !== rarest)
  const holding = gathered(list, [either(list.lanes.groups)], wordsOf([rarest], user, rarest))
  const far = sql`SELECT * FROM (${holding}) t WHERE ${all(wordsOf(others, user))} ${page}`
  if (share * nearby < rows) return far
  return sql`WITH next AS MATERIALIZED (${inOrder(list, nearby)}),
    near AS MATERIALIZED (SELECT * FROM next t WHERE ${all(wordsOf(words, user))} ${page}),
    far AS (${far})
    SELECT * FROM near WHERE (SELECT count(*) FROM near) = ${rows} OR (SELECT count(*) FROM next) < ${nearby}
    UNION ALL
    SELECT * FROM far WHERE (SELECT count(*) FROM near) < ${rows} AND (SELECT count(*) FROM next) = ${nearby}
    ${page}`
}
