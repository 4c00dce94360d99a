import fc from 'fast-check'
import type { BusinessCalendar, Weekday, Window } from '../../../domain/time/business-calendar.ts'
import { fromIso, type Instant, type Interval } from '../../../domain/time/instant.ts'

export const officeHours: Window[] = [
  ['08:30', '12:00'],
  ['13:30', '17:30'],
]

export const fiveDays: BusinessCalendar['week'] = {
  monday: officeHours,
  tuesday: officeHours,
  wednesday: officeHours,
  thursday: officeHours,
  friday: officeHours,
}

export function everyDay(...windows: Window[]): BusinessCalendar['week'] {
  return Object.fromEntries(weekdays.map((weekday) => [weekday, windows]))
}

const weekdays: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** Days on which something happens to the clocks or to the date. */
const turningDays = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Havana', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
  ['America/Santiago', '2026-04-04'],
  ['America/Nuuk', '2026-03-28'],
  ['Asia/Shanghai', '2026-10-01'],
  ['Asia/Kathmandu', '2028-02-29'],
] as const

const windows = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 96 }))
    .map(([from, to]): Window => [quarterHour(from), quarterHour(to)]),
  { maxLength: 3 },
)

function quarterHour(count: number): string {
  return `${String(Math.floor(count / 4)).padStart(2, '0')}:${String((count % 4) * 15).padStart(2, '0')}`
}

function dateNear(day: string, offset: number): string {
  return new Date(Date.parse(day) + offset * 86_400_000).toISOString().slice(0, 10)
}

/** A calendar that is hard to get right, and an instant in the days before its turning day; all on whole minutes. */
export const hardCalendars: fc.Arbitrary<{ calendar: BusinessCalendar; startedAt: Instant }> = fc
  .record({
    turning: fc.constantFrom(...turningDays),
    week: fc.tuple(...weekdays.map(() => windows)),
    overridden: fc.uniqueArray(fc.tuple(fc.integer({ min: -2, max: 4 }), windows), {
      maxLength: 2,
      selector: ([offset]) => offset,
    }),
    minutesBefore: fc.integer({ min: -24 * 60, max: 3 * 24 * 60 }),
  })
  .map(({ turning: [timeZone, day], week, overridden, minutesBefore }) => ({
    calendar: {
      timeZone,
      week: Object.fromEntries(weekdays.map((weekday, index) => [weekday, week[index] as Window[]])),
      overrides: overridden.map(([offset, of]) => ({ date: dateNear(day, offset), windows: of })),
    },
    startedAt: fromIso(`${day}T00:00:00Z`) - minutesBefore * 60,
  }))

/** Pauses after `startedAt` and around it, in whole units of `unit` seconds; they may overlap. */
export function pausesNear(startedAt: Instant, unit = 60): fc.Arbitrary<Interval[]> {
  const days = (count: number) => Math.floor((count * 86_400) / unit)
  const pause = fc
    .tuple(fc.integer({ min: -days(1), max: days(5) }), fc.integer({ min: 0, max: days(1) }))
    .map(([after, length]): Interval => [startedAt + after * unit, startedAt + (after + length) * unit])
  return fc.array(pause, { maxLength: 4 })
}
