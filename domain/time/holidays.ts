import chineseDays from 'chinese-days'
import { millisecondsPerDay } from './instant.ts'
import type { BusinessCalendar, Weekday, Window } from './business-calendar.ts'

// Node finds no names in this CommonJS package, only the whole.
const { getDayDetail } = chineseDays

const weekdays: Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/**
 * Mainland China's public holidays, closed, and make-up working days 调休, open with the given windows (R2.9, SLA 3).
 * From the first year on that is not published yet nothing is known: `provisionalAfter` is the eve of that year.
 */
export function chinaOverrides(
  years: readonly number[],
  windows: Window[],
  week: BusinessCalendar['week'],
): Required<Pick<BusinessCalendar, 'overrides' | 'provisionalAfter'>> {
  const sorted = [...years].sort((a, b) => a - b)
  const firstUnknown = sorted.findIndex((year) => !isPublished(year))
  const known = firstUnknown < 0 ? sorted : sorted.slice(0, firstUnknown)
  const overrides = known.flatMap(datesOf).flatMap(({ date, weekday }) => {
    const { work, name } = getDayDetail(date)
    if (!isNamed(name)) return []
    if (work) return [{ date, windows }]
    return week[weekday]?.length ? [{ date, windows: [] }] : []
  })
  const lastKnown = known.at(-1) ?? (sorted[0] as number) - 1
  return { overrides, provisionalAfter: `${lastKnown}-12-31` }
}

/** The State Council names New Year's Day in every year's notice. */
function isPublished(year: number): boolean {
  return isNamed(getDayDetail(`${year}-01-01`).name)
}

/** An ordinary day is called by its weekday; one of the notice by `English,中文,days`. */
function isNamed(name: string): boolean {
  return name.includes(',')
}

function datesOf(year: number): { date: string; weekday: Weekday }[] {
  const dates: { date: string; weekday: Weekday }[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += millisecondsPerDay) {
    const date = new Date(at)
    dates.push({ date: date.toISOString().slice(0, 10), weekday: weekdays[date.getUTCDay()] as Weekday })
  }
  return dates
}
