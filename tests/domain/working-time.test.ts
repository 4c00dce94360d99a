import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type BusinessCalendar, coverageOf, type Window } from '../../domain/time/business-calendar.ts'
import { chinaOverrides } from '../../domain/time/holidays.ts'
import { fromIso, type Interval, toIso } from '../../domain/time/instant.ts'
import {
  addWorking,
  dueAt,
  elapsed,
  instantAtPercent,
  nextWorkingInstant,
  targetSeconds,
  type Unit,
  workingSeconds,
  type WorkingTime,
} from '../../domain/time/working-time.ts'
import { everyDay, fiveDays, hardCalendars, officeHours, pausesNear } from '../support/time/calendars.ts'
import { slowly } from '../support/time/working-minutes.ts'

const day = 86_400
const shanghai: BusinessCalendar = {
  timeZone: 'Asia/Shanghai',
  week: fiveDays,
  ...chinaOverrides([2026], officeHours, fiveDays),
}

function around(calendar: BusinessCalendar, startedAt: string): WorkingTime {
  return coverageOf(calendar, fromIso(startedAt), fromIso(startedAt) + 30 * day)
}

function due(calendar: BusinessCalendar, amount: number, unit: Unit, startedAt: string, ...pauses: [string, string][]) {
  const intervals = pauses.map(([from, to]): Interval => [fromIso(from), fromIso(to)])
  const instant = dueAt(around(calendar, startedAt), { amount, unit }, fromIso(startedAt), intervals)
  return instant === undefined ? undefined : toIso(instant)
}

function every(timeZone: string, ...windows: Window[]): BusinessCalendar {
  return { timeZone, week: everyDay(...windows), overrides: [] }
}

const utc = every('UTC', ['09:00', '12:00'], ['13:00', '18:00'])

describe('SLA 2: hours and minutes', () => {
  test('run through the lunch break, the night and the National Day holiday', () => {
    expect(due(shanghai, 4, 'workingHours', '2026-09-30T16:30:00+08:00')).toBe('2026-10-08T03:30:00Z')
  })

  test('that end with a window are due then, not when the next one opens', () => {
    expect(due(utc, 3, 'workingHours', '2026-05-04T09:00:00Z')).toBe('2026-05-04T12:00:00Z')
    expect(due(utc, 480, 'workingMinutes', '2026-05-04T00:00:00Z')).toBe('2026-05-04T18:00:00Z')
  })

  test('7×24 counts absolute seconds', () => {
    const start = fromIso('2026-03-29T00:30:00Z')
    expect(dueAt('always', { amount: 4, unit: 'workingHours' }, start, [])).toBe(start + 4 * 3600)
    expect(elapsed('always', start, [[start + 10, start + 20]], start + 100)).toBe(90)
  })

  test('a make-up Saturday is a working day, its Sunday is not', () => {
    expect(due(shanghai, 60, 'workingMinutes', '2026-10-10T11:30:00+08:00')).toBe('2026-10-10T06:00:00Z')
    expect(due(shanghai, 60, 'workingMinutes', '2026-10-11T11:30:00+08:00')).toBe('2026-10-12T01:30:00Z')
  })

  test('nothing has elapsed before the start', () => {
    expect(elapsed(around(utc, '2026-05-04T09:00:00Z'), 1_777_885_200, [], 1_777_885_199)).toBe(0)
    expect(elapsed('always', 100, [[0, 200]], 50)).toBe(0)
  })
})

