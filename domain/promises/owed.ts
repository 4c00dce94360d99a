import type { Tier } from '../people/tiers.ts'
import type { Instant } from '../time/instant.ts'
import { type Facts, type PauseReason, standingRepair, type StopReason } from './facts.ts'
import type { Anchor, Metric } from './metrics.ts'

/** What is owed on a ticket: from when it counts, and what ended it. */
export interface Owed {
  metric: Metric
  tier?: Tier
  /** What began it, where that is neither the opening nor the call of a tier: a promise of its own (SLA 9). */
  after?: 'remoteFailed' | 'dispatched'
  cycle: number
  /** The instants that a row may count it from, each by its anchor. */
  from: Partial<Record<Anchor, Instant>>
  /** Since when it is owed, which may be later than the instant from which a row counts: it cannot be broken before. */
  since: Instant
  stop?: { at: Instant; why: StopReason }
  /** By when a person has promised it, where no plan does. */
  promisedFor?: Instant
}

/** An interval in which a clock stands still; without an end while it still does. */
export interface Pause {
  from: Instant
  to?: Instant
}

/**
 * What each metric starts from and what stops it, in one place (SLA 7, 8, 9, 12, 14, 19). No promise of ours starts or
 * runs on a ticket that is resolved, closed or cancelled; `signOff` is the customer's, and runs just then.
 */
export function owedBy(facts: Facts): Owed[] {
  const { openedAt, calls, rounds, repairs, cancelledAt, remoteFailures = [], dispatches = [], callBacks = [] } = facts
  const all: Owed[] = [
    ...atWork(facts, { cycle: 1, from: { opened: openedAt }, since: openedAt }, ownMetrics),
    ...calls.flatMap(({ tier, at }) => {
      const since = whenWorkGoesOn(facts, at)
      if (since === undefined) return []
      return atWork(facts, { tier, cycle: 1, from: { opened: openedAt, handedToTier: since }, since }, laterMetrics)
    }),
    ...remoteFailures.flatMap((since, n) =>
      atWork(facts, { after: 'remoteFailed', cycle: n + 1, from: { remoteFailed: since }, since }, laterMetrics),
    ),
    ...dispatches.flatMap((since, n) =>
      atWork(facts, { after: 'dispatched', cycle: n + 1, from: { dispatched: since }, since }, laterMetrics),
    ),
    ...callBacks.map(({ n, at, dueAt, done }) => {
      return { metric: 'callBack' as const, cycle: n, from: {}, since: at, promisedFor: dueAt, ...stopped(done) }
    }),
    ...rounds.flatMap((round): Owed[] => {
      const since = whenWorkGoesOn(facts, round.from)
      if (since === undefined || (round.to !== undefined && round.to < since)) return []
      const stop = round.to === undefined ? undefined : { at: round.to, why: 'met' as const }
      return [{ metric: 'update', cycle: round.n, from: { customerMessage: since }, since, ...stopped(stop) }]
    }),
    ...repairs.map(
      ({ cycle, from: since, answered }): Owed => ({
        ...{ metric: 'signOff', cycle, from: { resolved: since }, since },
        ...stopped(answered),
      }),
    ),
  ]
  if (cancelledAt === undefined) return all
  return all.map((owed) => ({ ...owed, stop: owed.stop ?? { at: cancelledAt, why: 'cancelled' } }))
}

const laterMetrics = ['solution', 'arrival', 'restore', 'resolution'] as const
const ownMetrics = ['response', 'answer', ...laterMetrics] as const
type WorkMetric = (typeof ownMetrics)[number]

/** What of our work is owed from the same instants on; what was restored before is not owed again. */
function atWork(facts: Facts, begun: Omit<Owed, 'metric' | 'stop'>, all: readonly WorkMetric[]): Owed[] {
  return all.flatMap((metric) => {
    if (metric === 'restore' && facts.restoredAt !== undefined && facts.restoredAt < begun.since) return []
    return [{ metric, ...begun, ...stopped(doneOf(facts, metric, begun.since)) }]
  })
}

/** What keeps it: the act that is promised, or the repair, which is more than all of them, save that somebody comes. */
function doneOf(facts: Facts, metric: WorkMetric, since: Instant): Owed['stop'] {
  const { respondedAt, answeredAt, proposals, arrivals, restoredAt } = facts
  const first = (acts: readonly Instant[] = []) => acts.find((at) => at >= since)
  const act = {
    ...{ response: respondedAt, answer: answeredAt, restore: restoredAt, resolution: undefined },
    ...{ solution: first(proposals), arrival: first(arrivals) },
  }[metric]
  const repair = standingRepair(facts)
  // Whoever comes after the repair was needed no more, and keeps nothing by it; within one second it is not asked which was first.
  const isLate = metric === 'arrival' && act !== undefined && repair !== undefined && repair.from < act
  if (act !== undefined && !isLate) return { at: act, why: 'met' }
  if (repair === undefined || metric === 'response') return undefined
  return { at: repair.from, why: metric === 'arrival' ? 'notNeeded' : 'met' }
}

function stopped(stop: Owed['stop']): Pick<Owed, 'stop'> {
  return stop ? { stop } : {}
}

/** The instant itself, or the end of the repaired time in which it lies; undefined while that has no end. */
function whenWorkGoesOn({ repairs }: Facts, at: Instant): Instant | undefined {
  const repair = repairs.find(({ from, to }) => from <= at && (to === undefined || at < to))
  return repair ? repair.to : at
}

/** Why a clock stands still, or stood: what the ticket waited for, that it was repaired, or that it was cancelled by mistake. */
export type Standstill = Pause & { because: PauseReason | 'repaired' | 'cancelled' }

/** SLA 10, 12, 13: the waits that the contract lets this metric stand still for, and the time it stood repaired or cancelled. */
export function standstillsOf(
  { waits, repairs, undone = [] }: Facts,
  { metric, from, stop }: Pick<Owed, 'metric' | 'stop'> & { from: Instant },
): Standstill[] {
  const still: Standstill[] = [
    ...waits
      .filter(({ metrics }) => metrics.includes(metric))
      .map(({ reason, ...wait }) => ({ ...endOf(wait, undefined), from: wait.from, because: reason })),
    ...(metric === 'signOff' ? [] : repairs.filter(({ to }) => to !== undefined)).map((repair) => {
      return { from: repair.from, ...endOf(repair, undefined), because: 'repaired' as const }
    }),
    ...undone.map((one) => ({ ...one, because: 'cancelled' as const })),
  ]
  return still
    .filter((pause) => pause.to === undefined || pause.to > from)
    .filter((pause) => stop === undefined || pause.from < stop.at)
    .map((pause) => ({ from: Math.max(pause.from, from), ...endOf(pause, stop), because: pause.because }))
    .sort((one, other) => one.from - other.from)
}

/** The same, as a clock keeps it. */
export function pausesOf(facts: Facts, of: Parameters<typeof standstillsOf>[1]): Pause[] {
  return standstillsOf(facts, of).map(({ because: _why, ...pause }) => pause)
}

function endOf({ to }: Pause, stop: Owed['stop']): { to?: Instant } {
  if (stop === undefined) return to === undefined ? {} : { to }
  return { to: Math.min(to ?? stop.at, stop.at) }
}
