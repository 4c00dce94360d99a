import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type BusinessCalendar, checkCalendar, coverageOf, type Window } from '../../domain/time/business-calendar.ts'
import { fromIso, toIso } from '../../domain/time/instant.ts'
import { everyDay, fiveDays, hardCalendars, officeHours } from '../support/time/calendars.ts'
import { slowly } from '../support/time/working-minutes.ts'

const day = 86_400

/** The windows that begin on a date, as UTC. */
function opened(calendar: BusinessCalendar, date: string): string[] {
  const at = fromIso(`${date}T12:00:00Z`)
  const { segments } = coverageOf(calendar, at - 2 * day, at + 2 * day)
  return segments
    .filter(([, , owner]) => owner === fromIso(`${date}T00:00:00Z`) / day)
    .map(([from, to]) => `${toIso(from)} ${toIso(to)}`)
}

function every(timeZone: string, ...windows: Window[]): BusinessCalendar {
  return { timeZone, week: everyDay(...windows), overrides: [] }
}

describe('SLA 3: windows', () => {
  const shanghai = { timeZone: 'Asia/Shanghai', week: fiveDays, overrides: [] }

  test('several windows a day are kept apart', () => {
    expect(opened(shanghai, '2026-09-30')).toEqual([
      '2026-09-30T00:30:00Z 2026-09-30T04:00:00Z',
      '2026-09-30T05:30:00Z 2026-09-30T09:30:00Z',
    ])
  })

  test('a window that ends at or before its start crosses midnight and belongs to the day on which it began', () => {
    expect(opened(every('UTC', ['22:00', '06:00']), '2026-05-04')).toEqual([
      '2026-05-04T22:00:00Z 2026-05-05T06:00:00Z',
    ])
    expect(opened(every('UTC', ['08:00', '08:00']), '2026-05-04')).toEqual([
      '2026-05-04T08:00:00Z 2026-05-05T08:00:00Z',
    ])
  })

  test('24:00 ends with the day', () => {
    expect(opened(every('UTC', ['18:00', '24:00']), '2026-05-04')).toEqual([
      '2026-05-04T18:00:00Z 2026-05-05T00:00:00Z',
    ])
  })

  test('windows that overlap count once, also across midnight', () => {
    expect(opened(every('UTC', ['08:00', '12:00'], ['11:00', '14:00']), '2026-05-04')).toEqual([
      '2026-05-04T08:00:00Z 2026-05-04T14:00:00Z',
    ])
    expect(opened(every('UTC', ['20:00', '06:00'], ['05:00', '07:00']), '2026-05-04')).toEqual([
      '2026-05-04T06:00:00Z 2026-05-04T07:00:00Z',
      '2026-05-04T20:00:00Z 2026-05-05T06:00:00Z',
    ])
  })

  test('a date can be closed, open for a part, or an extra working day', () => {
    const overrides: BusinessCalendar['overrides'] = [
      { date: '2026-10-01', windows: [] },
      { date: '2026-10-02', windows: [['09:00', '10:00']] },
      { date: '2026-10-10', windows: officeHours },
    ]
    const calendar = { ...shanghai, overrides }
    expect(opened(calendar, '2026-10-01')).toEqual([])
    expect(opened(calendar, '2026-10-02')).toEqual(['2026-10-02T01:00:00Z 2026-10-02T02:00:00Z'])
    expect(opened(calendar, '2026-10-10')).toHaveLength(2)
    expect(opened(calendar, '2026-10-11')).toEqual([])
  })

  test('a leap day is a day', () => {
    expect(opened(every('Asia/Kathmandu', ['09:00', '17:00']), '2028-02-29')).toEqual([
      '2028-02-29T03:15:00Z 2028-02-29T11:15:00Z',
    ])
  })
})

