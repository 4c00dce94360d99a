import { describe, expect, test } from '@jest/globals'
import type { Audience } from '../../domain/people/audiences.ts'
import type { Policy } from '../../domain/promises/policy.ts'
import { eventForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { isBreached } from '../../domain/ticket/state.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { manager } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { hours, minutes } from '../support/time/amounts.ts'

const own: Policy = {
  ...generalPolicy,
  id: 'p-desk',
  rows: [row('response', 1, { internal: true, source: 'desk' })],
  ladder: [50, 100].map((percent) => ({
    ...{ metric: 'response' as const, percent },
    notify: ['tier', 'manager', 'reporter'] as Audience[],
  })),
}
const onOwn = () => new Play('2026-11-27 03:00', opening({}, own))

describe("SLA 24: the desk's own target", () => {
  test('is a clock like another to staff, and marked', () => {
    const play = onOwn().after(minutes(31)).after(minutes(30))
    const { clocks, next } = ticketRecordOf(play.state)
    expect(clocks).toMatchObject([{ id: 'desk-response/1', internal: true, state: 'breached' }])
    expect(next).not.toBeNull()
    expect(play.notices.map(({ message }) => message)).toEqual(['opened', 'warning', 'breached'])
  })

  test('is never shown to a customer: no clock, no due, no warning, no breach', () => {
    const play = onOwn()
    const first = recordForCustomer(ticketRecordOf(play.state))
    expect(first).toMatchObject({ clocks: [], nextDueAt: null })
    expect(JSON.stringify(first.next)).not.toContain('desk')
    play.after(hours(2))
    expect(recordForCustomer(ticketRecordOf(play.state))).toMatchObject({ clocks: [], breached: false })
    expect(play.events.flatMap((event) => eventForCustomer(event)?.type ?? [])).toEqual(['opened'])
  })

  test('is told to nobody of the customer, whoever its ladder names', () => {
    const told = onOwn()
      .after(minutes(31))
      .after(hours(2))
      .notices.filter(({ message }) => message !== 'opened')
    expect(told.flatMap(({ to }) => to)).toEqual(['tier', 'manager', 'tier', 'manager'])
  })

  test('is no promise that is broken when it is late', () => {
    expect(isBreached(onOwn().after(hours(2)).state)).toBe(false)
  })

  test('SLA 20: a ladder of it that names the customer alone leaves the ticket to the follow-up', () => {
    const ladder = own.ladder.map((step) => ({ ...step, notify: ['reporter'] as Audience[] }))
    const play = new Play('2026-11-27 03:00', opening({}, { ...own, ladder })).after(hours(2)).after(hours(25))
    expect(play.types()).toContain('leftAlone')
  })

  test('gives way to a promise, which counts from the opening and is broken where it came late (SLA 11)', () => {
    const play = onOwn().after(hours(2))
    play.do('retarget', { ...bodies.retarget, terms: opening().terms }, manager).after(1)
    expect(play.clock('desk-response/1')).toMatchObject({ stop: { why: 'withdrawn' } })
    const { startedAt, breach } = play.clock('response/1')
    expect(startedAt).toBe(play.state.openedAt)
    expect(breach).toMatchObject({ cause: 'retarget' })
    expect(isBreached(play.state)).toBe(true)
  })

  test('a row of the plan that is marked internal is one, too, beside those that are promised', () => {
    const rows = generalPolicy.rows.map((one) =>
      one.metric === 'resolution' ? { ...one, internal: true as const } : one,
    )
    const play = new Play('2026-11-27 03:00', opening({}, { ...generalPolicy, rows }))
    expect(play.state.clocks.map(({ id }) => id)).toEqual(['response/1', 'desk-resolution/1'])
    play.after(minutes(5)).answered().resolved()
    expect(play.clock('desk-resolution/1').stop).toMatchObject({ why: 'met' })
    expect(recordForCustomer(ticketRecordOf(play.state)).clocks.map(({ id }) => id)).toEqual([
      'response/1',
      'signOff/1',
    ])
  })
})
