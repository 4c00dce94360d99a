import type { CalendarRef, CoverageByCalendar } from '../time/coverage.ts'
import type { Metric } from './metrics.ts'
import { dueAt, elapsed, instantAtPercent, type Target, targetSeconds, workingTimeOf } from '../time/working-time.ts'
import type { Tier } from '../people/tiers.ts'
import type { Instant, Interval } from '../time/instant.ts'

/** Why a clock stands still; `resolved` is the time between a repair and the reopening that undid it (SLA 12). */
export const pauseReasons = ['customer', 'parts', 'supplier', 'agreedWindow'] as const
export type PauseReason = (typeof pauseReasons)[number]

/** SLA 2: a clock is what was written down about it, never a counter. */
export type LedgerEntry =
  | { type: 'start'; at: Instant }
  | { type: 'pause'; at: Instant; reason: PauseReason }
  | { type: 'resume'; at: Instant }
  | { type: 'stop'; at: Instant; why: StopReason }
  | { type: 'reopen'; at: Instant }
  | { type: 'retarget'; at: Instant; from: Target }

/** `met` says that the promised act was done (in time or late); the others leave no figure (SLA 13). */
export type StopReason = 'met' | 'withdrawn' | 'cancelled'

/** SLA 17. Its instant is the due instant, whenever it was noticed; a change of target cannot be broken before it was made. */
export interface Breach {
  at: Instant
  noticedAt: Instant
  cause: 'late' | 'retarget'
  ownerId?: string
  tier: Tier
}

export interface ClockTerms {
  target: Target
  calendar: CalendarRef
  source: string
}

/** SLA 1: one promise of one ticket. */
export interface Clock extends ClockTerms {
  /** `response/1`, `resolution@headquarters/1`: metric, tier and cycle. */
  id: string
  metric: Metric
  tier?: Tier
  cycle: number
  /** Counts the re-targets, so that each threshold acts once per revision (SLA 15). */
  revision: number
  ledger: LedgerEntry[]
  /** The highest threshold that has acted in this revision, in percent of the target. */
  reached: number
  /** Somebody has worked on the ticket since this clock's last page: its repeats stop, the clock does not (SLA 16). */
  acknowledged: boolean
  breach?: Breach
}

export function clockId(metric: Metric, tier: Tier | undefined, cycle: number): string {
  return `${metric}${tier ? `@${tier}` : ''}/${cycle}`
}

export function startedAt(clock: Clock): Instant {
  const start = clock.ledger[0]
  if (start === undefined) throw new Error(`Clock ${clock.id} never started`)
  return start.at
}

function latest<T extends LedgerEntry['type']>(clock: Clock, types: readonly T[]) {
  return clock.ledger.findLast((entry): entry is Extract<LedgerEntry, { type: T }> => types.includes(entry.type as T))
}

export function stopOf(clock: Clock): { at: Instant; why: StopReason } | undefined {
  const entry = latest(clock, ['stop', 'reopen'])
  return entry?.type === 'stop' ? entry : undefined
}

export function openPauseOf(clock: Clock): { at: Instant; reason: PauseReason } | undefined {
  const entry = latest(clock, ['pause', 'resume', 'stop'])
  return entry?.type === 'pause' ? entry : undefined
}

export function isRunning(clock: Clock): boolean {
  return stopOf(clock) === undefined && openPauseOf(clock) === undefined
}

export function lastRetargetOf(clock: Clock): Instant | undefined {
  return latest(clock, ['retarget'])?.at
}

/** The intervals that do not count, closed ones only: pauses, and the time it stood resolved. */
export function pausesOf(clock: Clock): Interval[] {
  const pauses: Interval[] = []
  let since: Instant | undefined
  for (const entry of clock.ledger) {
    if (entry.type === 'pause' || entry.type === 'stop') since ??= entry.at
    if ((entry.type === 'resume' || entry.type === 'reopen') && since !== undefined) {
      pauses.push([since, entry.at])
      since = undefined
    }
  }
  return pauses
}

/** The instant at which the clock stands, if it does: it was stopped, or is paused since then. */
export function standsSince(clock: Clock): Instant | undefined {
  return openPauseOf(clock)?.at ?? stopOf(clock)?.at
}

/** Working seconds used so far; what a stopped or paused clock shows does not grow. */
export function elapsedOf(clock: Clock, coverage: CoverageByCalendar, at: Instant): number {
  const until = Math.min(at, standsSince(clock) ?? at)
  return elapsed(workingTimeOf(clock.calendar, coverage), startedAt(clock), pausesOf(clock), until)
}

/**
 * SLA 2: the inverse of elapsed; what a met clock was due. Undefined while the clock is paused, since its due moves,
 * and while the due lies past the known calendar.
 */
export function dueOf(clock: Clock, coverage: CoverageByCalendar): Instant | undefined {
  if (openPauseOf(clock)) return undefined
  return dueAt(workingTimeOf(clock.calendar, coverage), clock.target, startedAt(clock), pausesOf(clock))
}

/** R2.9: the due lies past the last year whose public holidays are published. */
export function isProvisional(clock: Clock, coverage: CoverageByCalendar): boolean {
  const due = dueOf(clock, coverage)
  const { provisionalFrom } = coverage[clock.calendar] ?? {}
  return due !== undefined && provisionalFrom !== undefined && due >= provisionalFrom
}

export function targetSecondsOf(clock: Clock, coverage: CoverageByCalendar): number | undefined {
  return targetSeconds(workingTimeOf(clock.calendar, coverage), clock.target, startedAt(clock))
}

/**
 * When the clock reaches so many percent of its target: undefined when it stands still before, or that lies past the
 * known calendar. At 100 and above the promise is late only after the due second (SLA 17: at the due instant is met).
 */
export function reachesAt(clock: Clock, percent: number, coverage: CoverageByCalendar): Instant | undefined {
  const time = workingTimeOf(clock.calendar, coverage)
  const instant = instantAtPercent(time, clock.target, startedAt(clock), pausesOf(clock), percent)
  if (instant === undefined) return undefined
  const acts = percent < 100 ? instant : instant + 1
  const still = standsSince(clock)
  return still !== undefined && acts > still ? undefined : acts
}

/** The state a reader sees. A late finish and an overdue one are both `breached` (SLA 17). */
export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'stopped'

export function clockStateOf(clock: Clock): ClockState {
  if (clock.breach) return 'breached'
  const stop = stopOf(clock)
  if (stop) return stop.why === 'met' ? 'met' : 'stopped'
  return openPauseOf(clock) ? 'paused' : 'running'
}
