import type { BusinessCalendar, Fault } from '../time/business-calendar.ts'
import { daysWithin, promisedBytes } from '../time/coverage-size.ts'
import { secondsPerDay } from '../time/instant.ts'
import { type Pace, paceOf } from '../time/pace.ts'
import { daysAskedFor, dueKnownWithin, longestDays } from '../time/reach.ts'
import { type Target, targetInSeconds } from '../time/working-time.ts'

/** Something that is counted on a calendar. `path` is that of the field that holds `target` and `calendar`. */
export interface Counted<Calendar = BusinessCalendar | 'always'> {
  path: Fault['path']
  calendar: Calendar
  /** None for hours in which somebody is told: only their calendar is carried along. */
  target?: Target
}

/**
 * What of all that one ticket may be promised cannot be kept, whenever it begins: a target that the calendar does not
 * hold within ten years, or one so far away that the calendars' working time until then is more than a ticket carries.
 * The one bound of previews, policies, contracts, calendars and retargets. An unreachable target is refused, not promised.
 */
export function unkeepable(all: readonly Counted[]): Fault[] {
  const calendars = [...new Set(all.map(({ calendar }) => calendar))].filter((calendar) => calendar !== 'always')
  const most = dueKnownWithin(daysWithin(promisedBytes, calendars, daysAskedFor(longestDays)))
  if (most === undefined) return all.filter(({ calendar }) => calendar !== 'always').map(tooManyWindows)
  const paces = new Map(calendars.map((calendar) => [calendar, paceOf(calendar)]))
  return all.flatMap(({ path, calendar, target }) => {
    const message = target && whyNot(target, calendar === 'always' ? undefined : paces.get(calendar), most)
    return message === undefined ? [] : [{ path: [...path, 'target', 'amount'], message }]
  })
}

function whyNot(target: Target, pace: Pace | undefined, most: number): string | undefined {
  const days = pace ? pace.daysUntil(target) : Math.ceil(targetInSeconds(target) / secondsPerDay) + 1
  if (days === undefined || days > longestDays) return `Never due within ten years for certain: ${atMost(target, pace)}`
  if (pace === undefined || days <= most) return undefined
  return (
    `May fall due ${days} days after its start. With all the windows of the calendars named here, a ticket can look ` +
    `${most} days ahead: promise less, or name calendars with fewer windows a day`
  )
}

function atMost({ unit }: Target, pace: Pace | undefined): string {
  const days = pace ? pace.mostDays : longestDays - 1
  const seconds = pace ? pace.mostSeconds : (longestDays - 1) * secondsPerDay
  const most = { workingDays: days, workingHours: seconds / 3600, workingMinutes: seconds / 60, seconds }[unit]
  if (Math.floor(most) === 0) return 'ten years can pass without working time on this calendar. Name another'
  return `this calendar holds ${Math.floor(most)} ${unit} in ten years. Promise less, or name a calendar with more hours`
}

function tooManyWindows({ path, target }: Counted): Fault {
  const message =
    'The calendars named here have more windows, all together, than a ticket can carry for two months: name fewer, or ' +
    'calendars with fewer windows a day'
  return { path: target ? [...path, 'calendar'] : path, message }
}
