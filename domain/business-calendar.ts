import type { Instant, Interval } from './time.ts'

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'

/** Local times `HH:MM`; one that ends at or before its start crosses midnight; the end may be `24:00`. */
export type Window = [from: string, to: string]

/** When a promise's time counts (SLA 3). An override replaces its date's weekday: closed, partial or an extra day. */
export interface BusinessCalendar {
  timeZone: string
  week: Partial<Record<Weekday, Window[]>>
  overrides: { date: string; windows: Window[] }[]
  /** The last date whose holidays are published: a due date after it is provisional (R2.9). */
  provisionalAfter?: string
}

/**
 * Working time of one UTC offset. `day` is the working day that it belongs to, in days since the epoch; `local` is the
 * local second of that day at `from`, above 86400 after midnight.
 */
export type Segment = [from: Instant, to: Instant, day: number, local: number]

/** A calendar's windows as instants, whole days, so that a workflow needs no time zone. Plain JSON. */
export interface Coverage {
  from: Instant
  until: Instant
  segments: Segment[]
  /** Local times that the clocks skip, in local seconds since the epoch. */
  gaps?: Interval[]
  /** Due instants from here on are provisional (R2.9). */
  provisionalFrom?: Instant
}

export interface Fault {
  path: (string | number)[]
  message: string
}

/** Every fault that makes a calendar unusable. */
export function checkCalendar(_calendar: BusinessCalendar): Fault[] {
  throw new Error('To come')
}

/** The calendar's windows from `from` to `until`, extended to whole local days. The calendar must be without faults. */
export function coverageOf(_calendar: BusinessCalendar, _from: Instant, _until: Instant): Coverage {
  throw new Error('To come')
}
