import { describe, expect, test } from '@jest/globals'
import type { BusinessCalendar } from '../../domain/time/business-calendar.ts'
import { chinaOverrides } from '../../domain/time/holidays.ts'
import { previewClock, type PreviewInput } from '../../domain/promises/preview.ts'
import type { Unit } from '../../domain/time/working-time.ts'
import { everyDay, fiveDays, officeHours } from '../support/time/calendars.ts'

const shanghai: BusinessCalendar = {
  timeZone: 'Asia/Shanghai',
  week: fiveDays,
  ...chinaOverrides([2026], officeHours, fiveDays),
}

const nationalDay: PreviewInput = {
  calendar: shanghai,
  target: { amount: 4, unit: 'workingHours' },
  startedAt: '2026-09-30T16:30:00+08:00',
  pauses: [],
  at: '2026-10-08T11:00:00+08:00',
}

const preview = (change: Partial<PreviewInput>) => previewClock({ ...nationalDay, ...change })

function dueOf(amount: number, unit: Unit, startedAt: string, calendar: PreviewInput['calendar'] = shanghai) {
  const shown = preview({ target: { amount, unit }, startedAt, at: startedAt, calendar })
  return 'dueAt' in shown ? shown.dueAt : shown
}

function faultsOf(change: Partial<PreviewInput>): string[] {
  const shown = preview(change)
  return 'faults' in shown ? shown.faults.map(({ path }) => path.join('.')) : []
}

describe('the National Day arithmetic', () => {
  test('a general fault on the eve at 16:30 wants somebody on site by 8 October 11:30', () => {
    expect(preview({})).toEqual({
      dueAt: '2026-10-08T03:30:00Z',
      elapsedSeconds: 12_600,
      remainingSeconds: 1800,
      percent: 87.5,
      breached: false,
    })
  })

  test('a major one counts 7×24', () => {
    expect(dueOf(4, 'workingHours', '2026-09-30T16:30:00+08:00', 'always')).toBe('2026-09-30T12:30:00Z')
  })

  test('a question on Friday 9 October is answered on the make-up Saturday and the visit is on Monday', () => {
    expect(dueOf(1, 'workingDays', '2026-10-09T15:00:00+08:00')).toBe('2026-10-10T07:00:00Z')
    expect(dueOf(2, 'workingDays', '2026-10-09T15:00:00+08:00')).toBe('2026-10-12T07:00:00Z')
  })
})

describe('SLA 17', () => {
  test('done at the due instant is met, a second later is late, and a fraction of a second is dropped', () => {
    const at = (time: string) => preview({ at: `2026-10-08T${time}+08:00` })
    expect(at('11:30:00')).toMatchObject({ breached: false, remainingSeconds: 0, percent: 100 })
    expect(at('11:30:00.999')).toMatchObject({ breached: false, remainingSeconds: 0 })
    expect(at('11:30:01')).toMatchObject({ breached: true, remainingSeconds: -1, percent: 100 })
  })

  test('late in the break the clock shows no more seconds, but is breached', () => {
    const target = { amount: 3, unit: 'workingHours' } as const
    const startedAt = '2026-10-08T09:00:00+08:00'
    expect(preview({ target, startedAt, at: '2026-10-08T12:30:00+08:00' })).toEqual({
      dueAt: '2026-10-08T04:00:00Z',
      elapsedSeconds: 10_800,
      remainingSeconds: 0,
      percent: 100,
      breached: true,
    })
  })

  test('a percentage is never rounded up', () => {
    const target = { amount: 8, unit: 'workingHours' } as const
    const startedAt = '2026-10-08T08:30:00+08:00'
    expect(preview({ target, startedAt, at: '2026-10-09T08:59:59+08:00' })).toMatchObject({ percent: 99.99 })
    expect(preview({ target, startedAt, at: '2026-10-08T08:30:01+08:00' })).toMatchObject({ percent: 0 })
  })
})

describe('SLA 10: pauses', () => {
  test('that overlap count once, and outside working time not at all', () => {
    const pauses = [
      { from: '2026-10-08T09:00:00+08:00', to: '2026-10-08T10:00:00+08:00' },
      { from: '2026-10-08T09:30:00+08:00', to: '2026-10-08T10:30:00+08:00' },
      { from: '2026-10-01T00:00:00+08:00', to: '2026-10-05T00:00:00+08:00' },
    ]
    expect(preview({ pauses })).toEqual({
      dueAt: '2026-10-08T06:30:00Z',
      elapsedSeconds: 7200,
      remainingSeconds: 7200,
      percent: 50,
      breached: false,
    })
  })

  test('that last for years are followed to their end', () => {
    const pauses = [{ from: '2026-10-08T08:30:00+08:00', to: '2064-01-01T00:00:00+08:00' }]
    expect(preview({ pauses })).toMatchObject({ dueAt: '2064-01-01T03:30:00Z', elapsedSeconds: 3600 })
  })
})