describe('SLA 3: working days', () => {
  test('are not hours: due at the same time of day', () => {
    expect(due(shanghai, 1, 'workingDays', '2026-10-09T15:00:00+08:00')).toBe('2026-10-10T07:00:00Z')
    expect(due(shanghai, 2, 'workingDays', '2026-10-09T15:00:00+08:00')).toBe('2026-10-12T07:00:00Z')
    expect(due(shanghai, 1, 'workingDays', '2026-09-30T16:30:17+08:00')).toBe('2026-10-08T08:30:17Z')
  })

  test('begin with the next working instant', () => {
    expect(due(shanghai, 1, 'workingDays', '2026-10-02T20:00:00+08:00')).toBe('2026-10-09T00:30:00Z')
    expect(due(shanghai, 1, 'workingDays', '2026-10-12T12:30:00+08:00')).toBe('2026-10-13T05:30:00Z')
  })

  const halfDay = (...windows: Window[]) => ({ ...utc, overrides: [{ date: '2026-05-05', windows }] })

  test('go back to the end of the window before when the same time is not working time', () => {
    expect(due(halfDay(['09:00', '11:00']), 1, 'workingDays', '2026-05-04T15:00:00Z')).toBe('2026-05-05T11:00:00Z')
    expect(due(halfDay(['09:00', '15:00']), 1, 'workingDays', '2026-05-04T15:00:00Z')).toBe('2026-05-05T15:00:00Z')
  })

  test('wait for the first opening when there is no window before', () => {
    expect(due(halfDay(['16:00', '18:00']), 1, 'workingDays', '2026-05-04T15:00:00Z')).toBe('2026-05-05T16:00:00Z')
  })

  test('count a night shift as the day on which it began', () => {
    const nights = { ...every('UTC', ['22:00', '06:00']), overrides: [{ date: '2026-05-05', windows: [] }] }
    expect(due(nights, 1, 'workingDays', '2026-05-05T03:00:00Z')).toBe('2026-05-07T03:00:00Z')
    expect(due(nights, 1, 'workingDays', '2026-05-04T23:00:00Z')).toBe('2026-05-06T23:00:00Z')
  })

  test('are 24 hours on 7×24', () => {
    const start = fromIso('2026-03-28T12:00:00Z')
    expect(dueAt('always', { amount: 2, unit: 'workingDays' }, start, [])).toBe(start + 2 * day)
  })

  test('keep the local time across a change of the clocks', () => {
    const berlin = every('Europe/Berlin', ['00:00', '24:00'])
    expect(due(berlin, 1, 'workingDays', '2026-03-28T15:00:00+01:00')).toBe('2026-03-29T13:00:00Z')
    expect(due(berlin, 1, 'workingDays', '2026-10-24T15:00:00+02:00')).toBe('2026-10-25T14:00:00Z')
  })

  test('a due time that does not exist moves forward, one that comes twice is the first', () => {
    const berlin = every('Europe/Berlin', ['00:00', '24:00'])
    expect(due(berlin, 1, 'workingDays', '2026-03-28T02:30:00+01:00')).toBe('2026-03-29T01:30:00Z')
    expect(due(berlin, 1, 'workingDays', '2026-10-24T02:30:00+02:00')).toBe('2026-10-25T00:30:00Z')
    const island = every('Australia/Lord_Howe', ['02:10', '06:00'])
    expect(due(island, 1, 'workingDays', '2026-10-03T02:15:00+10:30')).toBe('2026-10-03T15:45:00Z')
    expect(due(every('Europe/Berlin', ['22:00', '06:00']), 1, 'workingDays', '2026-03-28T02:30:00+01:00')).toBe(
      '2026-03-29T01:30:00Z',
    )
  })

  test('a leap day is one of them', () => {
    expect(due(utc, 1, 'workingDays', '2028-02-28T10:00:00Z')).toBe('2028-02-29T10:00:00Z')
    expect(due(utc, 1, 'workingDays', '2027-02-28T10:00:00Z')).toBe('2027-03-01T10:00:00Z')
  })

  test('elapsed counts their working seconds', () => {
    const start = fromIso('2026-10-09T15:00:00+08:00')
    const time = around(shanghai, '2026-10-09T15:00:00+08:00')
    expect(targetSeconds(time, { amount: 1, unit: 'workingDays' }, start)).toBe(7.5 * 3600)
    expect(targetSeconds(time, { amount: 2, unit: 'workingDays' }, start)).toBe(15 * 3600)
  })
})

