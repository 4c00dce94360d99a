import type { Tier } from '../people/tiers.ts'
import type { CalendarRef, CoverageByCalendar } from '../time/coverage.ts'
import type { Instant, Interval } from '../time/instant.ts'
import { dueAt, elapsed, instantAtPercent, type Target, targetSeconds, workingTimeOf } from '../time/working-time.ts'
import type { Anchor, Metric, Mode } from './metrics.ts'
import type { Owed, Pause } from './owed.ts'

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
  /** Where its row counts from; none of what a person promised. */
  anchor?: Anchor
  /** R2.9b: how it is kept, where the plan says so. */
  mode?: Mode
  /** What the work takes there, where the plan's row says so. */
  workMinutes?: number
  source: string
  /** The desk's own target, which nobody outside was promised. */
  internal?: true
}

/** SLA 1, 19: one promise of one ticket, derived from the ticket's own facts and the row that applied. */
export interface Clock extends ClockTerms {
  /** `response/1`, `resolution@headquarters/1`, `arrival@remoteFailed/1`, `desk-response/1`: whose it is, metric, tier or what began it, and cycle. */
  id: string
  metric: Metric
  tier?: Tier
  cycle: number
  startedAt: Instant
  /** From when on this target has been promised: it cannot be broken before. */
  madeAt: Instant
  stop?: NonNullable<Owed['stop']>
  pauses: Pause[]
  /** Counts the re-targets, so that each threshold acts once per revision (SLA 15). */
  revision: number
  /** The highest threshold that has acted in this revision, in percent of the target. */
  reached: number
  /** When somebody was last told of it, in whichever revision: notices keep a distance (SLA 22). */
  toldAt?: Instant
  /** Whoever was called has taken it: its repeats are held until then, the clock is not (SLA 16, 20). */
  heldUntil?: Instant
  breach?: Breach
  /** R4.3: since when it was told that it is too late to leave for it, in this revision. */
  infeasible?: Instant
  /** SLA 21: the acceptor let it pass: since when, and how often that was said. No breach, which would be ours. */
  lapsed?: { at: Instant; times: number }
}

const deskPrefix = 'desk-'

/** A target of the desk's own is another clock than what a contract promises of the same: its breach is no broken promise. */
export function clockId(
  { metric, tier, after, cycle }: Pick<Owed, 'metric' | 'tier' | 'after' | 'cycle'>,
  internal = false,
): string {
  const occasion = tier ?? after
  return `${internal ? deskPrefix : ''}${metric}${occasion ? `@${occasion}` : ''}/${cycle}`
}

/** How it is kept, as far as the plan says. */
export function mannerOf({ mode, workMinutes }: Pick<ClockTerms, 'mode' | 'workMinutes'>) {
  return { ...(mode && { mode }), ...(workMinutes !== undefined && { workMinutes }) }
}

/** The same time, counted alike, from the same instant. */
export function isSame(one: ClockTerms, other: ClockTerms): boolean {
  const { target, calendar, anchor } = other
  const sameTime = one.target.amount === target.amount && one.target.unit === target.unit && one.calendar === calendar
  return sameTime && one.anchor === anchor
}

/** SLA 24: what the desk sets itself is not promised, and no promise is broken when it is late. */
export function isBrokenPromise({ breach, internal }: Clock): boolean {
  return breach !== undefined && internal !== true
}

export function openPauseOf(clock: Clock): Pause | undefined {
  return clock.pauses.find(({ to }) => to === undefined)
}

export function isRunning(clock: Clock): boolean {
  return clock.stop === undefined && openPauseOf(clock) === undefined
}

/** The intervals that do not count, closed ones only: waits, and the time it stood resolved. */
export function closedPausesOf(clock: Clock): Interval[] {
  return clock.pauses.flatMap(({ from, to }): Interval[] => (to === undefined ? [] : [[from, to]]))
}

/** The instant at which the clock stands, if it does: it was stopped, or is paused since then. */
export function standsSince(clock: Clock): Instant | undefined {
  return openPauseOf(clock)?.from ?? clock.stop?.at
}

/** Working seconds used so far; what a stopped or paused clock shows does not grow. */
export function elapsedOf(clock: Clock, coverage: CoverageByCalendar, at: Instant): number {
  const until = Math.min(at, standsSince(clock) ?? at)
  return elapsed(workingTimeOf(clock.calendar, coverage), clock.startedAt, closedPausesOf(clock), until)
}

/**
 * SLA 2: the inverse of elapsed; what a met clock was due. Undefined while the clock is paused, since its due moves,
 * and while the due lies past the known calendar.
 */
export function dueOf(clock: Clock, coverage: CoverageByCalendar): Instant | undefined {
  if (openPauseOf(clock)) return undefined
  return dueAt(workingTimeOf(clock.calendar, coverage), clock.target, clock.startedAt, closedPausesOf(clock))
}

/** When it would fall due if a pause that is open ended at `at`: so that two targets are compared while both wait. */
export function dueIfResumed(clock: Clock, coverage: CoverageByCalendar, at: Instant): Instant | undefined {
  const pauses = clock.pauses.map(({ from, to }): Interval => [from, to ?? Math.max(from, at)])
  return dueAt(workingTimeOf(clock.calendar, coverage), clock.target, clock.startedAt, pauses)
}

/** R2.9: the clock's due lies past the last year whose public holidays are published. */
export function isProvisional(clock: Clock, due: Instant | undefined, coverage: CoverageByCalendar): boolean {
  const { provisionalFrom } = coverage[clock.calendar] ?? {}
  return due !== undefined && provisionalFrom !== undefined && due >= provisionalFrom
}

export function targetSecondsOf(clock: Clock, coverage: CoverageByCalendar): number | undefined {
  return targetSeconds(workingTimeOf(clock.calendar, coverage), clock.target, clock.startedAt)
}

/**
 * When the clock reaches so many percent of its target: undefined when it stands still before, or that lies past the
 * known calendar. At 100 and above the promise is late only after the due second (SLA 17: at the due instant is met).
 */
export function reachesAt(clock: Clock, percent: number, coverage: CoverageByCalendar): Instant | undefined {
  const time = workingTimeOf(clock.calendar, coverage)
  const instant = instantAtPercent(time, clock.target, clock.startedAt, closedPausesOf(clock), percent)
  if (instant === undefined) return undefined
  const acts = percent < 100 ? instant : instant + 1
  const still = standsSince(clock)
  return still !== undefined && acts > still ? undefined : acts
}

/** The state a reader sees. A late finish and an overdue one are both `breached` (SLA 17), or `lapsed` (SLA 21). */
export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'lapsed' | 'stopped'

export function clockStateOf(clock: Clock): ClockState {
  if (clock.breach) return 'breached'
  if (clock.lapsed) return 'lapsed'
  if (clock.stop) return clock.stop.why === 'met' ? 'met' : 'stopped'
  return openPauseOf(clock) ? 'paused' : 'running'
}
