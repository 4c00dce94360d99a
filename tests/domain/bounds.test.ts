import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Counted, unkeepable } from '../../domain/promises/bounds.ts'
import { dueOf } from '../../domain/promises/clock.ts'
import { horizonNeed, uncountedClocks } from '../../domain/ticket/horizon.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import { type BusinessCalendar, coverageOf, type Window } from '../../domain/time/business-calendar.ts'
import type { CoverageByCalendar } from '../../domain/time/coverage.ts'
import { fromIso, type Instant, secondsPerDay } from '../../domain/time/instant.ts'
import { dueAt, type Target, type Unit } from '../../domain/time/working-time.ts'
import { everyDay, fiveDays, officeHours } from '../support/time/calendars.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'

const utc = (week: BusinessCalendar['week'], overrides: BusinessCalendar['overrides'] = []): BusinessCalendar => ({
  ...{ timeZone: 'UTC', week, overrides },
})
const minuteAWeek = utc({ monday: [['09:00', '09:01']] })
const minutesADay = utc(everyDay(...Array.from({ length: 48 }, (_, i): Window => [clock(i * 30), clock(i * 30 + 1)])))
const office = utc(fiveDays)

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

const hours = (amount: number): Target => ({ amount, unit: 'workingHours' })
const promise = (calendar: Counted['calendar'], target: Target): Counted => ({ path: ['rows', 0], calendar, target })
const fieldsOf = (...counted: Counted[]) => unkeepable(counted).map(({ path }) => path.join('.'))
const messageOf = (...counted: Counted[]) => unkeepable(counted)[0]?.message

describe('H3: what cannot be kept is refused, with what can be', () => {
  test('a million hours on one minute a week', () => {
    expect(fieldsOf(promise(minuteAWeek, hours(1_000_000)))).toEqual(['rows.0.target.amount'])
    expect(messageOf(promise(minuteAWeek, hours(1_000_000)))).toMatch(/holds 8 workingHours in ten years/)
    expect(unkeepable([promise(minuteAWeek, hours(8))])).toEqual([])
  })

  test('three thousand hours on 48 windows of a minute, though ten years hold them', () => {
    expect(messageOf(promise(minutesADay, hours(2500)))).toMatch(/fall due 31\d\d days after.*look \d\d days ahead/)
    expect(unkeepable([promise(minutesADay, hours(40))])).toEqual([])
  })

  test('calendars that are too much only together', () => {
    const others = Array.from({ length: 4 }, (_, i): Counted => ({ path: [`other${i}`], calendar: { ...office } }))
    const ninety = promise(office, { amount: 900, unit: 'workingDays' })
    expect(unkeepable([ninety])).toEqual([])
    expect(fieldsOf(ninety, ...others)).toEqual(['rows.0.target.amount'])
    const busy = Array.from({ length: 3 }, (_, i): Counted => ({ path: [`n${i}`], calendar: { ...minutesADay } }))
    expect(fieldsOf(promise('always', hours(1)), ...busy)).toEqual(['n0', 'n1', 'n2'])
  })

  test('more than ten years around the clock, and anything on a calendar without a week', () => {
    expect(unkeepable([promise('always', { amount: 3650, unit: 'workingDays' })])).toEqual([])
    expect(fieldsOf(promise('always', { amount: 3661, unit: 'workingDays' }))).toEqual(['rows.0.target.amount'])
    const once = utc({}, [{ date: '2026-10-08', windows: officeHours }])
    expect(messageOf(promise(once, hours(1)))).toMatch(/without working time/)
  })

  test('a target of days whose only hour the clocks skip once a year', () => {
    const skipped = { ...utc({ sunday: [['02:00', '03:00']] }), timeZone: 'Europe/Berlin' }
    const days = (amount: number): Target => ({ amount, unit: 'workingDays' })
    const most = Number(messageOf(promise(skipped, days(9999)))?.match(/holds (\d+) workingDays/)?.[1])
    expect(unkeepable([promise(skipped, days(most))])).toEqual([])
    for (let year = 2026; year < 2060; year += 3) {
      const anchor = Date.UTC(year, 2, 20) / 1000
      const coverage = coverageOf(skipped, anchor, anchor + 3660 * secondsPerDay)
      expect(dueAt(coverage, days(most), anchor, [])).toBeDefined()
    }
  })

  test('a target that a long closure pushes out, whenever the closure is', () => {
    const shutFor = (days: number) =>
      utc(
        fiveDays,
        Array.from({ length: days }, (_, i) => closedOn(i)),
      )
    expect(unkeepable([promise(shutFor(2000), hours(1))])).toEqual([])
    expect(fieldsOf(promise(shutFor(3700), hours(1)))).toEqual(['rows.0.target.amount'])
  })
})