describe('SLA 10: pauses', () => {
  test('move the due instant by their own working time', () => {
    const pause: [string, string] = ['2026-05-04T11:00:00Z', '2026-05-04T14:00:00Z']
    expect(due(utc, 4, 'workingHours', '2026-05-04T09:00:00Z', pause)).toBe('2026-05-04T16:00:00Z')
    expect(due(utc, 1, 'workingDays', '2026-05-04T10:00:00Z', pause)).toBe('2026-05-05T12:00:00Z')
  })

  test('that overlap count once', () => {
    const start = '2026-05-04T09:00:00Z'
    const pauses: [string, string][] = [
      ['2026-05-04T10:00:00Z', '2026-05-04T11:00:00Z'],
      ['2026-05-04T10:30:00Z', '2026-05-04T11:30:00Z'],
    ]
    expect(due(utc, 2, 'workingHours', start, ...pauses)).toBe('2026-05-04T13:30:00Z')
    expect(due(utc, 1, 'workingDays', start, ...pauses)).toBe('2026-05-05T10:30:00Z')
  })

  test('count from the start of the clock only, and not after it was due', () => {
    const early: [string, string] = ['2026-05-04T08:00:00Z', '2026-05-04T10:00:00Z']
    const late: [string, string] = ['2026-05-04T12:00:00Z', '2026-05-04T17:00:00Z']
    expect(due(utc, 2, 'workingHours', '2026-05-04T09:30:00Z', early)).toBe('2026-05-04T12:00:00Z')
    expect(due(utc, 2, 'workingHours', '2026-05-04T09:30:00Z', early, late)).toBe('2026-05-04T12:00:00Z')
  })

  test('that began in the free time before an opening hold back what is due at that opening', () => {
    const start = '2026-05-04T08:00:00Z'
    expect(due(utc, 1, 'workingDays', start)).toBe('2026-05-05T09:00:00Z')
    for (const from of ['2026-05-04T20:00:00Z', '2026-05-05T09:00:00Z']) {
      expect(due(utc, 1, 'workingDays', start, [from, '2026-05-05T10:00:00Z'])).toBe('2026-05-05T10:00:00Z')
    }
    const overLunch: [string, string][] = [
      ['2026-05-04T20:00:00Z', '2026-05-05T12:00:00Z'],
      ['2026-05-05T13:00:00Z', '2026-05-05T14:00:00Z'],
    ]
    expect(due(utc, 1, 'workingDays', start, ...overLunch)).toBe('2026-05-05T14:00:00Z')
  })

  test('that go on leave nothing due', () => {
    const pause: Interval[] = [[100, Number.POSITIVE_INFINITY]]
    expect(dueAt('always', { amount: 1, unit: 'workingHours' }, 50, pause)).toBeUndefined()
    const start = fromIso('2026-05-04T09:00:00Z')
    const open: Interval[] = [[start + 60, Number.POSITIVE_INFINITY]]
    const time = around(utc, '2026-05-04T09:00:00Z')
    expect(dueAt(time, { amount: 1, unit: 'workingHours' }, start, open)).toBeUndefined()
    expect(dueAt(time, { amount: 1, unit: 'workingDays' }, start, open)).toBeUndefined()
    const overnight: Interval[] = [[start + 11 * 3600, Number.POSITIVE_INFINITY]]
    expect(dueAt(time, { amount: 1, unit: 'workingDays' }, start, overnight)).toBeUndefined()
    expect(elapsed(time, start, open, start + day)).toBe(60)
  })
})

describe('SLA 15: thresholds', () => {
  test('are reached when the percentage, rounded up to seconds, has elapsed, also past the target', () => {
    const at = (amount: number, percent: number) =>
      instantAtPercent('always', { amount, unit: 'workingMinutes' }, 1000, [[1100, 1200]], percent)
    expect(at(10, 50)).toBe(1000 + 300 + 100)
    expect(at(10, 150)).toBe(1000 + 900 + 100)
    expect(at(1, 33)).toBe(1020)
  })

  test('of working days count their working seconds', () => {
    const start = fromIso('2026-05-04T08:00:00Z')
    const at = (percent: number) =>
      toIso(
        instantAtPercent(around(utc, '2026-05-04T08:00:00Z'), { amount: 1, unit: 'workingDays' }, start, [], percent) ??
          0,
      )
    expect(at(50)).toBe('2026-05-04T14:00:00Z')
    expect(at(100)).toBe('2026-05-05T09:00:00Z')
    expect(at(150)).toBe('2026-05-05T14:00:00Z')
  })
})

