import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { clockStateOf, dueOf, elapsedOf } from '../../domain/promises/clock.ts'
import { endsAt } from '../../domain/ticket/afterlife.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { acceptor, agent, customer, manager, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const mistaken = { reason: '误取消' }
const can = (play: Play, actor: typeof agent) => allowedTo(standingOf(play.state), actor, play.at)

describe('SLA 13: a cancellation by mistake', () => {
  test('is undone within a day; customer, assignee and tier are told', () => {
    const play = new Play(0).answered().do('cancel', { reason: 'duplicate' }, agent).after(hours(23))
    const told = play.notices.length
    play.do('reinstate', mistaken, agent)
    expect(play.state.status.name).toBe('in_progress')
    expect(play.notices.slice(told)).toMatchObject([{ message: 'reinstated', to: ['reporter', 'assignee', 'tier'] }])
    expect(new Play(0).do('cancel', { reason: 'spam' }, agent).do('reinstate', mistaken, agent).state.status.name).toBe(
      'open',
    )
  })

  test('stays after a day, with what to do instead', () => {
    const play = new Play(0).do('cancel', { reason: 'duplicate' }, agent)
    expect(can(play.after(days(1)), agent)).toContain('reinstate')
    const late = play.after(1).try('reinstate', mistaken, agent)
    expect(late).toMatchObject({ refused: 'notAllowedNow', reason: expect.stringContaining('open a new ticket') })
    expect(can(play, manager)).toEqual([])
    expect(endsAt(standingOf(play.state))).toBe(play.at)
  })

  test('is undone by whoever may cancel for that reason: a customer what was withdrawn, an agent a duplicate', () => {
    const withdrawn = () => new Play(0).do('cancel', { reason: 'withdrawn' }, customer)
    expect(withdrawn().try('reinstate', mistaken, agent)).toMatchObject({ refused: 'forbidden' })
    withdrawn().do('reinstate', mistaken, acceptor)
    const spam = () => new Play(0).do('cancel', { reason: 'spam' }, agent)
    expect(spam().try('reinstate', mistaken, customer)).toMatchObject({ refused: 'forbidden' })
    spam().do('reinstate', mistaken, manager)
    const alarmed = new Play(0).after(minutes(11)).do('cancel', { reason: 'spam' }, manager)
    expect(alarmed.try('reinstate', mistaken, agent)).toMatchObject({ refused: 'forbidden' })
  })

  test('holds no clock against us: the cancelled time does not count, and what was broken stays (SLA 19)', () => {
    const play = new Play(0).after(minutes(11)).answered().after(minutes(9))
    play.do('cancel', { reason: 'other' }, manager)
    expect(clockStateOf(play.clock('resolution/1'))).toBe('stopped')
    play.after(hours(20)).do('reinstate', mistaken, manager)
    expect(elapsedOf(play.clock('resolution/1'), {}, play.at)).toBe(minutes(20))
    expect(dueOf(play.clock('resolution/1'), {})).toBe(hours(21))
    expect(play.clock('response/1').breach).toMatchObject({ at: minutes(10) })
    play.after(minutes(41))
    expect(play.clock('resolution/1').breach).toMatchObject({ at: hours(21), cause: 'late' })
  })

  test('done and undone at any time leaves the clocks that there would be without it, later by that time', () => {
    const step = fc.record({ wait: fc.nat(20), act: fc.constantFrom('answer', 'pause', 'resume', 'ask', 'high') })
    const attempt = (play: Play, act: string) => {
      const words = { message: '问', channel: 'web' as const }
      if (act === 'answer') play.try(play.state.respondedAt === undefined ? 'respond' : 'reply', words, resident)
      if (act === 'pause') play.try('pause', { reason: 'supplier', explanation: '等' }, resident)
      if (act === 'resume') play.try('resume', {}, resident)
      if (act === 'ask') play.try('reply', words, customer)
      if (act === 'high') play.try('triage', { priority: 'high' }, agent)
    }
    const live = (steps: { wait: number; act: string }[], cancelledAfter: number, asleep: number) => {
      // Nothing happens just when something is due: done then it is in time, and cancelled then and done later it is not.
      const play = new Play(0).after(1)
      steps.forEach(({ wait, act }, index) => {
        attempt(play.after(wait * 60), act)
        if (index !== cancelledAfter || play.state.status.name === 'pending') return
        play
          .do('cancel', { reason: 'other' }, manager)
          .after(asleep * 60)
          .do('reinstate', mistaken, manager)
      })
      return play
        .after(60)
        .state.clocks.map((clock) => [clock.id, clock.breach !== undefined, elapsedOf(clock, {}, play.at)])
    }
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        fc.integer({ min: 1, max: 1440 }),
        (steps, where, asleep) => {
          expect(live(steps, where, asleep)).toEqual(live(steps, -1, 0))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a hundred times is enough', () => {
    const play = new Play(0)
    for (let count = 0; count < 100; count++) {
      play.do('cancel', { reason: 'spam' }, agent).do('reinstate', mistaken, agent)
    }
    play.do('cancel', { reason: 'spam' }, agent)
    expect(can(play, agent)).toEqual(['attach', 'note'])
  })
})

describe('A ticket that has ended', () => {
  test('is over when its reopening window is, once it was rated; unrated after thirty days', () => {
    const closed = () => new Play(0).answered().resolved()
    const rated = closed().do('signOff', { method: 'signedIn', rating: 5 }, acceptor)
    expect(endsAt(standingOf(rated.state))).toBe(days(7) + 1)
    const unrated = closed().do('signOff', { method: 'signedIn' }, acceptor)
    expect(endsAt(standingOf(unrated.state))).toBe(days(30) + 1)
  })

  test('takes notes for as long as anything can happen to it: cancelled a day, closed till reopening and rating are over', () => {
    const cancelled = new Play(0).do('cancel', { reason: 'spam' }, agent).after(days(1))
    cancelled.do('note', { text: '客户来电：确认不用处理' }, agent)
    expect(cancelled.after(1).try('note', { text: '迟' }, agent)).toMatchObject({ refused: 'notAllowedNow' })
    const closed = new Play(0).answered().resolved().do('signOff', { method: 'signedIn' }, acceptor).after(days(30))
    closed.do('note', { text: '回访' }, resident)
    const late = closed.after(1).try('note', { text: '迟' }, agent)
    expect(late).toMatchObject({
      refused: 'notAllowedNow',
      reason: expect.stringContaining('open a new ticket that follows'),
    })
    expect(late?.allowed).toEqual([])
  })
})
