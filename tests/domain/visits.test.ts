import { describe, expect, test } from '@jest/globals'
import { dueOf } from '../../domain/promises/clock.ts'
import { eventForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { evolve } from '../../domain/ticket/evolve.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import { overCeiling } from '../../domain/ticket/verbs/ceilings.ts'
import type { WorkReport } from '../../domain/ticket/visit.ts'
import { agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { shanghai } from '../support/time/shanghai.ts'

const hq = { id: 'u-hq', name: '陈浩', tier: 'headquarters' as const }
const other = { id: 'u-senior', name: '孙国强', tier: 'senior' as const }
const reporter = { id: 'c-reporter', name: '钱伟' }
const report: WorkReport = {
  done: '更换电源模块',
  material: [{ move: 'left', what: '电源模块', quantity: 1 }],
  confirmation: { how: 'paper', name: '钱伟' },
}
const sent = (play = new Play(0).answered()) => play.do('dispatch', { engineer: hq }, agent)
const visitsOf = ({ state }: Play) => (state.visits ?? []).map(({ n, status }) => `${n} ${status}`)
const promising = (...rows: (typeof generalPolicy)['rows']) =>
  opening({}, { ...generalPolicy, rows: [row('response', 1), ...rows], ladder: [] })

describe('R4.1: a visit', () => {
  test('goes from the dispatch to the work report, each step at its instant, and its ticket is the fold of them', () => {
    const play = sent().after(minutes(5)).do('acceptVisit', { visit: 1 }, headquarters)
    play.after(minutes(10)).do('depart', { visit: 1 }, headquarters)
    play.after(hours(1)).do('arrive', { visit: 1, note: '三楼机房' }, headquarters)
    play.after(hours(2)).do('completeVisit', { visit: 1, report }, headquarters)
    expect(play.state.visits).toEqual([
      {
        ...{ n: 1, engineer: hq, status: 'completed', from: 0, until: hours(4), paged: 0, report },
        ...{ dispatchedAt: 0, acceptedAt: minutes(5), departedAt: minutes(15) },
        ...{ arrivedAt: minutes(75), endedAt: minutes(195) },
      },
    ])
    expect(JSON.parse(JSON.stringify(play.events)).reduce(evolve, undefined) as TicketState).toEqual(
      JSON.parse(JSON.stringify(play.state)),
    )
  })

  test('is the way of whoever was sent: no colleague says how it goes on, a manager does', () => {
    const play = sent()
    expect(play.weigh('acceptVisit', { visit: 1 }, senior)).toMatchObject({ refused: 'notAllowedNow' })
    expect(play.weigh('depart', { visit: 1 }, agent)).toMatchObject({ refused: 'forbidden' })
    play.do('dispatch', { engineer: other }, agent)
    expect(play.weigh('depart', { visit: 1 }, senior)).toMatchObject({ refused: 'forbidden', reason: /陈浩/ })
    play.do('depart', { visit: 1 }, manager)
    expect(visitsOf(play)).toEqual(['1 enRoute', '2 dispatched'])
  })

  test('is over once: what is over, or not begun, takes no step', () => {
    const play = sent()
    expect(play.weigh('completeVisit', { visit: 1, report }, headquarters)).toMatchObject({ refused: 'notAllowedNow' })
    play.do('arrive', {}, headquarters).do('completeVisit', { visit: 1, report }, headquarters)
    for (const again of ['depart', 'acceptVisit'] as const) {
      expect(play.weigh(again, { visit: 1 }, headquarters)).toMatchObject({ refused: 'notAllowedNow' })
    }
    expect(play.weigh('cancelVisit', { visit: 1, reason: 'x' }, agent)).toMatchObject({ refused: 'notAllowedNow' })
    expect(play.weigh('cancelVisit', { visit: 7, reason: 'x' }, agent)).toMatchObject({ refused: 'notAllowedNow' })
  })

  test('lets whoever was sent act on a ticket above the own tier, also when it is closed meanwhile', () => {
    const play = new Play(0).answered().do('escalate', { reason: '困难', toTier: 'manager' }, agent)
    const sam = { id: 'u-sam', name: '周凯', tier: 'headquarters' as const }
    const actor = { ...headquarters, id: sam.id, name: sam.name }
    expect(play.weigh('note', { text: 'x' }, actor)).toMatchObject({ refused: 'forbidden' })
    play.do('dispatch', { engineer: sam }, agent).do('arrive', {}, actor)
    play.resolved().do('signOff', { method: 'paper', scan: 'scan-1' }, agent)
    play.do('completeVisit', { visit: 1, report }, actor)
    expect(play.weigh('note', { text: 'x' }, actor)).toMatchObject({ refused: 'forbidden' })
  })

  test('of one engineer is open at a time, ten of a ticket, a hundred in its life', () => {
    const play = sent()
    expect(play.weigh('dispatch', { engineer: hq }, agent)).toMatchObject({ refused: 'invalid', field: 'engineerId' })
    for (let n = 2; n <= 10; n++) play.do('dispatch', { engineer: { id: `u-${n}`, name: `工程师${n}` } }, agent)
    expect(play.weigh('dispatch', { engineer: other }, agent)).toMatchObject({ refused: 'notAllowedNow' })
    for (let n = 1; n <= 10; n++) play.do('cancelVisit', { visit: n, reason: 'x' }, agent)
    for (let n = 11; n <= 100; n++) {
      play.do('dispatch', { engineer: hq }, agent).do('cancelVisit', { visit: n, reason: 'x'.repeat(2000) }, agent)
    }
    expect(overCeiling(play.state, 'dispatch')).toMatchObject({ refused: 'notAllowedNow' })
    expect(overCeiling(play.state, 'cancelVisit')).toBeUndefined()
    // Of those that are over the newest stay, each with as much of its words as is read at a glance.
    expect(visitsOf(play)).toEqual(['96', '97', '98', '99', '100'].map((n) => `${n} cancelled`))
    expect(JSON.stringify(play.state.visits).length).toBeLessThan(8000)
  })

  test.each([
    ['that ends before it begins', { from: 100, until: 100 }, 'until'],
    ['that is past', { from: -hours(5), until: 0 }, 'until'],
    ['of three weeks', { from: 0, until: days(21) }, 'until'],
    ['in two years', { from: days(700), until: days(701) }, 'from'],
  ])('has no slot %s', (_what, slot, field) => {
    const play = new Play(0).answered()
    expect(play.weigh('dispatch', { engineer: hq, ...slot }, agent)).toMatchObject({ refused: 'invalid', field })
    sent(play)
    expect(play.weigh('moveVisit', { visit: 1, reason: 'x', ...slot }, agent)).toMatchObject({ field })
  })
})

describe('R4.1: what becomes of a visit that does not come to its end', () => {
  test('a repair or a cancellation calls off what is planned, and whoever is out says what comes of it', () => {
    const play = sent().do('dispatch', { engineer: other }, agent).do('depart', { visit: 2 }, senior)
    expect(play.weigh('cancel', { reason: 'withdrawn' }, customer)).toMatchObject({ refused: 'notAllowedNow' })
    play.resolved()
    expect(visitsOf(play)).toEqual(['1 cancelled', '2 enRoute'])
    expect(play.events.at(-1)).toMatchObject({ type: 'visitCancelled', data: { visit: 1, because: 'resolved' } })
    expect(play.notices.at(-1)).toMatchObject({ message: 'visit-cancelled', visitorId: hq.id })
    play.do('arrive', { visit: 2 }, senior).do('completeVisit', { visit: 2, report }, senior)

    const given = sent().do('cancel', { reason: 'withdrawn' }, customer)
    expect(visitsOf(given)).toEqual(['1 cancelled'])
    given.do('reinstate', { reason: '误取消' }, customer)
    expect(visitsOf(given)).toEqual(['1 cancelled'])
  })

  test('nobody could get in: access is the customer’s to give, and is waited for where the contract grants it (SLA 10, 21)', () => {
    const play = sent().after(hours(1)).do('arrive', {}, headquarters)
    play.do('abandonVisit', { visit: 1, reason: '机房无人' }, headquarters)
    expect(visitsOf(play)).toEqual(['1 noAccess'])
    expect(play.state.status).toMatchObject({ name: 'pending', reason: 'customer' })
    const told = play.notices.slice(-3).map(({ message, to }) => [message, to])
    expect(told).toContainEqual(['no-access', ['reporter', 'assignee']])
    expect(told.some(([message]) => message === 'paused')).toBe(false)
    // The time that the customer then chooses is the word that was waited for.
    play.after(hours(1)).do('dispatch', { engineer: hq, from: play.at + days(1), agreedBy: reporter }, agent)
    expect(play.state.status.name).toBe('in_progress')

    const ungranted = opening()
    const strict = new Play(0, { ...ungranted, terms: { ...ungranted.terms, pauseRules: [] } }).answered()
    sent(strict).do('arrive', {}, headquarters).do('abandonVisit', { visit: 1, reason: '机房无人' }, headquarters)
    expect(strict.state.status.name).toBe('in_progress')
  })

  test('whoever was sent declines: whoever has the ticket, or its tier, sends another', () => {
    const play = sent().do('cancelVisit', { visit: 1, reason: '另有任务' }, headquarters)
    expect(play.notices.at(-1)).toMatchObject({ message: 'visit-cancelled', to: ['reporter', 'tier', 'assignee'] })
    expect(play.weigh('dispatch', { engineer: hq }, agent)).toBeUndefined()
  })
})

describe('SLA 20: a dispatch that nobody accepts', () => {
  test('is paged after a quarter of an hour, then the manager hears, then each working day', () => {
    const play = sent().after(minutes(15) - 1)
    expect(play.types()).not.toContain('visitUnaccepted')
    expect(ticketRecordOf(play.state).next).toMatchObject({ what: 'visitUnaccepted' })
    expect(recordForCustomer(ticketRecordOf(play.state)).next?.what).not.toBe('visitUnaccepted')
    play.after(1).after(minutes(15))
    const pages = () => play.notices.filter(({ message }) => message === 'visit-unaccepted')
    expect(pages().map(({ to }) => to)).toEqual([['visitor'], ['visitor', 'manager']])
    play.after(days(1)).after(days(1))
    expect(pages()).toHaveLength(4)
    play.do('acceptVisit', { visit: 1 }, headquarters).after(days(2))
    expect(pages()).toHaveLength(4)
    expect(play.events.flatMap((event) => (event.type === 'visitUnaccepted' ? eventForCustomer(event) : []))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  test('for another day is given longer before anybody is paged', () => {
    const play = new Play(0)
      .answered()
      .do('dispatch', { engineer: hq, from: days(3) }, agent)
      .after(hours(4) - 1)
    expect(play.types()).not.toContain('visitUnaccepted')
    expect(play.after(1).types()).toContain('visitUnaccepted')
  })
})

describe('SLA 9: a slot that the customer chose', () => {
  test('later than promised becomes the target, with who said so and when; a wait of before is not waited for twice', () => {
    const play = new Play(0, promising(row('arrival', 4))).answered()
    play.after(hours(1)).do('pause', { reason: 'customer', explanation: '等客户' }, resident)
    const pauses = play.state.terms.pauseRules
    expect(pauses[0]?.metrics).not.toContain('arrival')
    play.after(hours(1)).do('dispatch', { engineer: hq, from: hours(26), agreedBy: reporter }, agent)
    expect(dueOf(play.clock('arrival/1'), {})).toBe(hours(26))
    expect(play.clock('arrival/1')).toMatchObject({ source: 'agreed-slot', revision: 1, startedAt: 0 })
    expect(ticketRecordOf(play.state).visits).toMatchObject([{ agreed: { by: reporter } }])
    expect(play.until(hours(26)).types()).not.toContain('breached')
    expect(play.after(1).clock('arrival/1').breach).toMatchObject({ at: hours(26), cause: 'late' })
  })

  test('counts the waits that the contract granted this promise, and stays whoever goes instead', () => {
    const terms = {
      ...promising(row('arrival', 4)).terms,
      pauseRules: [{ reason: 'customer' as const, metrics: ['arrival' as const] }],
    }
    const play = new Play(0, opening({ terms }))
      .answered()
      .do('pause', { reason: 'customer', explanation: 'x' }, resident)
    play.after(hours(3)).do('dispatch', { engineer: hq, from: hours(30), agreedBy: reporter }, agent)
    expect(dueOf(play.clock('arrival/1'), {})).toBe(hours(30))
    play.do('cancelVisit', { visit: 1, reason: '改派' }, agent).do('dispatch', { engineer: other }, agent)
    expect(dueOf(play.clock('arrival/1'), {})).toBe(hours(30))
    play.do('moveVisit', { visit: 2, from: hours(40), until: hours(41), reason: '客户改期', agreedBy: reporter }, agent)
    expect(dueOf(play.clock('arrival/1'), {})).toBe(hours(40))
  })

  test('during a wait of this promise: what stands still after it was said is waited for, what did before is not', () => {
    const terms = {
      ...promising(row('arrival', 4)).terms,
      pauseRules: [{ reason: 'parts' as const, metrics: ['arrival' as const] }],
    }
    const play = new Play(0, opening({ terms })).answered().after(hours(1))
    play.do('pause', { reason: 'parts', explanation: 'x', expectedEnd: hours(40) }, resident).after(hours(24))
    play.do('dispatch', { engineer: hq, from: hours(30), agreedBy: reporter }, agent).after(hours(1))
    play.do('resume', {}, resident)
    expect(dueOf(play.clock('arrival/1'), {})).toBe(hours(31))
  })

  test('for whoever comes to assist moves no promise, sent or moved', () => {
    const play = new Play(0, promising(row('arrival', 4))).answered()
    play.do('dispatch', { engineer: hq, assists: true, from: hours(10), agreedBy: reporter }, agent)
    play.do('moveVisit', { visit: 1, from: hours(20), until: hours(21), reason: '改期', agreedBy: reporter }, agent)
    expect(dueOf(play.clock('arrival/1'), {})).toBe(hours(4))
  })

  test('sooner than promised, or a time that only we chose, moves no promise', () => {
    const play = new Play(0, promising(row('arrival', 4))).answered()
    play.do('dispatch', { engineer: hq, from: hours(2), agreedBy: reporter }, agent)
    play.do('moveVisit', { visit: 1, from: hours(9), until: hours(10), reason: '备件未到' }, agent)
    expect(play.clock('arrival/1')).toMatchObject({ revision: 0, source: 'R2.1' })
    expect(play.state.visits?.[0]?.agreed).toBeUndefined()
  })
})

test('R2.7: only somebody who can handle the fault keeps the promise by being there', () => {
  const play = new Play(0, promising(row('arrival', 4))).answered()
  play.do('dispatch', { engineer: hq, assists: true }, agent).do('arrive', {}, headquarters)
  expect(play.clock('arrival/1').stop).toBeUndefined()
  play.after(hours(1)).do('arrive', {}, resident)
  expect(play.clock('arrival/1').stop).toEqual({ at: hours(1), why: 'met' })
})

test('what a customer reads of a visit: who comes when and what came of it, not what we page each other', () => {
  const play = new Play('2026-11-27 03:00').answered()
  play.do('dispatch', { engineer: hq, needs: { skills: ['内情'] }, purpose: '更换电源' }, agent).after(minutes(16))
  play.do('arrive', { note: '内情' }, headquarters).do('completeVisit', { visit: 1, report }, headquarters)
  const theirs = play.events.flatMap((event) => eventForCustomer(event) ?? [])
  expect(theirs.map(({ type }) => type)).toEqual([
    'opened',
    'responded',
    'assigned',
    'dispatched',
    'arrived',
    'visitCompleted',
  ])
  expect(JSON.stringify(theirs)).not.toContain('内情')
  expect(theirs.at(-1)?.data).toMatchObject({ report })
  expect(theirs[3]?.data).toMatchObject({ from: shanghai('2026-11-27 03:00'), purpose: '更换电源' })
})
