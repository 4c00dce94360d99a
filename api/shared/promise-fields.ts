import { z } from 'zod'
import type { BusinessCalendar, Weekday, Window } from '../../domain/time/business-calendar.ts'
import { type Target, targetInSeconds, units } from '../../domain/time/working-time.ts'
import { date } from '../../http/fields.ts'

/** What promises are made of, wherever they stand: targets, calendars and references to them. */

/** Minutes and hours may be fractions of whole seconds. */
export const target = z
  .strictObject({ amount: z.number().positive({ abort: true }).max(1_000_000), unit: z.enum(units) })
  .superRefine(({ amount, unit }, context) => {
    const what = unit === 'workingDays' ? amount : targetInSeconds({ amount, unit })
    if (Math.abs(what - Math.round(what)) < 1e-6 && Math.round(what) > 0) return
    const message = `Expected a whole number of ${unit === 'workingDays' ? 'days' : 'seconds'}`
    context.addIssue({ code: 'custom', path: ['amount'], message })
  })
  .transform(exact)
  .meta({ id: 'Target', example: { amount: 8, unit: 'workingHours' } })

/** 1.1 hours are 3960.0000000000005 seconds to a computer; 66 minutes are 3960. */
function exact(given: Target): Target {
  const seconds = targetInSeconds(given)
  return Number.isInteger(seconds) ? given : { amount: Math.round(seconds) / 60, unit: 'workingMinutes' }
}

const time = z
  .string()
  .regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/, { error: 'Not a time of day: use HH:MM, at most 24:00' })
// A pair as a list of two, since not every reader of OpenAPI knows tuples.
const window = z
  .array(time)
  .length(2)
  .refine(([from]) => from !== '24:00', { path: [0], error: 'A window opens at 23:59 at the latest' })
  .transform(([from = '', to = '']): Window => [from, to])
const windows = z.array(window).max(48)
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const days = Object.fromEntries(weekdays.map((day) => [day, windows.optional()])) as Record<
  Weekday,
  z.ZodOptional<typeof windows>
>

export const calendarFields = {
  timeZone: z
    .string()
    .min(1)
    .max(64)
    .meta({ description: 'An IANA name, or UTC; no abbreviation', example: 'Asia/Shanghai' }),
  week: z.strictObject(days),
  overrides: z.array(z.strictObject({ date, windows })).max(2000).default([]),
}

/** What is wrong with it as a whole is told by `checkCalendar`. */
export const calendarTerms: z.ZodType<BusinessCalendar> = z.strictObject(calendarFields).meta({
  id: 'CalendarTerms',
  description: 'Windows in local time; one that ends at or before its start crosses midnight. An override is a date.',
})

/** `always`, a calendar's id, or one version of it, `<id>@<version>`. */
export const calendarRef = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}(@[1-9][0-9]{0,5})?$/, { error: 'Expected always, or the id of a calendar' })
  .meta({ example: 'always' })
