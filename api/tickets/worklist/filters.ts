import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { Fault } from '../../../http/faults.ts'
import { Prisma } from '../../../prisma/client/client.ts'
import type { ByNumber } from './numbers.ts'
import { keysOf } from './orders.ts'
import type { Filters } from './query.ts'

const { sql } = Prisma

/** What each ticket of the list must meet, beside what its lanes say and its words. */
export function conditionsOf(query: ByNumber<Filters>, user: SignedIn, now: Date, everybodys: boolean): Prisma.Sql[] {
  const { dueAt, opened } = keysOf(user, everybodys)
  refuseOurs(query, user)
  return [
    anyOf(sql`"status"`, query.status),
    anyOf(sql`"kind"`, query.kind),
    anyOf(sql`"class"`, query.class),
    anyOf(sql`"priority"`, query.priority),
    anyOf(sql`"tier"`, query.tier),
    anyOf(sql`"systemId"`, query.systemId),
    anyOf(sql`"reporterId"`, query.reporterId),
    anyOf(sql`"assigneeId"`, query.assigneeId),
    anyOf(sql`"number"`, query.number === undefined ? undefined : [query.number]),
    given(query.numberPrefix, begins),
    ...(query.numbersBegin ?? []).map(begins),
    flag(query.unassigned, sql`"assigneeId" IS NULL`, sql`"assigneeId" IS NOT NULL`),
    flag(query.mine, sql`"assigneeId" = ${user.id}`, sql`"assigneeId" IS DISTINCT FROM ${user.id}`),
    called(query.called, user),
    overdue(query.overdue, user, now),
    flag(query.breached, sql`"breached"`, sql`NOT "breached"`),
    flag(query.uncovered, sql`"uncovered" IS NOT NULL`, sql`"uncovered" IS NULL`),
    given(query.dueBefore, (at) => sql`${dueAt} < ${at}::timestamptz`),
    given(query.openedFrom, (at) => sql`${opened} >= ${at}::timestamptz`),
    given(query.openedBefore, (at) => sql`${opened} < ${at}::timestamptz`),
  ].flat()
}

/** Whom we call, and who of us is asking, means nothing to a customer. */
export function refuseOurs({ mine, called: waiting }: Filters, { role }: SignedIn): void {
  if (role !== 'customer') return
  const ours = { mine, called: waiting }
  const faults = Object.entries(ours).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, message: 'For our staff; by reporterId you find what you reported' }],
  )
  if (faults.length > 0) throw Fault.invalid(...faults)
}

/** `~` follows all letters, digits and dashes: a range, which an index finds whatever is known of the value. */
const begins = (prefix: string) => sql`"number" >= ${prefix} AND "number" < ${`${prefix}~`}`

function given<T>(value: T | undefined, condition: (value: T) => Prisma.Sql): Prisma.Sql[] {
  return value === undefined ? [] : [condition(value)]
}

/** One value is compared alone: only then an index keeps its order. */
function anyOf(column: Prisma.Sql, values: readonly string[] | undefined): Prisma.Sql[] {
  return given(values, ([first, ...more]) =>
    first !== undefined && more.length === 0
      ? sql`${column} = ${first}`
      : sql`${column} = ANY(${[...(values ?? [])]}::text[])`,
  )
}

function flag(value: boolean | undefined, yes: Prisma.Sql, no: Prisma.Sql): Prisma.Sql[] {
  return given(value, (is) => (is ? yes : no))
}

/** The desk, which serves on no tier, sees whoever is called. A manager is of the managers' tier, said or not. */
function called(value: boolean | undefined, { tier, role }: SignedIn): Prisma.Sql[] {
  const mine = tier ?? (role === 'manager' ? 'manager' : undefined)
  if (mine === undefined) return flag(value, sql`"calledTier" IS NOT NULL`, sql`"calledTier" IS NULL`)
  return flag(value, sql`"calledTier" = ${mine}`, sql`"calledTier" IS DISTINCT FROM ${mine}`)
}

/** SLA 17: what is done within the due second is in time. Right whether or not the breach has been written yet. */
function overdue(value: boolean | undefined, { role }: SignedIn, now: Date): Prisma.Sql[] {
  const late = new Date(now.getTime() - 1000)
  const from = role === 'customer' ? sql`"promiseLateFrom"` : sql`"overdueFrom"`
  return flag(value, sql`${from} <= ${late}`, sql`coalesce(${from}, 'infinity') > ${late}`)
}