describe('SLA 4: daylight saving', () => {
  test('a window keeps its local times on both sides of the change', () => {
    const berlin = every('Europe/Berlin', ['09:00', '17:00'])
    expect(opened(berlin, '2026-03-28')).toEqual(['2026-03-28T08:00:00Z 2026-03-28T16:00:00Z'])
    expect(opened(berlin, '2026-03-29')).toEqual(['2026-03-29T07:00:00Z 2026-03-29T15:00:00Z'])
  })

  test('a time that does not exist moves forward by as much as the clocks do', () => {
    expect(opened(every('Europe/Berlin', ['02:30', '05:00']), '2026-03-29')).toEqual([
      '2026-03-29T01:30:00Z 2026-03-29T03:00:00Z',
    ])
    expect(opened(every('America/New_York', ['02:15', '02:45']), '2026-03-08')).toEqual([
      '2026-03-08T07:15:00Z 2026-03-08T07:45:00Z',
    ])
    expect(opened(every('Australia/Lord_Howe', ['02:10', '05:00']), '2026-10-04')).toEqual([
      '2026-10-03T15:40:00Z 2026-10-03T18:00:00Z',
    ])
  })

  test('an ambiguous start is the first and an ambiguous end the last', () => {
    // The window is longer than its wall shows, and is cut where the offset changes.
    expect(opened(every('Europe/Berlin', ['02:15', '02:45']), '2026-10-25')).toEqual([
      '2026-10-25T00:15:00Z 2026-10-25T01:00:00Z',
      '2026-10-25T01:00:00Z 2026-10-25T01:45:00Z',
    ])
    expect(opened(every('Australia/Lord_Howe', ['01:40', '01:50']), '2026-04-05')).toEqual([
      '2026-04-04T14:40:00Z 2026-04-04T15:00:00Z',
      '2026-04-04T15:00:00Z 2026-04-04T15:20:00Z',
    ])
  })

  test('a day has 23, 24 or 25 hours, and 23.5 or 24.5 on Lord Howe Island', () => {
    const hours = (zone: string, date: string) => {
      const at = fromIso(`${date}T12:00:00Z`)
      const { segments } = coverageOf(every(zone, ['00:00', '24:00']), at - day, at + day)
      const own = segments.filter(([, , owner]) => owner === fromIso(`${date}T00:00:00Z`) / day)
      return own.reduce((sum, [from, to]) => sum + to - from, 0) / 3600
    }
    expect(hours('Europe/Berlin', '2026-03-29')).toBe(23)
    expect(hours('America/New_York', '2026-11-01')).toBe(25)
    expect(hours('Australia/Lord_Howe', '2026-10-04')).toBe(23.5)
    expect(hours('Australia/Lord_Howe', '2026-04-05')).toBe(24.5)
    expect(hours('Asia/Shanghai', '2026-03-29')).toBe(24)
  })
})

describe('a coverage', () => {
  test('says the same as the calendar, minute by minute', () => {
    fc.assert(
      fc.property(hardCalendars, ({ calendar, startedAt }) => {
        const until = startedAt + 5 * day
        const coverage = coverageOf(calendar, startedAt, until)
        const slow = slowly(calendar, startedAt, until)
        const differing: string[] = []
        for (let at = startedAt; at < until; at += 60) {
          const holding = coverage.segments.filter(([from, to]) => from <= at && at < to).length
          if (holding !== (slow.isWorking(at) ? 1 : 0)) differing.push(toIso(at))
        }
        expect(differing).toEqual([])
      }),
    )
  })

  test('has whole local days, so that a longer one says the same about them', () => {
    fc.assert(
      fc.property(hardCalendars, ({ calendar, startedAt }) => {
        const short = coverageOf(calendar, startedAt, startedAt + day)
        const long = coverageOf(calendar, startedAt, startedAt + 9 * day)
        expect(short.from).toBeLessThanOrEqual(startedAt)
        expect(short.until).toBeGreaterThan(startedAt + day)
        const known = ({ segments }: typeof long) => segments.filter(([from]) => from < short.until)
        expect(known(short)).toEqual(known(long))
      }),
    )
  })

  test('R2.9: knows from which instant on holidays are not published', () => {
    const calendar = { timeZone: 'Asia/Shanghai', week: fiveDays, overrides: [], provisionalAfter: '2026-12-31' }
    const { provisionalFrom } = coverageOf(calendar, fromIso('2026-09-30T00:00:00Z'), fromIso('2026-10-30T00:00:00Z'))
    expect(provisionalFrom).toBe(fromIso('2026-12-31T16:00:00Z'))
  })

  test('of two months of office hours is worked out in a few milliseconds', () => {
    const calendar = { timeZone: 'Asia/Shanghai', week: fiveDays, overrides: [] }
    const from = fromIso('2026-09-30T00:00:00Z')
    for (let i = 0; i < 20; i++) coverageOf(calendar, from, from + 60 * day)
    const begun = performance.now()
    for (let i = 0; i < 20; i++) coverageOf(calendar, from, from + 60 * day)
    expect((performance.now() - begun) / 20).toBeLessThan(10)
  })
})

