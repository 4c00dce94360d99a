import { z } from 'zod'
import { isStaff } from '../../../domain/people/actors.ts'
import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { tiers } from '../../../domain/people/tiers.ts'
import { priorities } from '../../../domain/promises/subject.ts'
import { unfinishedStatuses } from '../../../domain/ticket/state.ts'
import { Prisma } from '../../../prisma/client/client.ts'
import { named } from '../../../store/joined.ts'
import { all } from './conditions.ts'
import { conditionsOf, refuseOurs } from './filters.ts'
import { lanesOf } from './lanes.ts'
import type { Filters } from './query.ts'

const { sql } = Prisma

const count = z.int().min(0)
const counted = <Key extends string>(keys: readonly Key[]) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, count])) as Record<Key, typeof count>)

/** Each is what the list would hold with that filter besides, of tickets that are unfinished. */
export const countsSchema = z
  .strictObject({
    unfinished: count,
    status: counted(unfinishedStatuses),
    priority: counted(priorities),
    tier: counted(tiers),
    unassigned: count,
    overdue: count,
    breached: count,
    uncovered: count,
    mine: count.optional().meta({ description: 'For staff' }),
    called: count.optional().meta({ description: 'For staff' }),
  })
  .meta({ id: 'TicketCounts' })

export type Counts = z.output<typeof countsSchema>

/** A number of tickets for each way of counting them, of a column's value or by a filter. */
export type CountsRow = Record<string, number>

/** As many rows are read as tickets are unfinished, in one pass: what is finished has no end. */
export function countsSql(query: Filters, user: SignedIn, now: Date): Prisma.Sql {
  refuseOurs(query, user)
  const asked = query.status ?? unfinishedStatuses
  const status = unfinishedStatuses.filter((name) => asked.includes(name))
  if (status.length === 0) return sql`SELECT 0 AS "unfinished"`
  const { groups, scope, everybodys } = lanesOf({ ...query, status }, user)
  const of = (filters: Filters) => all(conditionsOf(filters, user, now, everybodys))
  const columns = waysFor(user).map(
    ([name, filters]) => sql`count(*) FILTER (WHERE ${of(filters)})::int AS ${named(name)}`,
  )
  const conditions = [...scope, ...conditionsOf({ ...query, status }, user, now, everybodys)]
  const each = groups.map((group) => sql`SELECT * FROM "Ticket" t WHERE ${all([group, ...conditions])}`)
  return sql`SELECT count(*)::int AS "unfinished", ${Prisma.join(columns)} FROM (${Prisma.join(each, ' UNION ALL ')}) t`
}

export function countsIn(row: CountsRow, user: SignedIn): Counts {
  const one = (name: string) => row[name] ?? 0
  const each = <Key extends string>(of: string, keys: readonly Key[]) =>
    Object.fromEntries(keys.map((key) => [key, one(`${of} ${key}`)])) as Record<Key, number>
  return {
    unfinished: one('unfinished'),
    status: each('status', unfinishedStatuses),
    priority: each('priority', priorities),
    tier: each('tier', tiers),
    unassigned: one('unassigned'),
    overdue: one('overdue'),
    breached: one('breached'),
    uncovered: one('uncovered'),
    ...(isStaff(user) && { mine: one('mine'), called: one('called') }),
  }
}

/** By the list's own filters, so that a count is the length of what it leads to. */
function waysFor(user: SignedIn): [string, Filters][] {
  return [
    ...unfinishedStatuses.map((name): [string, Filters] => [`status ${name}`, { status: [name] }]),
    ...priorities.map((name): [string, Filters] => [`priority ${name}`, { priority: [name] }]),
    ...tiers.map((name): [string, Filters] => [`tier ${name}`, { tier: [name] }]),
    ['unassigned', { unassigned: true }],
    ['overdue', { overdue: true }],
    ['breached', { breached: true }],
    ['uncovered', { uncovered: true }],
    ...(isStaff(user)
      ? ([
          ['mine', { mine: true }],
          ['called', { called: true }],
        ] satisfies [string, Filters][])
      : []),
  ]
}
