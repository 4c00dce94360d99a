import type { Instant, Interval } from './instant.ts'

/**
 * Working time of one UTC offset. `day` is the working day that it belongs to, in days since the epoch; `local` is the
 * local second of that day at `from`, above 86400 after midnight.
 */
export type Segment = [from: Instant, to: Instant, day: number, local: number]

/** A calendar's windows as instants, so that a workflow needs no time zone: sorted, without overlaps, plain JSON. */
export interface Coverage {
  from: Instant
  until: Instant
  segments: Segment[]
  /** Local times that the clocks skip, in local seconds since the epoch; absent when there are none. */
  gaps?: Interval[]
  /** A due instant from here on is provisional (R2.9). */
  provisionalFrom?: Instant
  /** It ends before what was asked for, since more of it than a ticket can carry does not help: asked again then. */
  askAgainAt?: Instant
}

/** `always` is 7×24; anything else names one immutable version of a calendar, `<id>@<version>`. */
export type CalendarRef = string

export type CoverageByCalendar = Record<CalendarRef, Coverage>
