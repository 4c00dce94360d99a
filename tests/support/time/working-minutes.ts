import { DateTime } from 'luxon'
import type { BusinessCalendar, Weekday } from '../../../domain/time/business-calendar.ts'
import type { Instant, Interval } from '../../../domain/time/instant.ts'
import type { Target } from '../../../domain/time/working-time.ts'

/**
 * Working time again, minute by minute, straight from the rules and from luxon's dates: slow, and nothing shared with
 * the domain but the words. Everything has to fall on whole minutes.
 */
interface Minute {
  at: Instant
  /** Which date's window it belongs to; the one that opened first, where two overlap. None: not working time. */
  date?: string
}

export function slowly(calendar: BusinessCalendar, from: Instant, until: Instant) {
  const windows = windowsOf(calendar, from, until)
  const minutes: Minute[] = []
  for (let at = from; at < until; at += 60) {
    minutes.push({ at, date: windows.find(({ opens, closes }) => opens <= at && at < closes)?.date })
  }
  const minuteAt = (at: Instant) => minutes[(at - from) / 60]
  const isWorking = (at: Instant) => minuteAt(at)?.date !== undefined

  function elapsed(startedAt: Instant, pauses: readonly Interval[], at: Instant): number {
    return (
      60 *
      minutes.filter((minute) => minute.date && startedAt <= minute.at && minute.at < at && !isIn(pauses, minute.at))
        .length
    )
  }

  /** As many working minutes later, none of them in a pause. */
  function later(start: Instant, count: number, pauses: readonly Interval[]): Instant | undefined {
    let left = count
    for (let at = start; at < until; at += 60) {
      if (left === 0) return at
      if (isWorking(at) && !isIn(pauses, at)) left -= 1
    }
    return undefined
  }

  function sameTimeOnDay(start: Instant, days: number): Instant | undefined {
    const first = minutes.find(({ at, date }) => at >= start && date)
    if (!first?.date) return undefined
    const workingDays = [...new Set(minutes.flatMap(({ date }) => date ?? []))].sort()
    const date = workingDays[workingDays.indexOf(first.date) + days]
    if (!date) return undefined
    const local = DateTime.fromSeconds(first.at, { zone: calendar.timeZone })
    const midnight = DateTime.fromISO(first.date, { zone: 'utc' })
    const daysIn = Math.round(
      DateTime.fromISO(local.toISODate() as string, { zone: 'utc' }).diff(midnight, 'days').days,
    )
    const wanted = instantsAt(calendar.timeZone, plusDays(date, daysIn), local.toFormat('HH:mm'))[0] as Instant
    const owner = minuteAt(wanted)?.date
    if (owner && owner <= date) return wanted
    const own = minutes.filter((minute) => minute.date === date).map(({ at }) => at)
    const before = own.findLast((at) => at < wanted)
    return before === undefined ? own[0] : before + 60
  }

  const lastWorking = (before: Instant) => minutes.findLast(({ at, date }) => at < before && date)?.at ?? from

  function dueAt(target: Target, startedAt: Instant, pauses: readonly Interval[]): Instant | undefined {
    if (target.unit !== 'workingDays') {
      return later(startedAt, target.amount * (target.unit === 'workingHours' ? 60 : 1), pauses)
    }
    const unpaused = sameTimeOnDay(startedAt, target.amount)
    let due = unpaused
    for (let added = -1; due !== undefined && unpaused !== undefined; ) {
      // At an opening the pause that begins there has begun before; and a pause that has begun counts whole.
      let end: Instant = isWorking(due - 60) ? due : due + 60
      if (isIn(pauses, lastWorking(end))) while (end < until && (isIn(pauses, end) || !isWorking(end))) end += 60
      const paused = minutes.filter(({ at, date }) => date && startedAt <= at && at < end && isIn(pauses, at)).length
      if (paused === added) break
      added = paused
      due = paused === 0 ? unpaused : later(unpaused, paused, [])
    }
    return due
  }

  return { isWorking, elapsed, dueAt }
}

const isIn = (intervals: readonly Interval[], at: Instant) => intervals.some(([from, to]) => from <= at && at < to)

function windowsOf(calendar: BusinessCalendar, from: Instant, until: Instant) {
  const windows: { opens: Instant; closes: Instant; date: string }[] = []
  const day = (at: Instant) => DateTime.fromSeconds(at, { zone: calendar.timeZone }).toISODate() as string
  for (let date = plusDays(day(from), -3); date <= plusDays(day(until), 1); date = plusDays(date, 1)) {
    const weekday = DateTime.fromISO(date, { zone: 'utc' }).setLocale('en').weekdayLong?.toLowerCase() as Weekday
    const override = calendar.overrides.find((entry) => entry.date === date)
    for (const [opens, closes] of override?.windows ?? calendar.week[weekday] ?? []) {
      const ends = closes === '24:00' ? '00:00' : closes
      windows.push({
        opens: instantsAt(calendar.timeZone, date, opens)[0] as Instant,
        closes: instantsAt(calendar.timeZone, ends <= opens ? plusDays(date, 1) : date, ends).at(-1) as Instant,
        date,
      })
    }
  }
  return windows.filter(({ opens, closes }) => opens < closes).sort((a, b) => a.opens - b.opens)
}

/** All instants with that local time, two in the hour that comes twice; a skipped time as luxon moves it. */
function instantsAt(zone: string, date: string, time: string): Instant[] {
  return DateTime.fromISO(`${date}T${time}`, { zone })
    .getPossibleOffsets()
    .map((possible) => possible.toSeconds())
    .sort((a, b) => a - b)
}

const plusDays = (date: string, days: number) =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() as string
