import { type ClockChange, stopping } from '../promises/clock-change.ts'
import { type Clock, clockId, type PauseReason, startedAt, stopOf } from '../promises/clock.ts'
import type { Tier } from '../people/tiers.ts'
import { type Anchor, anchorsOf, type Metric } from '../promises/metrics.ts'
import { chooseRow, type Policy, type PolicyRow } from '../promises/policy.ts'
import type { CoverageByCalendar } from '../time/coverage.ts'
import type { Subject } from '../promises/subject.ts'
import type { Instant } from '../time/instant.ts'
import type { Terms, TicketState } from './state.ts'

type Known = Pick<TicketState, 'clocks' | 'coverage' | 'terms' | 'status'> & Subject

/**
 * SLA 9: starts the clock that the policy promises for this anchor, unless it states none or that clock exists.
 * While the ticket is pending, a clock that the pause applies to stands still from its start (SLA 10).
 */
export function startClock(
  state: Known,
  metric: Metric,
  tier: Tier | undefined,
  cycle: number,
  at: Instant,
): ClockChange[] {
  const id = clockId(metric, tier, cycle)
  if (state.clocks.some((clock) => clock.id === id)) return []
  const row = chooseRow(state.terms.policy, metric, tier, state, at, state.coverage)
  if (row === undefined) return []
  const start: ClockChange = { do: 'start', metric, ...(tier && { tier }), cycle, at, terms: termsOf(row) }
  const { status } = state
  if (status.name !== 'pending' || !pausable(state.terms, status.reason).includes(metric)) return [start]
  return [start, { do: 'pause', id, at: Math.max(at, status.since), reason: status.reason }]
}

/** SLA 10: the clocks that the contract lets this reason stop. Awaiting the customer never pauses the response clock. */
export function pausable(terms: Terms, reason: PauseReason): Metric[] {
  const metrics = terms.pauseRules.find((rule) => rule.reason === reason)?.metrics ?? []
  return metrics.filter((metric) => !(reason === 'customer' && metric === 'response'))
}

/** The clocks that every ticket starts with. */
export function startingClocks(state: Known, at: Instant): ClockChange[] {
  return countedFrom('opened').flatMap((metric) => startClock(state, metric, undefined, 1, at))
}

/** R2.1: each tier's own clocks start when it is called; those of the tiers before it run on (SLA 10). */
export function clocksOfTier(state: Known, tier: Tier, at: Instant): ClockChange[] {
  return countedFrom('handedToTier').flatMap((metric) => startClock(state, metric, tier, 1, at))
}

function countedFrom(anchor: Anchor): Metric[] {
  return (Object.keys(anchorsOf) as Metric[]).filter((metric) => anchorsOf[metric].includes(anchor))
}

export function running(clocks: readonly Clock[], ...metrics: Metric[]): Clock[] {
  return clocks.filter((clock) => metrics.includes(clock.metric) && stopOf(clock) === undefined)
}

export function meet(state: TicketState, at: Instant, ...metrics: Metric[]): ClockChange[] {
  return running(state.clocks, ...metrics).flatMap((clock) => stopping(clock, at, 'met'))
}

/**
 * SLA 11: re-targets what still runs to the rows that now apply; anchor, elapsed and pauses are kept. A promise that the
 * plan no longer makes is withdrawn, one that it newly makes counts from where it would have counted.
 */
export function retargeting(
  state: TicketState,
  now: Instant,
  next: { subject: Subject; policy: Policy; coverage: CoverageByCalendar },
): ClockChange[] {
  const changes = state.clocks
    .filter((clock) => stopOf(clock) === undefined)
    .flatMap((clock): ClockChange[] => {
      const row = chooseRow(next.policy, clock.metric, clock.tier, next.subject, startedAt(clock), next.coverage)
      if (row === undefined) return stopping(clock, now, 'withdrawn')
      if (samePromise(clock, row)) return []
      return [{ do: 'retarget', id: clock.id, at: now, terms: termsOf(row) }]
    })
  const owed = { ...state, ...next.subject, coverage: next.coverage, terms: { ...state.terms, policy: next.policy } }
  return [...changes, ...startingClocks(owed, state.openedAt).filter((change) => stillOwed(state, change))]
}

function stillOwed(state: TicketState, change: ClockChange): boolean {
  if (change.do !== 'start') return false
  return change.metric === 'response' ? state.respondedAt === undefined : state.status.name !== 'resolved'
}

function termsOf(row: PolicyRow) {
  return { target: row.target, calendar: row.calendar, source: row.source }
}

function samePromise(clock: Clock, row: PolicyRow): boolean {
  const { amount, unit } = row.target
  return clock.target.amount === amount && clock.target.unit === unit && clock.calendar === row.calendar
}
