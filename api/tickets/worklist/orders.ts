import { z } from 'zod'
import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { priorities } from '../../../domain/promises/subject.ts'
import { instant } from '../../../http/fields.ts'
import { notACursor, type Position, positionOf } from '../../../http/paging.ts'
import { Prisma } from '../../../prisma/client/client.ts'

const { sql } = Prisma

export const sorts = ['newest', 'oldest', 'nextDueAt', 'priority'] as const
type Sort = (typeof sorts)[number]

/** What of a row every order is made of. */
export interface Placed {
  number: string
  openedAt: Date
  nextDueAt: Date | null
  priority: string
}

/** The same as what the indexes are made of. */
export interface Keys {
  /** The column itself, and the key: what has nothing due comes last. */
  dueAt: Prisma.Sql
  due: Prisma.Sql
  opened: Prisma.Sql
}

/**
 * As the indexes of the migrations spell it, or they are not used. LEAST and coalesce say the same here, since `infinity`
 * is the latest instant. Everybody's are spelt in one way and those that begin with a customer or a person in the other:
 * with one for both, PostgreSQL would look for a small customer's tickets among everybody's. A customer's due is that of
 * promises alone: our own targets are not for customers to know.
 */
export function keysOf({ role }: SignedIn, everybodys: boolean): Keys {
  const dueAt = role === 'customer' ? sql`"promisedDueAt"` : sql`"nextDueAt"`
  if (everybodys) return { dueAt, due: sql`LEAST(${dueAt}, 'infinity')`, opened: sql`LEAST("openedAt", 'infinity')` }
  return { dueAt, due: sql`coalesce(${dueAt}, 'infinity')`, opened: sql`"openedAt"` }
}

/** Written out, as in the indexes. */
const rankOf = (priority: Prisma.Sql) =>
  sql`array_position(${Prisma.raw(`'{${priorities.join()}}'::text[]`)}, ${priority})`
const rank = rankOf(sql`"priority"`)
const ranked: readonly string[] = priorities
const rankOfName = (name: string) => ranked.indexOf(name) + 1

/** By names of `placed`; and a place, with what comes after it. */
interface Sequence {
  by: string
  from(keys: Keys, ...values: string[]): Prisma.Sql
}

/**
 * Each ends in the number, so that no two tickets share a place, and before it in the opening, so that a period is found
 * within any order. A cursor holds the values in their order.
 */
interface Order extends Sequence {
  values: z.ZodType<string>[]
  placeOf(row: Placed): string[]
  /** What has nothing due, which is nearly all: the same order, as the indexes have it. */
  nothingDue?: Sequence
  /** The opening of a place after which all are opened later, or for the newest earlier. */
  reached?(...values: string[]): string | undefined
}

const dueValue = instant.or(z.literal('infinity'))
const dueOf = ({ nextDueAt }: Placed) => nextDueAt?.toISOString() ?? 'infinity'
const openedOf = ({ openedAt }: Placed) => openedAt.toISOString()

const orders: Record<Sort, Order> = {
  newest: {
    by: '"opened" DESC, "number" DESC',
    values: [instant],
    from: ({ opened }, at, number) => sql`(${opened}, "number") <= (${at}::timestamptz, ${number})`,
    placeOf: (row) => [openedOf(row)],
    reached: (at) => at,
  },
  oldest: {
    by: '"opened", "number"',
    values: [instant],
    from: ({ opened }, at, number) => sql`(${opened}, "number") >= (${at}::timestamptz, ${number})`,
    placeOf: (row) => [openedOf(row)],
    reached: (at) => at,
  },
  nextDueAt: {
    by: '"due", "opened", "number"',
    values: [dueValue, instant],
    from: ({ due, opened }, dueAt, at, number) =>
      sql`(${due}, ${opened}, "number") >= (${dueAt}::timestamptz, ${at}::timestamptz, ${number})`,
    placeOf: (row) => [dueOf(row), openedOf(row)],
    nothingDue: {
      by: '"opened", "number"',
      from: ({ opened }, dueAt, at, number) =>
        dueAt === 'infinity' ? sql`(${opened}, "number") >= (${at}::timestamptz, ${number})` : sql`TRUE`,
    },
    reached: (dueAt, at) => (dueAt === 'infinity' ? at : undefined),
  },
  priority: {
    by: '"rank", "due", "opened", "number"',
    values: [z.enum(priorities), dueValue, instant],
    from: ({ due, opened }, priority, dueAt, at, number) => sql`(${rank}, ${due}, ${opened}, "number")
      >= (${rankOf(sql`${priority}`)}, ${dueAt}::timestamptz, ${at}::timestamptz, ${number})`,
    placeOf: (row) => [row.priority, dueOf(row), openedOf(row)],
    nothingDue: {
      by: '"rank", "opened", "number"',
      from: ({ opened }, priority, dueAt, at, number) =>
        dueAt === 'infinity'
          ? sql`(${rank}, ${opened}, "number") >= (${rankOf(sql`${priority}`)}, ${at}::timestamptz, ${number})`
          : sql`${rank} >= ${rankOf(sql`${priority}`)}`,
    },
  },
}

