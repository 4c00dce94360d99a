import { z } from 'zod'
import type { SignedIn } from '../../../domain/people/signed-in.ts'
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
  by(due: Prisma.Sql): Prisma.Sql
  values: z.ZodType<string>[]
  /** What comes after a place. */
  after(due: Prisma.Sql, ...values: string[]): Prisma.Sql
  placeOf(row: Placed): string[]
}

/**
 * As the index of the migration says it, or it is not used; a ticket without anything due comes last. A customer's is that
 * of promises alone: our own targets are not his to know.
 */
export function dueOrNever(user: Pick<SignedIn, 'role'>): Prisma.Sql {
  return Prisma.sql`coalesce(${dueColumn(user)}, 'infinity')`
}

export function dueColumn({ role }: Pick<SignedIn, 'role'>): Prisma.Sql {
  return role === 'customer' ? Prisma.sql`"promisedDueAt"` : Prisma.sql`"nextDueAt"`
}

const rank = (priority: Prisma.Sql) => Prisma.sql`array_position(${[...priorities]}::text[], ${priority})`
const priorityRank = rank(Prisma.sql`"priority"`)

const dueValue = instant.or(z.literal('infinity'))
const dueOf = ({ nextDueAt }: Placed) => nextDueAt?.toISOString() ?? 'infinity'

const orders: Record<Sort, Order> = {
  newest: {
    by: () => Prisma.sql`"openedAt" DESC, "number" DESC`,
    values: [instant],
    after: (_due, openedAt, number) => Prisma.sql`("openedAt", "number") < (${openedAt}::timestamptz, ${number})`,
    placeOf: ({ openedAt }) => [openedAt.toISOString()],
  },
  oldest: {
    by: () => Prisma.sql`"openedAt", "number"`,
    values: [instant],
    after: (_due, openedAt, number) => Prisma.sql`("openedAt", "number") > (${openedAt}::timestamptz, ${number})`,
    placeOf: ({ openedAt }) => [openedAt.toISOString()],
  },
  nextDueAt: {
    by: (due) => Prisma.sql`${due}, "number"`,
    values: [dueValue],
    after: (due, at, number) => Prisma.sql`(${due}, "number") > (${at}::timestamptz, ${number})`,
    placeOf: (row) => [dueOf(row)],
  },
  priority: {
    by: (due) => Prisma.sql`${priorityRank}, ${due}, "number"`,
    values: [z.enum(priorities), dueValue],
    after: (due, priority, at, number) =>
      Prisma.sql`(${priorityRank}, ${due}, "number") > (${rank(Prisma.sql`${priority}`)}, ${at}::timestamptz, ${number})`,
    placeOf: (row) => [row.priority, dueOf(row)],
  },
}

export function orderBy(sort: Sort, user: SignedIn): Prisma.Sql {
  return orders[sort].by(dueOrNever(user))
}

/** What the page before left; throws for a cursor of another order, since its values mean something else here. */
export function afterCursor(sort: Sort, cursor: string | undefined, user: SignedIn): Prisma.Sql[] {
  const { values, after } = orders[sort]
  const position = positionOf(cursor, values.length + 2)
  if (position === undefined) return []
  const [of, ...place] = position
  if (of !== sort || values.some((value, index) => !value.safeParse(place[index]).success)) throw notACursor()
  return [after(dueOrNever(user), ...place)]
}

export function positionIn(sort: Sort): (row: Placed) => Position {
  return (row) => [sort, ...orders[sort].placeOf(row), row.number]
}