describe('a calendar is refused', () => {
  const good: BusinessCalendar = { timeZone: 'Asia/Shanghai', week: fiveDays, overrides: [] }
  const faults = (change: Partial<BusinessCalendar>) =>
    checkCalendar({ ...good, ...change }).map(({ path }) => path.join('.'))

  test('unless it is sound', () => {
    expect(checkCalendar(good)).toEqual([])
    expect(faults({ week: {}, overrides: [{ date: '2028-02-29', windows: [['22:00', '24:00']] }] })).toEqual([])
    expect(faults({ timeZone: 'Asia/Kathmandu' })).toEqual([])
    for (const timeZone of ['UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/UTC']) {
      expect([timeZone, faults({ timeZone })]).toEqual([timeZone, []])
    }
  })

  test('SLA 3: when it is empty', () => {
    expect(faults({ week: {} })).toEqual(['week'])
    expect(faults({ week: { monday: [] }, overrides: [{ date: '2026-10-01', windows: [] }] })).toEqual(['week'])
  })

  test.each(['Mars/Olympus', '', '+08:00', 'Asia/Shanghai\u0000'])('when its zone is unknown: %j', (timeZone) => {
    expect(faults({ timeZone })).toEqual(['timeZone'])
  })

  test.each(['CST', 'IST', 'BST', 'PST', 'EST', 'cst', 'CST6CDT', 'GMT', 'GMT+8', 'UTC+8', 'SystemV/CST6'])(
    'F14: when its zone is an abbreviation, which each reads in another way: %s',
    (timeZone) => {
      expect(checkCalendar({ ...good, timeZone })).toEqual([
        { path: ['timeZone'], message: 'Unknown time zone: use an IANA name such as Asia/Shanghai, or UTC' },
      ])
    },
  )

  test.each(['2026-02-30', '2027-02-29', '2026-13-01', '2026-1-1', '20261001', ''])(
    'when a date is none: %j',
    (date) => {
      expect(faults({ overrides: [{ date, windows: [] }] })).toEqual(['overrides.0.date'])
      expect(faults({ provisionalAfter: date })).toEqual(['provisionalAfter'])
    },
  )

  test('when a date is overridden twice', () => {
    const twice = ['2026-10-01', '2026-10-02', '2026-10-01'].map((date) => ({ date, windows: officeHours }))
    expect(faults({ overrides: twice })).toEqual(['overrides.2.date'])
  })

  test.each(['8:30', '24:01', '08:60', '25:00', '08.30', '08:30:00', '-1:00', ''])(
    'when a time is none: %j',
    (time) => {
      expect(faults({ week: { monday: [[time, '12:00']] } })).toEqual(['week.monday.0.0'])
      expect(faults({ week: { monday: [['00:00', time]] } })).toEqual(['week.monday.0.1'])
    },
  )

  test('when a window begins at 24:00, which is an end only', () => {
    expect(faults({ week: { monday: [['24:00', '02:00']] } })).toEqual(['week.monday.0.0'])
  })

  test('with every fault at once', () => {
    expect(
      faults({
        timeZone: 'Nowhere',
        week: { monday: officeHours, friday: [['9', '17']] },
        overrides: [{ date: '2026-02-30', windows: [['09:00', 'noon']] }],
      }),
    ).toEqual(['timeZone', 'week.friday.0.0', 'week.friday.0.1', 'overrides.0.date', 'overrides.0.windows.0.1'])
  })
})