describe('a coverage that ends too early', () => {
  const start = fromIso('2026-05-04T09:00:00Z')
  const time = coverageOf(utc, start, start)

  test('gives no due instant, rather than a wrong one', () => {
    expect(dueAt(time, { amount: 8, unit: 'workingHours' }, start, [])).toBe(fromIso('2026-05-04T18:00:00Z'))
    expect(dueAt(time, { amount: 481, unit: 'workingMinutes' }, start, [])).toBeUndefined()
    expect(dueAt(time, { amount: 1, unit: 'workingDays' }, start, [])).toBeUndefined()
    expect(targetSeconds(time, { amount: 1, unit: 'workingDays' }, start)).toBeUndefined()
    expect(instantAtPercent(time, { amount: 8, unit: 'workingHours' }, start, [], 110)).toBeUndefined()
    expect(instantAtPercent(time, { amount: 1, unit: 'workingDays' }, start, [], 50)).toBeUndefined()
    expect(dueAt({ from: 0, until: 0, segments: [] }, { amount: 1, unit: 'workingDays' }, start, [])).toBeUndefined()
  })

  test('knows no next opening', () => {
    expect(nextWorkingInstant(time, start - 3600)).toBe(start)
    expect(nextWorkingInstant(time, start + 60)).toBe(start + 60)
    expect(nextWorkingInstant(time, start + 9 * 3600)).toBeUndefined()
    expect(nextWorkingInstant('always', start)).toBe(start)
  })
})

/** A clock on a hard calendar, with pauses; instants in whole seconds, or in whole minutes for the slow check. */
function clocks(second: 1 | 60) {
  const target = fc.oneof(
    fc.record({ amount: fc.integer({ min: 1, max: 1000 }), unit: fc.constant<Unit>('workingMinutes') }),
    fc.record({ amount: fc.integer({ min: 1, max: 30 }), unit: fc.constant<Unit>('workingHours') }),
    fc.record({ amount: fc.integer({ min: 1, max: 4 }), unit: fc.constant<Unit>('workingDays') }),
  )
  return hardCalendars.chain(({ calendar, startedAt }) =>
    fc.integer({ min: 0, max: 59 }).chain((seconds) =>
      fc.record({
        calendar: fc.constant(calendar),
        target,
        startedAt: fc.constant(second === 60 ? startedAt : startedAt + seconds),
        pauses: pausesNear(startedAt, second),
      }),
    ),
  )
}

