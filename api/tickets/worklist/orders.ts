import { z } from 'zod'
import { priorities } from '../../../domain/promises/subject.ts'
import { instant } from '../../../http/fields.ts'
import { notACursor, type Position, positionOf } from '../../../http/paging.ts'
import { Prisma } from '../../../prisma/client/client.ts'

export const sorts = ['newest', 'oldest', 'nextDueAt', 'priority'] as const
export type Sort = (typeof sorts)[number]

/** What of a row every order is made of. */
export interface Placed {
  number: string
  openedAt: Date
  nextDueAt: Date | null
  priority: string
}

/** Each ends in the number, so that no two tickets share a place. A cursor holds the values in their order. */
interface Order {
  by: Prisma.Sql
  values: z.ZodType<string>[]
  /** What comes after a place. */
  after(...values: string[]): Prisma.Sql
  placeOf(row: Placed): string[]
}

// As the index of the migration says it, or it is not used. A ticket without a promise to keep comes last.
export const dueOrNever = Prisma.sql`coalesce("nextDueAt", 'infinity')`
const rank = (priority: Prisma.Sql) => Prisma.sql`array_position(${[...priorities]}::text[], ${priority})`
const priorityRank = rank(Prisma.sql`"priority"`)

const due = instant.or(z.literal('infinity'))
const dueOf = ({ nextDueAt }: Placed) => nextDueAt?.toISOString() ?? 'infinity'

const orders: Record<Sort, Order> = {
  newest: {
    by: Prisma.sql`"openedAt" DESC, "number" DESC`,
    values: [instant],
    after: (openedAt, number) => Prisma.sql`("openedAt", "number") < (${openedAt}::timestamptz, ${number})`,
    placeOf: ({ openedAt }) => [openedAt.toISOString()],
  },
  oldest: {
    by: Prisma.sql`"openedAt", "number"`,
    values: [instant],
    after: (openedAt, number) => Prisma.sql`("openedAt", "number") > (${openedAt}::timestamptz, ${number})`,
    placeOf: ({ openedAt }) => [openedAt.toISOString()],
  },
  nextDueAt: {
    by: Prisma.sql`${dueOrNever}, "number"`,
    values: [due],
    after: (at, number) => Prisma.sql`(${dueOrNever}, "number") > (${at}::timestamptz, ${number})`,
    placeOf: (row) => [dueOf(row)],
  },
  priority: {
    by: Prisma.sql`${priorityRank}, ${dueOrNever}, "number"`,
    values: [z.enum(priorities), due],
    after: (priority, at, number) =>
      Prisma.sql`(${priorityRank}, ${dueOrNever}, "number") > (${rank(Prisma.sql`${priority}`)}, ${at}::timestamptz, ${number})`,
    placeOf: (row) => [row.priority, dueOf(row)],
  },
}

export function orderBy(sort: Sort): Prisma.Sql {
  return orders[sort].by
}

/** What the page before left; throws for a cursor of another order, since its values mean something else here. */
export function afterCursor(sort: Sort, cursor: string | undefined): Prisma.Sql[] {
  const { values, after } = orders[sort]
  const position = positionOf(cursor, values.length + 2)
  if (position === undefined) return []
  const [of, ...place] = position
  if (of !== sort || values.some((value, index) => !value.safeParse(place[index]).success)) throw notACursor()
  return [after(...place)]
}

export function positionIn(sort: Sort): (row: Placed) => Position {
  return (row) => [sort, ...orders[sort].placeOf(row), row.number]
}