describe('far ahead', () => {
  test('a long target is found, on leap days too', () => {
    const calendar = { timeZone: 'Europe/Berlin', week: everyDay(['09:00', '17:00']), overrides: [] }
    expect(dueOf(3653, 'workingDays', '2026-06-01T12:00:00Z', calendar)).toBe('2036-06-01T12:00:00Z')
  })

  test('a clock left alone for more than a century is counted to the second', () => {
    const calendar = {
      timeZone: 'Asia/Kathmandu',
      week: everyDay(['00:00', '12:00'], ['12:00', '24:00']),
      overrides: [],
    }
    const begun = performance.now()
    expect(preview({ calendar, startedAt: '2026-01-01T00:00:00Z', at: '2199-12-31T23:59:59Z' })).toMatchObject({
      elapsedSeconds: (Date.UTC(2199, 11, 31, 23, 59, 59) - Date.UTC(2026, 0, 1)) / 1000,
      breached: true,
    })
    expect(performance.now() - begun).toBeLessThan(5000)
  })

  test('a target that the calendar never holds is refused, naming its amount', () => {
    const calendar = { timeZone: 'UTC', week: {}, overrides: [{ date: '2026-10-08', windows: officeHours }] }
    expect(faultsOf({ calendar, target: { amount: 8, unit: 'workingHours' } })).toEqual(['target.amount'])
    expect(faultsOf({ calendar, target: { amount: 1, unit: 'workingDays' } })).toEqual(['target.amount'])
    for (const unit of ['workingMinutes', 'workingHours', 'workingDays'] as const) {
      expect(faultsOf({ target: { amount: Number.MAX_SAFE_INTEGER, unit } })).toEqual(['target.amount'])
      expect(faultsOf({ calendar: 'always', target: { amount: Number.MAX_VALUE, unit } })).toEqual(['target.amount'])
    }
    expect(faultsOf({ calendar: 'always', target: { amount: 11 * 366, unit: 'workingDays' } })).toEqual([
      'target.amount',
    ])
  })

  test('a due that lies past the years that can be counted is refused', () => {
    const [startedAt, at] = ['2199-12-31T00:00:00Z', '2199-12-31T00:00:00Z']
    expect(faultsOf({ calendar: 'always', startedAt, at })).toEqual([])
    expect(faultsOf({ calendar: 'always', startedAt, at, target: { amount: 25, unit: 'workingHours' } })).toEqual([
      'target.amount',
    ])
  })

  test('more windows than one request may cost are refused', () => {
    const calendar = { ...shanghai, week: everyDay(...Array.from({ length: 24 }, () => officeHours).flat()) }
    expect(faultsOf({ calendar })).toEqual([])
    expect(faultsOf({ calendar, at: '2199-01-01T00:00:00Z' })).toEqual(['calendar'])
  })
})

describe('a wrong field is named', () => {
  test('in the calendar', () => {
    const calendar = { timeZone: 'Nowhere', week: { monday: [['9', '17:00']] as [string, string][] }, overrides: [] }
    expect(faultsOf({ calendar })).toEqual(['calendar.timeZone', 'calendar.week.monday.0.0'])
    expect(faultsOf({ calendar: { ...shanghai, week: {}, overrides: [] } })).toEqual(['calendar.week'])
  })

  test('when an instant is none, or in another age', () => {
    const pauses = [{ from: 'yesterday', to: '2201-01-01T00:00:00Z' }]
    expect(faultsOf({ startedAt: '1969-12-31T23:59:59Z', at: 'now', pauses })).toEqual([
      'startedAt',
      'at',
      'pauses.0.from',
      'pauses.0.to',
    ])
  })

  test('when a pause ends before it begins', () => {
    const pauses = [{ from: '2026-10-08T10:00:00Z', to: '2026-10-08T09:59:59Z' }]
    expect(faultsOf({ pauses })).toEqual(['pauses.0.to'])
  })
})

test('before its start a clock shows nothing used', () => {
  expect(preview({ at: '2026-09-30T08:00:00+08:00' })).toMatchObject({ elapsedSeconds: 0, percent: 0, breached: false })
})
