import type { CalendarRef, Coverage, CoverageByCalendar, Segment } from './coverage.ts'
import { clip, unite } from './intervals.ts'
import { type Instant, type Interval, secondsPerDay } from './instant.ts'

/** What a plan counts in. */
export const units = ['workingMinutes', 'workingHours', 'workingDays'] as const
/** A person who promises to call back by an instant promises to the second. */
export type Unit = (typeof units)[number] | 'seconds'

/** How much working time is promised; `amount` is a positive whole number. */
export interface Target {
  amount: number
  unit: Unit
}

/** So much of a calendar's working time. */
export interface Stretch {
  target: Target
  calendar: CalendarRef
}

/**
 * `always` is 7×24 and counts absolute seconds (SLA 4). A coverage knows only its horizon: whoever asks extends it first,
 * since the working time outside is not counted.
 */
export type WorkingTime = 'always' | Coverage

/** What is known of a calendar's working time; nothing of one that was never asked for. */
export function workingTimeOf(calendar: CalendarRef, coverage: CoverageByCalendar): WorkingTime {
  if (calendar === 'always') return 'always'
  return coverage[calendar] ?? { from: 0, until: 0, segments: [] }
}

const secondsIn = { seconds: 1, workingMinutes: 60, workingHours: 3600, workingDays: secondsPerDay }

/** A target as it counts around the clock, where a day has 24 hours. */
export function targetInSeconds({ amount, unit }: Target): number {
  return amount * secondsIn[unit]
}

/** Working seconds in [from, to). */
export function workingSeconds(time: WorkingTime, from: Instant, to: Instant): number {
  if (time === 'always') return Math.max(0, to - from)
  let sum = 0
  for (let i = firstEndingAfter(time.segments, from); i < time.segments.length; i++) {
    const [opens, closes] = time.segments[i] as Segment
    if (opens >= to) break
    sum += Math.min(closes, to) - Math.max(opens, from)
  }
  return sum
}

/** The earliest instant at which so much working time has passed; undefined when it lies past the horizon. */
export function addWorking(time: WorkingTime, from: Instant, seconds: number): Instant | undefined {
  if (time === 'always' || seconds === 0) return withinHorizon(time, from + seconds)
  let left = seconds
  for (let i = firstEndingAfter(time.segments, from); i < time.segments.length; i++) {
    const [opens, closes] = time.segments[i] as Segment
    const start = Math.max(opens, from)
    if (left <= closes - start) return withinHorizon(time, start + left)
    left -= closes - start
  }
  return undefined
}

/** `at` itself when it is working time, else the next opening; undefined when that lies past the horizon. */
export function nextWorkingInstant(time: WorkingTime, at: Instant): Instant | undefined {
  if (time === 'always') return at
  const next = time.segments[firstEndingAfter(time.segments, at)]
  return next && withinHorizon(time, Math.max(at, next[0]))
}

/** Working seconds from the start to `at` without the pauses, which may overlap (SLA 2, 10). */
export function elapsed(time: WorkingTime, startedAt: Instant, pauses: readonly Interval[], at: Instant): number {
  return clip(unite(pauses), startedAt, at).reduce(
    (running, [from, to]) => running - workingSeconds(time, from, to),
    workingSeconds(time, startedAt, at),
  )
}

/**
 * The instant up to which the promise is kept (SLA 17): for minutes and hours the earliest one at which the target has
 * elapsed. A pause that goes on ends at `Infinity`. Undefined when the answer lies past the coverage's horizon.
 */
export function dueAt(
  time: WorkingTime,
  target: Target,
  startedAt: Instant,
  pauses: readonly Interval[],
): Instant | undefined {
  return delayed(time, dueWithoutPauses(time, target, startedAt), startedAt, pauses)
}

/** The working seconds that the promise allows; undefined when it reaches past the coverage's horizon. */
export function targetSeconds(time: WorkingTime, target: Target, startedAt: Instant): number | undefined {
  if (target.unit !== 'workingDays') return targetInSeconds(target)
  const due = dueWithoutPauses(time, target, startedAt)
  return due === undefined ? undefined : workingSeconds(time, startedAt, due)
}

