import type { BusinessCalendar } from '../../domain/time/business-calendar.ts'
import { chinaOverrides } from '../../domain/time/holidays.ts'

/**
 * Fills in China's holidays and make-up working days from the given year on, as far as they are published. A make-up day
 * has the windows of the first working weekday; an override of the caller's own goes before the library's.
 */
export function withHolidays(calendar: BusinessCalendar, year: number): BusinessCalendar {
  const { week, overrides } = calendar
  const { monday, tuesday, wednesday, thursday, friday } = week
  const windows = [monday, tuesday, wednesday, thursday, friday].find((day) => day?.length) ?? []
  const china = chinaOverrides([year, year + 1], windows, week)
  const own = new Set(overrides.map(({ date }) => date))
  return {
    ...calendar,
    overrides: [...overrides, ...china.overrides.filter(({ date }) => !own.has(date))],
    provisionalAfter: china.provisionalAfter,
  }
}
