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

/**
 * Each ends in the number, so that no two tickets share a place, and before it in the opening, so that a period is found
 * within any order. A cursor holds the values in their order.
 */
interface Order {
  /** By names of `placed`. */
  by: string
  values: z.ZodType<string>[]
  /** A place, and what comes after it. */
  from(keys: Keys, ...values: string[]): Prisma.Sql
  placeOf(row: Placed): string[]
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
  },
  oldest: {
    by: '"opened", "number"',
    values: [instant],
    from: ({ opened }, at, number) => sql`(${opened}, "number") >= (${at}::timestamptz, ${number})`,
    placeOf: (row) => [openedOf(row)],
  },
  nextDueAt: {
    by: '"due", "opened", "number"',
    values: [dueValue, instant],
    from: ({ due, opened }, dueAt, at, number) =>
      sql`(${due}, ${opened}, "number") >= (${dueAt}::timestamptz, ${at}::timestamptz, ${number})`,
    placeOf: (row) => [dueOf(row), openedOf(row)],
  },
  priority: {
    by: '"rank", "due", "opened", "number"',
    values: [z.enum(priorities), dueValue, instant],
    from: ({ due, opened }, priority, dueAt, at, number) => sql`(${rank}, ${due}, ${opened}, "number")
      >= (${rankOf(sql`${priority}`)}, ${dueAt}::timestamptz, ${at}::timestamptz, ${number})`,
    placeOf: (row) => [row.priority, dueOf(row), openedOf(row)],
  },
}

export function orderBy(sort: Sort): Prisma.Sql {
  return Prisma.raw(orders[sort].by)
}

/** The columns that a place is made of, and those that are ordered by. */
export function placed({ dueAt, due, opened }: Keys): Prisma.Sql {
  return sql`"number", "openedAt", ${dueAt} AS "nextDueAt", "priority", ${due} AS "due", ${opened} AS "opened", ${rank} AS "rank"`
}

/** What the page before left; throws for a cursor of another order, since its values mean something else here. */
export function afterCursor(sort: Sort, cursor: string | undefined, keys: Keys): Prisma.Sql[] {
  const { values, from } = orders[sort]
  const position = positionOf(cursor, values.length + 2)
  if (position === undefined) return []
  const [of, ...place] = position
  if (of !== sort || values.some((value, index) => !value.safeParse(place[index]).success)) throw notACursor()
  // Not by `>`: PostgreSQL judges how many come after by the first value alone, and nothing is due later than never.
  return [from(keys, ...place), sql`"number" <> ${place.at(-1)}`]
}

export function positionIn(sort: Sort): (row: Placed) => Position {
  return (row) => [sort, ...orders[sort].placeOf(row), row.number]
}