/** The earliest instant at which the percentage, also above 100, has elapsed; at 100 the due instant itself. */
export function instantAtPercent(
  time: WorkingTime,
  target: Target,
  startedAt: Instant,
  pauses: readonly Interval[],
  percent: number,
): Instant | undefined {
  if (percent === 100) return dueAt(time, target, startedAt, pauses)
  const seconds = targetSeconds(time, target, startedAt)
  if (seconds === undefined) return undefined
  const reached = addWorking(time, startedAt, Math.ceil((seconds * percent) / 100))
  return delayed(time, reached, startedAt, pauses)
}

function dueWithoutPauses(time: WorkingTime, target: Target, startedAt: Instant): Instant | undefined {
  if (time === 'always' || target.unit !== 'workingDays') return addWorking(time, startedAt, targetInSeconds(target))
  return sameTimeOnDay(time, target.amount, startedAt)
}

/**
 * The same local time on the n-th following working day; the end of the window before it when that is not working time,
 * or that day's first opening when there is none. The part of a window after midnight belongs to the day it began on.
 */
function sameTimeOnDay(coverage: Coverage, days: number, startedAt: Instant): Instant | undefined {
  const { segments } = coverage
  const index = firstEndingAfter(segments, startedAt)
  const first = segments[index]
  if (!first) return undefined
  const [opens, , startDay, local] = first
  const day = nthDayAfter(segments, index, startDay, days)
  if (day === undefined) return undefined
  const wall = existing(coverage, day * secondsPerDay + local + Math.max(0, startedAt - opens))
  const holding = segments.find((segment) => segment[2] <= day && wallAt(segment) <= wall && wall < wallEndOf(segment))
  if (holding) return withinHorizon(coverage, holding[0] + wall - wallAt(holding))
  const ofThatDay = segments.filter((segment) => segment[2] === day)
  const before = ofThatDay.findLast((segment) => wallEndOf(segment) <= wall)
  return withinHorizon(coverage, before?.[1] ?? (ofThatDay[0] as Segment)[0])
}

function nthDayAfter(segments: readonly Segment[], index: number, startDay: number, days: number): number | undefined {
  let day = startDay
  let left = days
  for (let i = index; i < segments.length && left > 0; i++) {
    const [, , candidate] = segments[i] as Segment
    if (candidate <= day) continue
    day = candidate
    left -= 1
  }
  return left === 0 ? day : undefined
}

/** A local time that the clocks skip moves forward by as much as they do (SLA 4). */
function existing(coverage: Coverage, wall: number): number {
  const gap = coverage.gaps?.find(([from, to]) => from <= wall && wall < to)
  return gap ? wall + gap[1] - gap[0] : wall
}

/** Each pause that begins before the due instant moves it by the pause's own working time (SLA 10). */
function delayed(
  time: WorkingTime,
  due: Instant | undefined,
  startedAt: Instant,
  pauses: readonly Interval[],
): Instant | undefined {
  let moved = due
  for (const [from, to] of workingRuns(time, clip(unite(pauses), startedAt, Number.POSITIVE_INFINITY))) {
    if (moved === undefined || !beginsBefore(time, from, moved)) return moved
    if (time !== 'always' && to > time.until) return undefined
    moved = addWorking(time, moved, workingSeconds(time, from, to))
  }
  return moved
}

/**
 * A due instant at an opening has only free time before it. A pause that begins with that opening is the same pause as
 * one that began in the free time before, so both count.
 */
function beginsBefore(time: WorkingTime, from: Instant, due: Instant): boolean {
  return from < due || (from === due && workingSeconds(time, due - 1, due) === 0)
}

/** Pauses with no working time between them are one: a pause outside working time adds nothing. */
function workingRuns(time: WorkingTime, pauses: readonly Interval[]): Interval[] {
  const runs: Interval[] = []
  for (const [from, to] of pauses) {
    const last = runs.at(-1)
    if (last && workingSeconds(time, last[1], from) === 0) runs[runs.length - 1] = [last[0], to]
    else runs.push([from, to])
  }
  return runs
}

function withinHorizon(time: WorkingTime, instant: Instant): Instant | undefined {
  return instant <= (time === 'always' ? Number.MAX_SAFE_INTEGER : time.until) ? instant : undefined
}

function firstEndingAfter(segments: readonly Segment[], instant: Instant): number {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((segments[middle] as Segment)[1] > instant) high = middle
    else low = middle + 1
  }
  return low
}

/** Local seconds since the epoch at which the segment opens. */
const wallAt = ([, , day, local]: Segment): number => day * secondsPerDay + local

const wallEndOf = (segment: Segment): number => wallAt(segment) + segment[1] - segment[0]
