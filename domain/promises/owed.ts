import type { Tier } from '../people/tiers.ts'
import type { Instant } from '../time/instant.ts'
import { type Facts, standingRepair, type StopReason } from './facts.ts'
import type { Metric } from './metrics.ts'

/** What a plan may promise of a ticket: from when it counts, and what ended it. */
export interface Owed {
  metric: Metric
  tier?: Tier
  cycle: number
  from: Instant
  stop?: { at: Instant; why: StopReason }
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
  const { openedAt, respondedAt, calls, rounds, repairs, cancelledAt } = facts
  const repair = standingRepair(facts)
  const repaired = repair && { stop: { at: repair.from, why: 'met' as const } }
  const answered = respondedAt !== undefined && { stop: { at: respondedAt, why: 'met' as const } }
  const all: Owed[] = [
    { metric: 'response', cycle: 1, from: openedAt, ...answered },
    { metric: 'resolution', cycle: 1, from: openedAt, ...repaired },
    ...calls.flatMap(({ tier, at }): Owed[] => {
      const from = whenWorkGoesOn(facts, at)
      return from === undefined ? [] : [{ metric: 'resolution', tier, cycle: 1, from, ...repaired }]
    }),
    ...rounds.flatMap((round): Owed[] => {
      const from = whenWorkGoesOn(facts, round.from)
      if (from === undefined || (round.to !== undefined && round.to < from)) return []
      const stop = round.to !== undefined && { stop: { at: round.to, why: 'met' as const } }
      return [{ metric: 'update', cycle: round.n, from, ...stop }]
    }),
    ...repairs.map(
      ({ cycle, from, answered }): Owed => ({ metric: 'signOff', cycle, from, ...(answered && { stop: answered }) }),
    ),
  ]
  if (cancelledAt === undefined) return all
  return all.map((owed) => ({ ...owed, stop: owed.stop ?? { at: cancelledAt, why: 'cancelled' } }))
}

/** The instant itself, or the end of the repaired time in which it lies; undefined while that has no end. */
function whenWorkGoesOn({ repairs }: Facts, at: Instant): Instant | undefined {
  const repair = repairs.find(({ from, to }) => from <= at && (to === undefined || at < to))
  return repair ? repair.to : at
}

/** SLA 10, 12, 13: the waits that the contract lets this metric stand still for, and the time it stood repaired or cancelled. */
export function pausesOf({ waits, repairs, undone = [] }: Facts, { metric, from, stop }: Owed): Pause[] {
  const still = [
    ...waits.filter(({ metrics }) => metrics.includes(metric)),
    ...(metric === 'signOff' ? [] : repairs.filter(({ to }) => to !== undefined)),
    ...undone,
  ]
  return still
    .filter((pause) => pause.to === undefined || pause.to > from)
    .filter((pause) => stop === undefined || pause.from < stop.at)
    .map((pause) => ({ from: Math.max(pause.from, from), ...endOf(pause, stop) }))
    .sort((one, other) => one.from - other.from)
}

function endOf({ to }: Pause, stop: Owed['stop']): { to?: Instant } {
  if (stop === undefined) return to === undefined ? {} : { to }
  return { to: Math.min(to ?? stop.at, stop.at) }
}
