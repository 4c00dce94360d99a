import { isStaff } from '../../../domain/people/actors.ts'
import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { unfinishedStatuses } from '../../../domain/ticket/state.ts'
import { Prisma } from '../../../prisma/client/client.ts'
import { either } from './conditions.ts'
import type { ByNumber } from './numbers.ts'
import type { Filters } from './query.ts'

const { sql } = Prisma

/** How a list is read, so that a page costs what it shows, wherever it lies. */
export interface Lanes {
  /** Conditions of which no ticket meets two, each the beginning of an index that goes on in the list's order. */
  each: Prisma.Sql[]
  /** The same lanes, with all customers in one, for what is gathered. */
  groups: Prisma.Sql[]
  /** What the reader may not see is left out of every one. */
  scope: Prisma.Sql[]
  /** Through the tickets of all customers. */
  everybodys: boolean
  /** So few by their meaning that they are gathered first and sorted then. Walking in order, one may miss them all. */
  few: boolean
  /** Each lane is an unfinished status, whose indexes have every order as it is. */
  byStatus: boolean
}

/** Each lane is planned by itself, which costs more than it saves where somebody serves half of all customers. */
const mostLanes = 24

export function lanesOf(query: ByNumber<Filters>, user: SignedIn): Lanes {
  const { customers, groups } = customersOf(query, user)
  const narrower = isStaff(user) ? narrowerThanCustomers(query, user) : undefined
  const many = customers === undefined || customers.length > mostLanes
  const everybodys = many && narrower === undefined
  const lanes = { groups, scope: [], everybodys, few: areFew(query, everybodys), byStatus: false }
  const scope = customers ? [unindexed(either(groups))] : []
  if (narrower) return { ...lanes, each: narrower, groups: [either(narrower)], scope }
  if (!many) return { ...lanes, each: customers }
  const statuses = unfinishedOf(query)
  if (statuses.length === 0) return { ...lanes, each: [sql`TRUE`], scope }
  return { ...lanes, each: statuses.map((status) => sql`"status" = ${status}`), scope, byStatus: true }
}

/** As api/shared/scope.ts says of one: what is nobody's so far is for all of our staff (SLA 24). No customers: all. */
function customersOf(query: Filters, user: SignedIn): { customers?: Prisma.Sql[]; groups: Prisma.Sql[] } {
  const { customerIds } = user
  const asked = query.customerId && [...new Set(query.customerId)]
  const seen = customerIds === 'all' ? asked : (asked ?? customerIds).filter((id) => customerIds.includes(id))
  if (seen === undefined) return { groups: [sql`TRUE`] }
  const nobodys = asked === undefined && isStaff(user) ? [sql`"customerId" IS NULL`] : []
  const customers = [...seen.map((id) => sql`"customerId" = ${id}`), ...nobodys]
  if (customers.length === 0) return { customers: [sql`FALSE`], groups: [sql`FALSE`] }
  return { customers, groups: [...(seen.length > 0 ? [sql`"customerId" = ANY(${seen}::text[])`] : []), ...nobodys] }
}

/** Who has them, or whose they are where that also says which customer's. */
function narrowerThanCustomers(query: Filters, user: SignedIn): Prisma.Sql[] | undefined {
  const { mine, assigneeId, systemId, reporterId } = query
  const lanes = (ids: string[], lane: (id: string) => Prisma.Sql) => [...new Set(ids)].map(lane)
  if (mine || assigneeId) return lanes(assigneeId ?? [user.id], (id) => sql`"assigneeId" = ${id}`)
  if (reporterId) return lanes(reporterId, (id) => sql`"reporterId" = ${id} AND ${ofOne(sql`"Contact"`, id, user)}`)
  return systemId && lanes(systemId, (id) => sql`"systemId" = ${id} AND ${ofOne(sql`"System"`, id, user)}`)
}

/** Its customer's, once looked up; where that is nobody whom the reader serves, nothing else is. */
function ofOne(table: Prisma.Sql, id: string, { customerIds }: SignedIn): Prisma.Sql {
  const customer = sql`"customerId" = (SELECT "customerId" FROM ${table} WHERE "id" = ${id})`
  if (customerIds === 'all') return customer
  return sql`${customer} AND EXISTS (SELECT FROM ${table} WHERE "id" = ${id} AND "customerId" = ANY(${customerIds}))`
}

/** So written, no index is asked for all that somebody may see. */
const unindexed = (scope: Prisma.Sql) => sql`coalesce(${scope}, FALSE)`

/** One ticket, or what is late, called for or due: a part of what is unfinished. All that is unfinished is few of somebody's. */
function areFew(query: ByNumber<Filters>, everybodys: boolean): boolean {
  const { number, numberPrefix = '', numbersBegin = [], called, overdue, status, dueBefore } = query
  const oneOrSome =
    number !== undefined || [numberPrefix, ...numbersBegin].some(({ length }) => length >= fewHaveSoLong)
  const unfinished = status?.every(isUnfinished) === true && !everybodys
  return oneOrSome || called === true || overdue === true || dueBefore !== undefined || unfinished
}

/** Of a number such as T-2026-000123: at most some thousand go on after so much of it. */
const fewHaveSoLong = 10

const isUnfinished = (status: string) => unfinishedStatuses.some((name) => name === status)

function unfinishedOf({ status }: Filters): string[] {
  return status?.every(isUnfinished) ? [...new Set(status)] : []
}
