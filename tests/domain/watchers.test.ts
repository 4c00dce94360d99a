import { describe, expect, test } from '@jest/globals'
import type { Actor } from '../../domain/people/actors.ts'
import { eventForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { overCeiling } from '../../domain/ticket/verbs/ceilings.ts'
import { mostWatchers } from '../../domain/ticket/watcher.ts'
import { opening } from '../support/ticket/opening.ts'
import { acceptor, agent, customer, headquarters, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const colleague: Actor = { id: 'u-colleague', role: 'customer', name: '周宁', contactId: 'c-colleague' }
const theirs = { watcher: { id: 'c-colleague', name: '周宁' } }
const ours = { watcher: { id: headquarters.id, name: headquarters.name, internal: true as const } }

const watched = (openedAt: string | number = 0) =>
  new Play(openedAt).do('addWatcher', theirs, customer).do('addWatcher', ours, agent)

/** The messages of which they hear, in their order. */
const heard = ({ notices }: Play, who: 'watchers' | 'watchingStaff') =>
  notices.flatMap(({ message, to, watcherId }) => (to.includes(who) && watcherId === undefined ? message : []))

describe('R3.6: whoever watches a ticket', () => {
  test('is told of each step for information', () => {
    const play = watched().answered().do('reply', { message: '好的', channel: 'web' }, resident).resolved()
    play.do('signOff', { method: 'signedIn', rating: 5 }, acceptor)
    expect(heard(play, 'watchers')).toEqual(['responded', 'replied', 'resolved', 'signed-off'])
    expect(heard(play, 'watchingStaff')).toEqual(['responded', 'replied', 'resolved', 'signed-off'])
  })

  test('of the customer hears of the repair also where who reported it signs, and so is told otherwise', () => {
    const { terms } = opening()
    const same = opening({ terms: { ...terms, acceptor: { id: 'c-reporter', name: '钱伟' } } })
    const play = new Play(0, same).do('addWatcher', theirs, customer).answered().resolved()
    expect(heard(play, 'watchers')).toEqual(['responded', 'resolved'])
  })

  test('is asked for nothing: neither a signature nor work', () => {
    const play = watched().answered().resolved().after(days(5))
    expect(play.notices.map(({ message }) => message)).toEqual(expect.arrayContaining(['sign-off-lapsed']))
    const asked = ['sign-off-requested', 'sign-off-reminder', 'sign-off-lapsed', 'objected', 'signed-on-paper']
    expect(heard(play, 'watchers').filter((message) => asked.includes(message))).toEqual([])
    const left = watched('2026-11-27 09:00').after(minutes(6)).after(hours(1)).after(days(1))
    const work = ['warning', 'overdue-reminder', 'left-alone']
    expect(left.notices.filter(({ message }) => work.includes(message)).length).toBeGreaterThan(0)
    expect(heard(left, 'watchingStaff').filter((message) => work.includes(message))).toEqual([])
  })

  test('of the customer hears nothing that customers may not know; of ours all that is written', () => {
    const play = watched().do('note', { text: '内部' }, agent)
    play.do(
      'attach',
      { attachment: { id: 'att_1', name: 'a', mediaType: 'x', size: 1, sha256: 'a' }, internal: true },
      agent,
    )
    expect(heard(play, 'watchers')).toEqual([])
    expect(heard(play, 'watchingStaff')).toEqual(['noted', 'attached'])
  })

  test('is told so by name and once, unless by the own hand, and of nothing done by it', () => {
    const { notices } = watched()
    expect(notices.flatMap(({ message, to, watcherId }) => (message === 'watching' ? [[to, watcherId]] : []))).toEqual([
      [['watchers'], 'c-colleague'],
      [['watchingStaff'], headquarters.id],
    ])
    const own = new Play(0).do('addWatcher', theirs, colleague)
    expect(own.notices.at(-1)).toMatchObject({ message: 'watching', except: ['c-colleague'] })
    own.answered().resolved().do('reopen', { reason: '又坏了' }, colleague)
    expect(own.notices.find(({ message }) => message === 'reopened')?.except).toContain('c-colleague')
  })
})

describe('R3.5, R9.1: who watches', () => {
  test('of ours is no customer told, nor named by one', () => {
    const play = watched()
    expect(recordForCustomer(ticketRecordOf(play.state)).watchers).toEqual([theirs.watcher])
    expect(ticketRecordOf(play.state).watchers).toHaveLength(2)
    expect(play.events.flatMap((event) => eventForCustomer(event)?.data ?? [])).toHaveLength(2)
    expect(play.try('addWatcher', ours, customer)).toMatchObject({ refused: 'invalid', field: 'userId' })
    expect(play.try('removeWatcher', { watcherId: headquarters.id }, customer)).toMatchObject({ field: 'watcherId' })
  })

  test('is named once, and not whoever reported it, who is told of all of it', () => {
    const play = watched()
    expect(play.try('addWatcher', theirs, agent)).toMatchObject({ refused: 'invalid', field: 'contactId' })
    expect(play.try('addWatcher', ours, agent)).toMatchObject({ refused: 'invalid', field: 'userId' })
    const reporter = { watcher: { id: 'c-reporter', name: '钱伟' } }
    expect(play.try('addWatcher', reporter, agent)).toMatchObject({ refused: 'invalid', field: 'contactId' })
  })

  test('may stop that, also where the ticket is with others; nobody else is removed from there', () => {
    const play = watched().do('escalate', { toTier: 'senior', reason: '难' }, agent)
    expect(play.try('note', { text: 'x' }, headquarters)).toMatchObject({ refused: 'forbidden' })
    const other = { watcherId: 'c-colleague' }
    expect(play.try('removeWatcher', other, headquarters)).toMatchObject({ refused: 'invalid', field: 'watcherId' })
    play.do('removeWatcher', { watcherId: headquarters.id }, headquarters)
    expect(play.state.watchers).toEqual([theirs.watcher])
    expect(play.try('removeWatcher', other, headquarters)).toMatchObject({ refused: 'forbidden' })
    play.do('removeWatcher', other, colleague)
    expect(play.try('removeWatcher', other, agent)).toMatchObject({ refused: 'notAllowedNow' })
  })

  test('is one of twenty at most', () => {
    const play = new Play(0)
    const one = (i: number) => ({ watcher: { id: `c-${i}`, name: `${i}` } })
    for (let i = 0; i < mostWatchers; i++) play.do('addWatcher', one(i), agent)
    expect(overCeiling(play.state, 'addWatcher')).toMatchObject({ refused: 'notAllowedNow' })
    play.do('removeWatcher', { watcherId: 'c-0' }, agent)
    expect(overCeiling(play.state, 'addWatcher')).toBeUndefined()
  })
})

test('SLA 20: who watches neither holds a page nor puts off that somebody looks again', () => {
  const quiet = opening({ terms: { ...opening().terms, policy: { ...opening().terms.policy, rows: [] } } })
  const play = new Play(0, quiet).after(hours(20)).do('addWatcher', theirs, resident).after(hours(4))
  expect(play.types()).toContain('leftAlone')
  const late = new Play(0).after(minutes(11))
  const before = late.state.clocks
  expect(late.do('addWatcher', theirs, resident).state.clocks).toEqual(before)
})
