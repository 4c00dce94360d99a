import { lastWhere } from './bisect.ts'
import type { BusinessCalendar } from './business-calendar.ts'
import { type Instant, secondsPerDay } from './instant.ts'

/**
 * Coverage travels: with an opening, in a history, from one run to the next. How much it can get is reckoned from the
 * windows alone, before any is expanded, and for whatever days it will be asked: never less than its JSON is.
 */
function mostBytes({ week, overrides }: BusinessCalendar, days: number): number {
  const whole = days + edgeDays
  const weekly = Object.values(week).flat().length * Math.ceil(whole / 7)
  const busiest = overrides.map(({ windows }) => windows.length).sort((a, b) => b - a)
  const special = busiest.slice(0, whole).reduce((sum, count) => sum + count, 0)
  const turns = turnsPerYear * Math.ceil(whole / 365 + 1)
  return frameBytes + (weekly + special + turns) * segmentBytes + turns * gapBytes
}

/** Whole local days at both ends, and the day before, whose windows may cross midnight. */
const edgeDays = 3
/** `"<id>@<version>":{"from":…,"until":…,"segments":[],"gaps":[],"provisionalFrom":…,"askAgainAt":…},` */
const frameBytes = 260
/** `[4102444800,4102488000,47482,172799],` */
const segmentBytes = 37
/** `[4102444800,4102448400],` */
const gapBytes = 24
/** Each change of the clocks may cut a window in two. */
const turnsPerYear = 5

/** For how many days, of those asked for, the coverage of all these calendars together stays below so many bytes. */
export function daysWithin(bytes: number, calendars: readonly BusinessCalendar[], asked: number): number {
  const fits = (days: number) => calendars.reduce((sum, calendar) => sum + mostBytes(calendar, days), 0) < bytes
  return fits(asked) ? asked : lastWhere(0, asked, fits)
}

/** `until`, or the earlier instant up to which the coverage of all these calendars stays below so many bytes. */
export function untilWithin(
  bytes: number,
  calendars: readonly BusinessCalendar[],
  from: Instant,
  until: Instant,
): Instant {
  const asked = Math.ceil((until - from) / secondsPerDay)
  const days = daysWithin(bytes, calendars, asked)
  return days < asked ? from + days * secondsPerDay : until
}

/** What a ticket is opened with, or asks for because of what was promised. */
export const promisedBytes = 256 * 1024
/**
 * What a ticket may grow to that stays open for many years, or whose plan was stored before it could be refused. The
 * engine takes 2 MiB in one piece, and a run hands on the ticket's texts beside it.
 */
export const carriedBytes = 1024 * 1024
