import { expect, test } from '@jest/globals'
import { TicketTime } from '../../bin/rehearse/ticket-time.ts'

test("a ticket's time runs on with the real one, and jumps when it is moved", () => {
  const time = new TicketTime(1000, 0, 0)
  time.advanced(3600)
  expect(time.at(2500)).toBe(4602.5)
})

test('an instant that fits what was reckoned changes nothing', () => {
  const time = new TicketTime(1000, 0, 0)
  time.shown(1005, 5400, 6100)
  expect(time.at(6000)).toBe(1006)
})

test('an instant that contradicts it puts it right', () => {
  const late = new TicketTime(1000, 0, 0)
  late.shown(1050, 9000, 10_000)
  expect(late.at(10_000)).toBe(1050)
  const early = new TicketTime(1000, 0, 0)
  early.advanced(100)
  early.shown(1040, 10_000, 11_000)
  expect(early.at(10_000)).toBe(1041)
})