function closedOn(day: number) {
  return { date: new Date(Date.UTC(2030, 0, 1 + day)).toISOString().slice(0, 10), windows: [] }
}

const minute = fc.integer({ min: 0, max: 1439 })
const windows = (most: number) =>
  fc.array(
    fc.tuple(minute, minute).map(([from, to]): Window => [clock(from), clock(to)]),
    { maxLength: most },
  )
const closures = fc
  .tuple(fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: 90 }), windows(2))
  .map(([from, length, of]) =>
    Array.from({ length }, (_, i) => ({ date: closedOn(from - 1400 + i).date, windows: i % 7 ? [] : of })),
  )
const zones = ['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Havana', 'Africa/Casablanca']
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const calendars: fc.Arbitrary<BusinessCalendar> = fc.record({
  timeZone: fc.constantFrom(...zones),
  week: fc.record(Object.fromEntries(weekdays.map((day) => [day, windows(3)])), { requiredKeys: [] }),
  overrides: closures,
})
const targets: fc.Arbitrary<Target> = fc.record({
  amount: fc.double({ min: 0, max: 4, noNaN: true }).map((power) => Math.round(10 ** power)),
  unit: fc.constantFrom<Unit>('workingMinutes', 'workingHours', 'workingDays'),
})
const anchors = fc.integer({ min: fromIso('2026-01-01T00:00:00Z'), max: fromIso('2060-12-31T00:00:00Z') })

describe('H3: whatever the bound lets through', () => {
  const tenYears = 3660 * secondsPerDay

  test('falls due within ten years of any anchor', () => {
    fc.assert(
      fc.property(calendars, targets, anchors, (calendar, target, anchor) => {
        fc.pre(unkeepable([promise(calendar, target)]).length === 0)
        const coverage = coverageOf(calendar, anchor - 2 * secondsPerDay, anchor + tenYears)
        expect(dueAt(coverage, target, anchor, []) ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(anchor + tenYears)
      }),
      { numRuns: 150 },
    )
  })

  test('a ticket finds its dues with less than 256 kB of all its calendars', () => {
    const plan = fc.array(fc.tuple(calendars, targets), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(plan, anchors, (promises, anchor) => {
        const counted = promises.map(([calendar, target]) => promise(calendar, target))
        fc.pre(unkeepable(counted).length === 0)
        const state = known(promises, anchor)
        expect(uncountedClocks(state)).toEqual([])
        expect(state.clocks.map((clock) => dueOf(clock, state.coverage))).not.toContain(undefined)
      }),
      { numRuns: 150 },
    )
  })
})

/** A ticket under such a plan, when it has asked for all that it wants to know; no answer may be large. */
function known(promises: [BusinessCalendar, Target][], at: Instant): TicketState {
  const answer = (from: Instant, until: Instant): CoverageByCalendar => {
    const coverage = Object.fromEntries(
      promises.map(([calendar], i) => [`cal_${i}@1`, coverageOf(calendar, from, until)]),
    )
    expect(JSON.stringify(coverage).length).toBeLessThan(256 * 1024)
    return coverage
  }
  const rows = promises.map(([, target], i) => row('resolution', 1, { target, calendar: `cal_${i}@1` }))
  const midnight = Math.floor(at / secondsPerDay) * secondsPerDay
  const coverage = answer(midnight - 2 * secondsPerDay, midnight + 60 * secondsPerDay)
  const play = new Play(at, opening({ coverage }, { ...generalPolicy, rows }))
  for (let need = horizonNeed(play.state, at); need; need = horizonNeed(play.state, at)) {
    play.state = { ...play.state, coverage: answer(need.from, need.until) }
  }
  return play.state
}
