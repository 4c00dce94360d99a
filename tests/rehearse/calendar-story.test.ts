import { expect, test } from '@jest/globals'
import { calendarStory } from '../../bin/demo/calendar.ts'

test('R2.9: npm run demo -- calendar prints dues across the National Day, by the plans and calendars that ship', () => {
  const dues = calendarStory()
    .split('\n')
    .map((line) => line.replace(/.*: due /, ''))
  expect(dues).toEqual([
    expect.stringContaining('08 Oct 2026, 11:30:00'),
    expect.stringContaining('30 Sept 2026, 20:30:00'),
    expect.stringContaining('10 Oct 2026, 15:00:00'),
    expect.stringContaining('12 Oct 2026, 15:00:00'),
  ])
})
