import type { CoverageByCalendar } from '../time/coverage.ts'
import type { Instant } from '../time/instant.ts'
import { dueAt, workingTimeOf } from '../time/working-time.ts'
import type { Owed } from './owed.ts'
import type { Policy, PolicyRow } from './policy.ts'
import { type About, periodAt } from './subject.ts'

/** Why a row of the promise in question does not hold for a ticket. */
const mismatches = ['kind', 'class', 'priority', 'system', 'channel', 'phase', 'importantPeriod'] as const
type Mismatch = (typeof mismatches)[number]

/** `overridden`: by a row of the important period; `outranked`: the contract puts another first; `later`: it falls due after the one that won. */
export const verdicts = ['won', 'later', 'outranked', 'overridden', ...mismatches] as const
export type Verdict = (typeof verdicts)[number]

/** A row that promises what is in question, and what became of it. */
export interface Weighed {
  row: PolicyRow
  /** From when it would count, and when it would fall due if nothing paused it; undefined past the known calendar. */
  from: Instant
  dueAt: Instant | undefined
  verdict: Verdict
}

/** What is promised and what the desk sets itself never take each other's place: each is chosen among its own (SLA 24). */
export type Question = Pick<Owed, 'metric' | 'tier' | 'from'> & { internal?: boolean }

/**
 * R2: of the rows that hold, those of the important period before all others, then those that the contract ranks first,
 * then the strictest: the one that falls due first. A due past the known calendar is less strict than any that is known;
 * of equals the first stands. A higher class is not always the stricter row, so no class is preferred.
 */
export function weighed(policy: Policy, owed: Question, about: About, coverage: CoverageByCalendar): Weighed[] {
  const all = rowsOf(policy, owed).map(({ row, from }) => {
    const due = dueAt(workingTimeOf(row.calendar, coverage), row.target, from, [])
    return { row, from, dueAt: due, mismatch: mismatchOf(row, about, from) }
  })
  const holding = all.filter(({ mismatch }) => mismatch === undefined)
  const important = holding.filter(({ row }) => row.importantPeriod)
  const standing = important.length > 0 ? important : holding
  const first = Math.min(...standing.map(({ row }) => rankOf(row)))
  const ranked = standing.filter(({ row }) => rankOf(row) === first)
  const won = ranked.reduce<(typeof all)[number] | undefined>(
    (best, one) => (best === undefined || dueIn(one) < dueIn(best) ? one : best),
    undefined,
  )
  return all.map((one) => {
    const { mismatch, ...known } = one
    if (mismatch) return { ...known, verdict: mismatch }
    if (!standing.includes(one)) return { ...known, verdict: 'overridden' }
    if (!ranked.includes(one)) return { ...known, verdict: 'outranked' }
    return { ...known, verdict: one === won ? 'won' : 'later' }
  })
}

/** The one row that holds, and from when it counts; undefined where the plan promises nothing of it (R2: none is invented). */
export function chosen(
  policy: Policy,
  owed: Question,
  about: About,
  coverage: CoverageByCalendar,
): Weighed | undefined {
  const rows = rowsOf(policy, owed)
  return rows.length === 0 ? undefined : weighed(policy, owed, about, coverage).find(({ verdict }) => verdict === 'won')
}

/** SLA 9: each counts from its own anchor, as far as that has come. */
function rowsOf(
  { rows }: Policy,
  { metric, tier, from, internal = false }: Question,
): { row: PolicyRow; from: Instant }[] {
  return rows.flatMap((row) => {
    const at = from[row.anchor]
    const isMeant = row.metric === metric && row.tier === tier && (row.internal ?? false) === internal
    return isMeant && at !== undefined ? [{ row, from: at }] : []
  })
}

function mismatchOf(row: PolicyRow, about: About, from: Instant): Mismatch | undefined {
  const { systemId, phase } = about
  if (!among(row.kinds, about.kind)) return 'kind'
  if (!among(row.classes, about.class)) return 'class'
  if (!among(row.priorities, about.priority)) return 'priority'
  if (!among(row.channels, about.channel)) return 'channel'
  if (row.systems && !(systemId && row.systems.includes(systemId))) return 'system'
  if (row.phases && !(phase && row.phases.includes(phase))) return 'phase'
  return row.importantPeriod && periodAt(about, from) === undefined ? 'importantPeriod' : undefined
}

function among<T>(named: readonly T[] | undefined, one: T): boolean {
  return named?.includes(one) ?? true
}

function rankOf({ rank }: PolicyRow): number {
  return rank ?? Number.POSITIVE_INFINITY
}

function dueIn({ dueAt: due }: { dueAt: Instant | undefined }): number {
  return due ?? Number.POSITIVE_INFINITY
}
