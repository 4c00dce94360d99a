import { clip, unite, without } from './intervals.ts'
import type { Instant, Interval } from './instant.ts'
import type { WorkingTime } from './working-time.ts'

/** The stretches that count from the start to `until`, one after the other: their seconds add up to what has elapsed. */
export function countedIntervals(
  time: WorkingTime,
  startedAt: Instant,
  pauses: readonly Interval[],
  until: Instant,
): Interval[] {
  const open =
    time === 'always' ? [[startedAt, until] as const] : time.segments.map(([from, to]) => [from, to] as const)
  return without(unite(clip(open, startedAt, until)), unite(pauses))
}
