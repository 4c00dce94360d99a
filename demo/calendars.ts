import type { BusinessCalendar, Weekday, Window } from '../domain/time/business-calendar.ts'
import { chinaOverrides } from '../domain/time/holidays.ts'

/** R2.9. 7×24 needs no calendar: it is `always`. */
export function calendars(thisYear: number) {
  return [
    { id: 'cal_5x8', name: '5×8', definition: chinese(officeHours, thisYear) },
    { id: 'cal_working_days', name: '工作日 Working days', definition: chinese([['00:00', '24:00']], thisYear) },
  ]
}

const officeHours: Window[] = [
  ['08:30', '12:00'],
  ['13:30', '17:30'],
]
const weekdays: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']

function chinese(windows: Window[], thisYear: number): BusinessCalendar {
  const week = Object.fromEntries(weekdays.map((day) => [day, windows]))
  const years = [thisYear - 1, thisYear, thisYear + 1]
  return { timeZone: 'Asia/Shanghai', week, ...chinaOverrides(years, windows, week) }
}
