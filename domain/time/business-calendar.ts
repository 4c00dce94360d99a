import { IANAZone } from 'luxon'
import { lastWhere } from './bisect.ts'
import type { Coverage } from './coverage.ts'
import { localTime, type OffsetPeriod } from './local-time.ts'
import { type Instant, type Interval, secondsPerDay } from './instant.ts'

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

export interface Fault {
  path: (string | number)[]
  message: string
}

/** Every fault that makes a calendar unusable, with the path to it. To be empty is one (SLA 3). */
export function checkCalendar({ timeZone, week, overrides, provisionalAfter }: BusinessCalendar): Fault[] {
  const faults: Fault[] = []
  if (!isZone(timeZone)) {
    faults.push({ path: ['timeZone'], message: 'Unknown time zone: use an IANA name such as Asia/Shanghai, or UTC' })
  }
  for (const [weekday, windows] of Object.entries(week)) faults.push(...checkWindows(windows, ['week', weekday]))
  const dates = overrides.map(({ date }) => date)
  overrides.forEach(({ date, windows }, index) => {
    const path = ['overrides', index, 'date']
    if (!isDate(date)) faults.push({ path, message: 'No such date: use YYYY-MM-DD' })
    else if (dates.indexOf(date) < index) faults.push({ path, message: `A second override of ${date}` })
    faults.push(...checkWindows(windows, ['overrides', index, 'windows']))
  })
  if (provisionalAfter !== undefined && !isDate(provisionalAfter)) {
    faults.push({ path: ['provisionalAfter'], message: 'No such date: use YYYY-MM-DD' })
  }
  if (Object.values(week).flat().length + overrides.flatMap(({ windows }) => windows).length === 0) {
    faults.push({ path: ['week'], message: 'An empty calendar: no window on any day' })
  }
  return faults
}

/** The calendar's windows from `from` to `until`, extended to whole local days. The calendar must be without faults. */
export function coverageOf(calendar: BusinessCalendar, from: Instant, until: Instant): Coverage {
  const local = localTime(offsetPeriods(calendar.timeZone, from, until))
  const firstDay = local.dayOf(from)
  const lastDay = local.dayOf(until)
  const windowsOn = windowsByDay(calendar)
  const opened: [from: Instant, to: Instant, day: number][] = []
  // From the day before, whose windows may cross midnight.
  for (let day = firstDay - 1; day <= lastDay; day++) {
    for (const [opens, closes] of windowsOn(day)) {
      const midnight = day * secondsPerDay
      opened.push([local.earliest(midnight + opens), local.latest(midnight + closes), day])
    }
  }
  const covered = local.earliest(firstDay * secondsPerDay)
  return {
    from: covered,
    until: local.earliest((lastDay + 1) * secondsPerDay),
    segments: withoutOverlaps(opened)
      .filter(([, to]) => to > covered)
      .flatMap(([start, end, day]) => local.split(start, end, day)),
    ...(local.gaps.length > 0 && { gaps: local.gaps }),
    ...(calendar.provisionalAfter && { provisionalFrom: dayAfter(calendar.provisionalAfter, calendar.timeZone) }),
  }
}

const weekdays = ['thursday', 'friday', 'saturday', 'sunday', 'monday', 'tuesday', 'wednesday'] as const

/**
 * A place, or UTC. The engine also takes abbreviations, of which each means several zones (its CST is Chicago's, never
 * China's), offsets such as `+08:00`, which know no daylight saving, and `SystemV/` names that IANA does not have.
 */
