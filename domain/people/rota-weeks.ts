import { type BusinessCalendar, coverageOf, dayNumber, midnightOf } from '../time/business-calendar.ts'
import { type Interval, secondsPerDay } from '../time/instant.ts'
import { unite } from '../time/intervals.ts'

/** Nobody stands for longer without handing over. */
const longestShiftDays = 14

/**
 * A week in somebody's words, as the shifts that it makes from the first date to the last, both included: a window that
 * crosses midnight goes on into the next day, and windows that touch are one shift. SLA 4: local times become instants date
 * by date, so a night in which the clocks change is as long as it is. Dates are YYYY-MM-DD.
 */
export function shiftsOfWeek(
  timeZone: string,
  week: BusinessCalendar['week'],
  { first, last }: { first: string; last: string },
): Interval[] {
  const until = midnightOf(last, timeZone, 1) - 1
  const { segments } = coverageOf({ timeZone, week, overrides: [] }, midnightOf(first, timeZone), until)
  const [firstDay, lastDay] = [dayNumber(first), dayNumber(last)]
  const ofThese = segments.filter(([, , day]) => firstDay <= day && day <= lastDay)
  return unite(ofThese.map(([from, to]): Interval => [from, to]))
}

/** In words for whoever wrote it; undefined when it can be stood. */
export function whyTooLong(shifts: readonly Interval[]): string | undefined {
  const isTooLong = shifts.some(([from, until]) => until - from > longestShiftDays * secondsPerDay)
  return isTooLong
    ? `One shift would last longer than ${longestShiftDays} days: leave a pause, or another's turn`
    : undefined
}