/** Which ticket it is, the columns that a place is made of, and those that are ordered by: all of them stand in indexes. */
export function placed({ dueAt, due, opened }: Keys): Prisma.Sql {
  return sql`"id", "number", "openedAt", ${dueAt} AS "nextDueAt", "priority", ${due} AS "due", ${opened} AS "opened", ${rank} AS "rank"`
}

/** An order, and what of it the page before left. */
export interface Ordered {
  by: Prisma.Sql
  after: Prisma.Sql[]
}

/** Throws for a cursor of another order, since its values mean something else here. */
function placeIn(sort: Sort, cursor: string | undefined): string[] | undefined {
  const { values } = orders[sort]
  const position = positionOf(cursor, values.length + 2)
  if (position === undefined) return undefined
  const [of, ...place] = position
  if (of !== sort || values.some((value, index) => !value.safeParse(place[index]).success)) throw notACursor()
  return place
}

export function orderOf(sort: Sort, cursor: string | undefined, keys: Keys): Ordered & { nothingDue?: Ordered } {
  const { nothingDue, ...all } = orders[sort]
  const place = placeIn(sort, cursor)
  const ordered = ({ by, from }: Sequence): Ordered => ({
    by: Prisma.raw(by),
    // Not by `>`: PostgreSQL judges how many come after by the first value alone, and nothing is due later than never.
    after: place ? [from(keys, ...place), sql`"number" <> ${place.at(-1)}`] : [],
  })
  return { ...ordered(all), ...(nothingDue && { nothingDue: ordered(nothingDue) }) }
}

interface Period {
  openedFrom?: string | undefined
  openedBefore?: string | undefined
}

/** Less what a cursor in it says already: of the two, PostgreSQL would begin at the one that is further from the page. */
export function periodFrom(sort: Sort, cursor: string | undefined, { openedFrom, openedBefore }: Period): Period {
  const at = Date.parse(orders[sort].reached?.(...(placeIn(sort, cursor) ?? [])) ?? '')
  if (sort === 'newest')
    return { openedFrom, openedBefore: at < Date.parse(openedBefore ?? '') ? undefined : openedBefore }
  return { openedFrom: at >= Date.parse(openedFrom ?? '') ? undefined : openedFrom, openedBefore }
}

/** The priorities between which that order begins and ends; the beginning unless a cursor is further. */
export function ranksFrom(sort: Sort, cursor: string | undefined, asked: readonly string[] | undefined): Prisma.Sql[] {
  if (sort !== 'priority' || asked === undefined) return []
  const ranks = asked.map(rankOfName)
  const first = Math.min(...ranks)
  const [reached] = placeIn(sort, cursor) ?? []
  const from = reached !== undefined && rankOfName(reached) >= first ? [] : [sql`${rank} >= ${first}::int`]
  return [...from, sql`${rank} <= ${Math.max(...ranks)}::int`]
}

export function positionIn(sort: Sort): (row: Placed) => Position {
  return (row) => [sort, ...orders[sort].placeOf(row), row.number]
}
