import { z } from 'zod'
import { Fault } from './faults.ts'
import { unsound } from './sound.ts'

/** Add it to a list's query: `z.strictObject({ ...pageQuery, … })`. */
export const pageQuery = {
  limit: z.coerce
    .number({ error: 'Expected 1 to 100' })
    .int({ error: 'Expected a whole number' })
    .min(1, { error: 'At least 1' })
    .max(100, { error: 'At most 100' })
    .default(50)
    .meta({ description: 'How many at most' }),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,400}$/, { error: 'Not a cursor: give the nextCursor of the page before' })
    .optional()
    .meta({ description: 'The nextCursor of the page before' }),
}

/** Where a page ended: the values that the list is ordered by, the id last. */
export type Position = string[]

/** Throws a 400 for what no list here has given out, text that no table holds among it. */
export function positionOf(cursor: string | undefined, length: number): Position | undefined {
  if (cursor === undefined) return undefined
  const position = z.array(z.string()).length(length).safeParse(decoded(cursor))
  if (!position.success || unsound(position.data).length > 0) throw notACursor()
  return position.data
}

/** For Prisma: the page's rows in the order of their ids, and one more. */
export function pageById({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const [after] = positionOf(cursor, 1) ?? []
  return { where: after === undefined ? {} : { id: { gt: after } }, orderBy: { id: 'asc' as const }, take: limit + 1 }
}

/** Give it one row more than the limit: that one only says that there is a next page. */
export function pageOf<Row>(rows: Row[], limit: number, position: (row: Row) => Position) {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? Buffer.from(JSON.stringify(position(last))).toString('base64url') : null }
}

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() })
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

export function notACursor(): Fault {
  return Fault.invalid({ field: 'cursor', message: 'Not a cursor of this list' })
}
