import { describe, expect, test } from '@jest/globals'
import { checkCalendar, coverageOf } from '../../domain/time/business-calendar.ts'
import { chinaOverrides } from '../../domain/time/holidays.ts'
import { fromIso } from '../../domain/time/instant.ts'
import { everyDay, fiveDays, officeHours } from '../support/time/calendars.ts'

const { overrides, provisionalAfter } = chinaOverrides([2026], officeHours, fiveDays)
const windowsOn = (date: string) => overrides.find((override) => override.date === date)?.windows

describe('R2.9: public holidays with make-up working days', () => {
  test('the days of the National Day holiday are closed', () => {
    for (const day of ['01', '02', '05', '06', '07']) expect(windowsOn(`2026-10-${day}`)).toEqual([])
    expect(windowsOn('2026-10-08')).toBeUndefined()
  })

  test('its make-up days are open with the windows of a working day', () => {
    expect(windowsOn('2026-09-20')).toEqual(officeHours)
    expect(windowsOn('2026-10-10')).toEqual(officeHours)
    expect(windowsOn('2026-10-11')).toBeUndefined()
  })

  test('a holiday on a day that is closed anyway needs no override, unless the desk works on it', () => {
    expect(windowsOn('2026-10-03')).toBeUndefined()
    const always = chinaOverrides([2026], [['00:00', '24:00']], everyDay(['00:00', '24:00']))
    expect(always.overrides).toContainEqual({ date: '2026-10-03', windows: [] })
  })

  test('2026 closes 19 weekdays and opens 6 days of weekends', () => {
    expect(overrides.filter(({ windows }) => windows.length === 0)).toHaveLength(19)
    expect(overrides.filter(({ windows }) => windows.length > 0)).toHaveLength(6)
  })

  test('SLA 5: a holiday is a date of the calendar, in its own zone', () => {
    const { segments } = coverageOf(
      { timeZone: 'Asia/Shanghai', week: fiveDays, overrides },
      fromIso('2026-09-30T16:00:00Z'),
      fromIso('2026-10-07T15:59:59Z'),
    )
    expect(segments).toEqual([])
  })

  test('they make a sound calendar', () => {
    expect(checkCalendar({ timeZone: 'Asia/Shanghai', week: fiveDays, overrides, provisionalAfter })).toEqual([])
  })
})

describe('R2.9: a due date is provisional', () => {
  test('after the last year whose holidays are published', () => {
    expect(provisionalAfter).toBe('2026-12-31')
  })

  test('from the first year on that is not published, even when a later one is', () => {
    expect(chinaOverrides([2026, 2090, 2025], officeHours, fiveDays).provisionalAfter).toBe('2026-12-31')
    expect(chinaOverrides([2026, 2003], officeHours, fiveDays)).toEqual({
      overrides: [],
      provisionalAfter: '2002-12-31',
    })
  })
})
