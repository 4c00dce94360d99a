import { Prisma } from '../prisma/client/client.ts'

/**
 * Several things in one row, so that what belongs together costs one statement: the columns of each are named after it,
 * as `contract.id`. The words are those of the schema, never what somebody sent.
 */
export type Joined = Record<string, unknown>

/** A name of the schema's or ours: a table, a column. */
export function named(name: string): Prisma.Sql {
  return Prisma.raw(`"${name}"`)
}

/** For SELECT: the columns of what is joined under the name of `thing`; its `id` is among them. */
export function columnsOf(thing: string, columns: readonly string[]): Prisma.Sql {
  return Prisma.raw(columns.map((column) => `"${thing}"."${column}" AS "${thing}.${column}"`).join(', '))
}

/** For SELECT, after those: what is reckoned from it. */
export function reckonedOf(thing: string, reckoned: Readonly<Record<string, string>> = {}): Prisma.Sql {
  return Prisma.raw(
    Object.entries(reckoned)
      .map(([name, sql]) => `, ${sql} AS "${thing}.${name}"`)
      .join(''),
  )
}

/** What was selected of it; undefined where nothing was joined. */
export function thingIn<T extends object>(row: Joined, thing: string): T | undefined {
  const prefix = `${thing}.`
  if (row[`${prefix}id`] === null) return undefined
  const own = Object.entries(row).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value])) as T
}