function isZone(name: string): boolean {
  return (/^(?!SystemV\/)[a-z]+\//i.test(name) || /^utc$/i.test(name)) && IANAZone.isValidZone(name)
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString() === `${text}T00:00:00.000Z`
}

function checkWindows(windows: readonly Window[], path: (string | number)[]): Fault[] {
  const time = /^([01]\d|2[0-3]):[0-5]\d$/
  return windows.flatMap(([from, to], index) => {
    const faults: Fault[] = []
    if (!time.test(from)) faults.push({ path: [...path, index, 0], message: 'Not a time of day: use HH:MM' })
    if (to !== '24:00' && !time.test(to)) {
      faults.push({ path: [...path, index, 1], message: 'Not a time of day: use HH:MM, at most 24:00' })
    }
    return faults
  })
}

export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000 / secondsPerDay

function dayAfter(date: string, timeZone: string): Instant {
  return midnightOf(date, timeZone, 1)
}

/** When that date, or so many days after it, begins there. */
export function midnightOf(date: string, timeZone: string, daysAfter = 0): Instant {
  const midnight = (dayNumber(date) + daysAfter) * secondsPerDay
  return localTime(offsetPeriods(timeZone, midnight, midnight)).earliest(midnight)
}

/** The windows of a day in seconds after its midnight. */
export function windowsByDay({ week, overrides }: BusinessCalendar): (day: number) => Interval[] {
  const ofWeekday = weekdays.map((weekday) => (week[weekday] ?? []).map(inSeconds))
  const ofDate = new Map(overrides.map(({ date, windows }) => [dayNumber(date), windows.map(inSeconds)]))
  return (day) => ofDate.get(day) ?? (ofWeekday.at(day % 7) as Interval[])
}

function inSeconds([from, to]: Window): Interval {
  const opens = secondOf(from)
  const closes = secondOf(to)
  return [opens, closes > opens ? closes : closes + secondsPerDay]
}

function secondOf(time: string): number {
  return Number(time.slice(0, 2)) * 3600 + Number(time.slice(3)) * 60
}

/** Time that two windows share counts once, for the day of the one that opened first. */
function withoutOverlaps(opened: [from: Instant, to: Instant, day: number][]) {
  const disjoint: typeof opened = []
  let covered = Number.NEGATIVE_INFINITY
  for (const [from, to, day] of opened.sort((a, b) => a[0] - b[0])) {
    const start = Math.max(from, covered)
    if (start >= to) continue
    const last = disjoint.at(-1)
    if (last && last[1] === start && last[2] === day) last[1] = to
    else disjoint.push([start, to, day])
    covered = to
  }
  return disjoint
}

/** With three days to spare on both sides, since local time runs up to 14 hours ahead and 12 behind. */
function offsetPeriods(timeZone: string, from: Instant, until: Instant): OffsetPeriod[] {
  const start = from - 3 * secondsPerDay
  const end = until + 3 * secondsPerDay
  // Lower case, so that no spelling of a name takes room of its own in the caches, luxon's too.
  const zone = IANAZone.create(timeZone.toLowerCase())
  const periods = [{ at: Number.NEGATIVE_INFINITY, offset: offsetAt(zone, start) }]
  for (let span = Math.floor(start / spanSeconds); span * spanSeconds < end; span++) {
    periods.push(...changesIn(zone, span).filter(({ at }) => at > start && at < end))
  }
  return periods
}

/** Since 1970 no zone has changed its offset there and back in six days: a look at every sixth day misses no change. */
const stepSeconds = 6 * secondsPerDay
const spanSeconds = 60 * stepSeconds
const knownChanges = new Map<string, OffsetPeriod[]>()

function changesIn(zone: IANAZone, span: number): OffsetPeriod[] {
  const key = `${zone.name} ${span}`
  const known = knownChanges.get(key)
  if (known) return known
  const changes: OffsetPeriod[] = []
  for (let at = span * spanSeconds; at < (span + 1) * spanSeconds; at += stepSeconds) {
    const offset = offsetAt(zone, at + stepSeconds)
    if (offset !== offsetAt(zone, at)) changes.push({ at: changeBetween(zone, at, at + stepSeconds), offset })
  }
  knownChanges.set(key, changes)
  return changes
}

function changeBetween(zone: IANAZone, from: Instant, to: Instant): Instant {
  const before = offsetAt(zone, from)
  return lastWhere(from, to, (at) => offsetAt(zone, at) === before) + 1
}

/** In seconds; luxon answers in minutes. */
function offsetAt(zone: IANAZone, at: Instant): number {
  return Math.round(zone.offset(at * 1000) * 60)
}