describe('for every calendar, start and pause', () => {
  const horizon = 12 * day
  const covering = (calendar: BusinessCalendar, startedAt: number) =>
    coverageOf(calendar, startedAt - 2 * day, startedAt + horizon)

  test('due and elapsed are what counting the minutes one by one gives', () => {
    fc.assert(
      fc.property(clocks(60), ({ calendar, target, startedAt, pauses }) => {
        const time = covering(calendar, startedAt)
        const slow = slowly(calendar, startedAt - 2 * day, time.until)
        const at = startedAt + 4 * day
        expect(elapsed(time, startedAt, pauses, at)).toBe(slow.elapsed(startedAt, pauses, at))
        const expected = slow.dueAt(target, startedAt, pauses)
        if (expected === undefined || expected > startedAt + horizon) return
        expect(toIso(dueAt(time, target, startedAt, pauses) ?? 0)).toBe(toIso(expected))
      }),
      { numRuns: 200 },
    )
  })

  test('SLA 2: due is the inverse of elapsed', () => {
    fc.assert(
      fc.property(clocks(1), ({ calendar, target, startedAt, pauses }) => {
        const time = covering(calendar, startedAt)
        const instant = dueAt(time, target, startedAt, pauses)
        if (instant === undefined) return
        const allowed = targetSeconds(time, target, startedAt) as number
        expect(elapsed(time, startedAt, pauses, instant)).toBe(allowed)
        if (target.unit !== 'workingDays') expect(elapsed(time, startedAt, pauses, instant - 1)).toBe(allowed - 1)
        expect(instantAtPercent(time, target, startedAt, pauses, 100)).toBe(instant)
      }),
    )
  })

  test('working time added is working time counted', () => {
    fc.assert(
      fc.property(clocks(1), fc.integer({ min: 1, max: 200_000 }), ({ calendar, startedAt }, seconds) => {
        const time = covering(calendar, startedAt)
        const instant = addWorking(time, startedAt, seconds)
        if (instant !== undefined) expect(workingSeconds(time, startedAt, instant)).toBe(seconds)
        if (instant !== undefined) expect(workingSeconds(time, startedAt, instant - 1)).toBe(seconds - 1)
      }),
    )
  })

  test('elapsed never goes back, nor grows faster than time', () => {
    fc.assert(
      fc.property(clocks(1), fc.nat(5 * day), fc.nat(day), ({ calendar, startedAt, pauses }, after, more) => {
        const time = covering(calendar, startedAt)
        const before = elapsed(time, startedAt, pauses, startedAt + after)
        const later = elapsed(time, startedAt, pauses, startedAt + after + more)
        expect(later - before).toBeGreaterThanOrEqual(0)
        expect(later - before).toBeLessThanOrEqual(more)
      }),
    )
  })

  test('thresholds come in the order of their percentages, and one second earlier none has come', () => {
    fc.assert(
      fc.property(clocks(1), fc.integer({ min: 1, max: 99 }), ({ calendar, target, startedAt, pauses }, percent) => {
        const time = covering(calendar, startedAt)
        const at = (percentage: number) => instantAtPercent(time, target, startedAt, pauses, percentage)
        const [first, hundred, last] = [at(percent), at(100), at(100 + percent)]
        if (first === undefined || hundred === undefined || last === undefined) return
        expect(first).toBeLessThanOrEqual(hundred)
        expect(hundred).toBeLessThan(last)
        const wanted = Math.ceil(((targetSeconds(time, target, startedAt) as number) * percent) / 100)
        expect(elapsed(time, startedAt, pauses, first)).toBe(wanted)
        expect(elapsed(time, startedAt, pauses, first - 1)).toBe(wanted - 1)
      }),
    )
  })

  test('SLA 10: a pause outside working time adds nothing', () => {
    fc.assert(
      fc.property(clocks(1), fc.nat(20), ({ calendar, target, startedAt, pauses }, index) => {
        const time = covering(calendar, startedAt)
        const closed = time.segments.slice(1).map(([opens], i): Interval => [time.segments[i]?.[1] ?? opens, opens])
        const outside = closed[index % Math.max(1, closed.length)]
        if (!outside) return
        expect(dueAt(time, target, startedAt, [outside, ...pauses])).toBe(dueAt(time, target, startedAt, pauses))
        const at = startedAt + 4 * day
        expect(elapsed(time, startedAt, [outside, ...pauses], at)).toBe(elapsed(time, startedAt, pauses, at))
      }),
      { numRuns: 300 },
    )
  })

  test('SLA 10: splitting a pause changes nothing', () => {
    fc.assert(
      fc.property(
        clocks(1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ calendar, target, startedAt, pauses }, share) => {
          const time = covering(calendar, startedAt)
          const split = pauses.flatMap(([from, to]): Interval[] => {
            const middle = Math.floor(from + (to - from) * share)
            return [
              [middle, to],
              [from, middle],
            ]
          })
          expect(dueAt(time, target, startedAt, split)).toBe(dueAt(time, target, startedAt, pauses))
        },
      ),
    )
  })

  test('a longer look ahead gives the same answer', () => {
    fc.assert(
      fc.property(clocks(1), ({ calendar, target, startedAt, pauses }) => {
        const known = dueAt(coverageOf(calendar, startedAt, startedAt + 3 * day), target, startedAt, pauses)
        if (known === undefined) return
        expect(dueAt(covering(calendar, startedAt), target, startedAt, pauses)).toBe(known)
      }),
    )
  })
})
