import { describe, expect, test } from '@jest/globals'
import { isOfCustomer } from '../../domain/people/audiences.ts'
import type { Policy } from '../../domain/promises/policy.ts'
import type { TicketEvent } from '../../domain/ticket/events.ts'
import { eventForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { isBreached } from '../../domain/ticket/state.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { acceptor, agent, customer, manager, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { hours } from '../support/time/amounts.ts'

/** As the demo has them: what we aim at beyond the contract. `update` is told to everybody, as a careless plan may say. */
const aims: Policy = {
  ...generalPolicy,
  rows: generalPolicy.rows.map((row) =>
    row.metric === 'update' || row.metric === 'signOff' ? { ...row, internal: true } : row,
  ),
  ladder: [
    ...generalPolicy.ladder,
    { metric: 'update', percent: 50, notify: ['assignee', 'reporter'] },
    { metric: 'update', percent: 100, notify: ['assignee', 'reporter'] },
    { metric: 'signOff', percent: 100, notify: ['acceptor'] },
  ],
}
const play = () => new Play('2026-11-27 02:00', opening({}, aims)).answered()
const asked = () => play().do('reply', { message: '有进展吗', channel: 'web' }, customer)
const theirs = (one: Play) => recordForCustomer(ticketRecordOf(one.state))
const told = (one: Play) => one.notices.filter(({ to }) => to.some(isOfCustomer)).map(({ message }) => message)

describe('R2: a target of our own is no promise of the contract', () => {
  test('staff see it marked, with its due as work to be done; a customer sees neither', () => {
    const one = asked()
    const ours = ticketRecordOf(one.state)
    expect(ours.clocks.map(({ id, internal }) => [id, internal])).toEqual([
      ['response/1', false],
      ['resolution/1', false],
      ['desk-update/1', true],
    ])
    expect(theirs(one).clocks.map(({ id }) => id)).toEqual(['response/1', 'resolution/1'])
    one.do('pause', { reason: 'supplier', explanation: '等原厂' }, resident)
    const update = ticketRecordOf(one.state).clocks.find(({ id }) => id === 'desk-update/1')
    expect(ticketRecordOf(one.state).nextDueAt).toBe(update?.dueAt)
    expect(theirs(one).nextDueAt).toBeNull()
  })

  test('what comes next on it is not told to a customer as what comes next', () => {
    const one = asked().do('pause', { reason: 'supplier', explanation: '等原厂' }, resident).after(hours(3))
    expect(ticketRecordOf(one.state).next).toMatchObject({ what: 'breach', clockId: 'desk-update/1' })
    const { clocks, next, nextDueAt } = theirs(one)
    expect(JSON.stringify({ clocks, next, nextDueAt })).not.toContain('update')
  })

  test('it warns and breaks for our people alone, whatever the plan says, and is no breach of the ticket', () => {
    const one = asked().do('pause', { reason: 'supplier', explanation: '等原厂' }, resident)
    const before = told(one)
    one.after(hours(3)).after(hours(2))
    expect(one.types().filter((type) => type === 'warned' || type === 'breached')).toEqual(['warned', 'breached'])
    expect(one.notices.map(({ message }) => message)).toEqual(expect.arrayContaining(['warning', 'breached']))
    expect(told(one)).toEqual(before)
    expect(one.events.filter(({ type }) => type === 'warned' || type === 'breached').map(eventForCustomer)).toEqual([
      undefined,
      undefined,
    ])
    expect(isBreached(one.state)).toBe(false)
    expect(one.try('cancel', { reason: 'duplicate' }, agent)).toBeUndefined()
  })

  test('SLA 14: the acceptor is reminded of the signature all the same, and not told by when we would like it', () => {
    const one = play().resolved().after(hours(40)).after(hours(40))
    expect(told(one).slice(-2)).toEqual(['sign-off-reminder', 'sign-off-lapsed'])
    const reminders = one.events.filter(({ type }) => type === 'warned' || type === 'signOffLapsed')
    expect(reminders.map((event) => eventForCustomer(event)?.data)).toEqual([
      { metric: 'signOff' },
      { metric: 'signOff' },
    ])
    expect(isBreached(one.state)).toBe(false)
    expect(one.try('signOff', { method: 'signedIn' }, acceptor)).toBeUndefined()
  })

  test('a re-target tells a customer of promises alone', () => {
    const one = asked().do('pause', { reason: 'supplier', explanation: '等原厂' }, resident)
    const retarget = { ...bodies.retarget, terms: { ...opening().terms, policy: { ...generalPolicy, version: 2 } } }
    one.do('retarget', retarget, manager)
    const known = eventForCustomer(one.events.at(-1) as TicketEvent)?.data as { before: object[]; after: object[] }
    expect(JSON.stringify(known.before)).not.toContain('update')
    expect(JSON.stringify(known.after)).not.toContain('desk-update')
    expect(JSON.stringify(known.after)).toContain('update/1')
  })
})
