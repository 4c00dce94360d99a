import { describe, expect, test } from '@jest/globals'
import { clockStateOf, dueOf } from '../../domain/promises/clock.ts'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { opening } from '../support/ticket/opening.ts'
import { agent, customer, manager, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const plain = { ...generalPolicy, rows: [row('response', 24)], ladder: [] }
const opened = () => new Play(0, opening({}, plain))
const byThree = hours(3) + 7
const promised = () => opened().do('promiseCallBack', { dueAt: byThree, message: '三点前回电' }, agent)

describe('A promise to call back', () => {
  test('is a clock of its own, due to the second, whatever the plan promises', () => {
    const play = promised()
    expect(play.clock('callBack/1')).toMatchObject({ startedAt: 0, source: 'call-back', calendar: 'always' })
    expect(dueOf(play.clock('callBack/1'), {})).toBe(byThree)
    expect(play.notices.at(-1)).toMatchObject({ message: 'call-back-promised', to: ['reporter'], except: ['u-agent'] })
  })

  test('is kept by our next word to the customer, on any channel, at the last second too', () => {
    const play = promised().until(byThree).answered()
    expect(play.clock('callBack/1').stop).toEqual({ at: byThree, why: 'met' })
  })

  test('is not kept by what the customer says, by a note or by another promise', () => {
    const play = promised().after(60)
    play.do('reply', { message: '等电话', channel: 'web' }, customer).do('note', { text: '打不通' }, agent)
    play.do('promiseCallBack', { dueAt: hours(5) }, resident)
    expect(play.state.clocks.filter(({ metric }) => metric === 'callBack').map(clockStateOf)).toEqual([
      'running',
      'running',
    ])
    play.after(60).answered()
    expect(play.state.clocks.filter(({ metric }) => metric === 'callBack').map(clockStateOf)).toEqual(['met', 'met'])
  })

  test('broken, is told to whoever made it, though the ticket is with others, and to the customer', () => {
    const play = promised()
      .after(minutes(1))
      .do('take', {}, resident)
      .until(byThree + 1)
    expect(play.clock('callBack/1').breach).toMatchObject({ at: byThree, ownerId: 'u-agent', cause: 'late' })
    const told = play.notices.filter(({ version }) => version === play.state.version)
    expect(told).toMatchObject([
      { message: 'breached', to: ['assignee', 'manager'], alsoIds: ['u-agent'] },
      { message: 'promise-missed', to: ['reporter'] },
    ])
  })

  test('stands still for no pause, and is not asked of a ticket that is cancelled or resolved', () => {
    const paused = promised().do('pause', { reason: 'customer', explanation: '等日志' }, agent).after(hours(2))
    expect(dueOf(paused.clock('callBack/1'), {})).toBe(byThree)
    const cancelled = promised().do('cancel', { reason: 'other' }, manager).after(minutes(1))
    cancelled.do('reinstate', { reason: '误取消' }, manager).after(days(1))
    expect(cancelled.clock('callBack/1')).toMatchObject({ stop: { at: 0, why: 'cancelled' } })
    const resolved = promised().answered()
    resolved
      .do('promiseCallBack', { dueAt: hours(9) }, agent)
      .after(60)
      .resolved()
      .after(days(1))
    expect(resolved.clock('callBack/2').stop).toEqual({ at: 60, why: 'met' })
  })

  test.each([
    ['now', 0],
    ['before', -1],
    ['further than a month ahead', days(31) + 1],
  ])('is refused for %s, naming the field', (_when, dueAt) => {
    expect(opened().weigh('promiseCallBack', { dueAt }, agent)).toMatchObject({ refused: 'invalid', field: 'by' })
  })

  test('is known to the customer, to whom it was made', () => {
    const [, callBack] = recordForCustomer(ticketRecordOf(promised().state)).clocks
    expect(callBack).toMatchObject({ metric: 'callBack', target: { amount: byThree, unit: 'seconds' }, anchor: null })
  })
})
