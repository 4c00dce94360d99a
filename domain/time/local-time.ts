import { lastWhere } from './bisect.ts'
import type { Segment } from './coverage.ts'
import { type Instant, type Interval, secondsPerDay } from './instant.ts'

/** From `at` on local time is UTC plus `offset` seconds. */
export interface OffsetPeriod {
  at: Instant
  offset: number
}

/**
 * Between local and absolute time (SLA 4). `wall` is a local time in seconds since the epoch. The periods are sorted and
 * the first one has no beginning.
 */
export function localTime(periods: readonly OffsetPeriod[]) {
  const opensAt = (index: number) => periods[index] as OffsetPeriod
  const lastWith = (holds: (period: OffsetPeriod) => boolean) =>
    lastWhere(0, periods.length, (index) => holds(opensAt(index)))
  return {
    dayOf: (instant: Instant): number =>
      Math.floor((instant + opensAt(lastWith(({ at }) => at <= instant)).offset) / secondsPerDay),
    /** The first of an ambiguous time; a time that is skipped moves forward by as much as the clocks do. */
    earliest(wall: number): Instant {
      const index = lastWith(({ at, offset }) => at + offset <= wall)
      const before = periods[index - 1]
      if (before && wall < opensAt(index).at + before.offset) return wall - before.offset
      return wall - opensAt(index).offset
    },
    /** The last of an ambiguous time; a time that is skipped moves forward by as much as the clocks do. */
    latest: (wall: number): Instant => wall - opensAt(lastWith(({ at, offset }) => at + offset <= wall)).offset,
    /** Cut where the offset changes. */
    split(start: Instant, end: Instant, day: number): Segment[] {
      const segments: Segment[] = []
      for (let i = lastWith(({ at }) => at <= start); i < periods.length && opensAt(i).at < end; i++) {
        const opens = Math.max(start, opensAt(i).at)
        const closes = Math.min(end, periods[i + 1]?.at ?? end)
        segments.push([opens, closes, day, opens + opensAt(i).offset - day * secondsPerDay])
      }
      return segments
    },
    /** The local times that are skipped. */
    gaps: periods.flatMap(({ at, offset }, i): Interval[] => {
      const before = periods[i - 1]?.offset ?? offset
      return before < offset ? [[at + before, at + offset]] : []
    }),
  }
}
