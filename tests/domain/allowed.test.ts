import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { shownTo } from '../../api/tickets/answer.ts'
import type { Actor } from '../../domain/people/actors.ts'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { verbs } from '../../domain/ticket/verbs/rules.ts'
import { bodies, otherBodies } from '../support/ticket/opening.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const colleague: Actor = { id: 'u-colleague', role: 'customer', name: '周宁', contactId: 'c-colleague' }
const people = [acceptor, customer, colleague, agent, resident, headquarters, senior, manager]

const life = fc.array(
  fc.record({
    wait: fc.oneof(fc.nat(600), fc.nat(hours(30)), fc.nat(days(20))),
    verb: fc.constantFrom(...verbs),
    actor: fc.constantFrom(...people),
  }),
  { maxLength: 15 },
)

const asked = { purpose: '查看日志', until: days(30) }

const uncovered = (play: Play) => play.do('bind', { ...bodies.bind, uncovered: 'noContract', quoteFirst: true }, agent)

const beginnings: ((play: Play) => unknown)[] = [
  () => undefined,
  (play) => play.do('cancel', { reason: 'other' }, manager),
  (play) => play.answered(),
  (play) => play.answered().do('dispatch', bodies.dispatch, agent),
  (play) => play.answered().do('dispatch', bodies.dispatch, agent).do('arrive', {}, headquarters),
  (play) => play.answered().resolved(),
  (play) => play.do('addWatcher', bodies.addWatcher, customer),
  (play) => play.answered().do('addParty', bodies.addParty, agent),
  (play) => play.answered().resolved().do('signOff', { method: 'signedIn' }, acceptor),
  (play) => play.answered().do('propose', { solution: '方案', decideBy: play.at + days(3) }, resident),
  (play) => uncovered(play),
  (play) => uncovered(play).do('quote', bodies.quote, agent),
  (play) => play.do('addPart', bodies.addPart, resident),
  (play) => play.do('requestRemote', asked, resident),
  (play) => play.do('requestRemote', asked, resident).do('answerRemote', { granted: true }, customer),
  (play) => {
    play.do('requestRemote', asked, resident).do('answerRemote', { granted: true }, customer)
    play.do('startRemote', {}, resident)
  },
  (play) => play.do('triage', { kind: 'complaint', path: 'complaint' }, agent),
  // Which alone can be disputed, and hardly ever comes about by chance.
  (play) => play.answered().resolved().do('signOff', { method: 'paper', scan: 'scan-1' }, agent),
]

const can = (play: Play, actor: Actor) => allowedTo(standingOf(play.state), actor, play.at)

describe('What a person is told that can be done', () => {
  test('is refused for what is said with it alone, and all else is refused whatever is said', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), life, (begin, steps) => {
        const play = new Play(0)
        begin(play)
        for (const { wait, verb, actor } of steps) play.after(wait).try(verb, bodies[verb] as never, actor)
        // Held against nothing at the end: an expectation for each of them takes longer than all the lives.
        const wrong: unknown[] = []
        for (const actor of people) {
          const allowed = can(play, actor)
          for (const verb of verbs) {
            for (const body of [bodies[verb], ...(otherBodies[verb] ?? [])]) {
              const refused = play.weigh(verb, body as never, actor)?.refused
              // Of several visits or steps what can be done to one may be over for another, which is said with it.
              const said = 'visit' in body || 'step' in body ? ['invalid', 'notAllowedNow'] : ['invalid']
              const answers = allowed.includes(verb) ? [undefined, ...said] : ['forbidden', 'notAllowedNow']
              if (!answers.includes(refused)) wrong.push([verb, actor.name, refused])
            }
            seen.add(`${verb} ${allowed.includes(verb)}`)
          }
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 300 },
    )
    expect([...seen].sort()).toEqual(verbs.flatMap((verb) => [`${verb} false`, `${verb} true`]).sort())
  })

  test('asks whose the ticket is: an engineer who never had it, nor was called, can do nothing', () => {
    const play = new Play(0).do('escalate', { toTier: 'senior', reason: '难' }, agent)
    expect(can(play, headquarters)).toEqual([])
    expect(can(play, resident)).toContain('respond')
    expect(can(play, resident)).not.toContain('take')
  })

  test('asks who of the customer it is: the acceptor alone signs, and rates as the reporter does (SLA 14)', () => {
    const play = new Play(0).answered().resolved()
    expect(can(play, acceptor)).toEqual(expect.arrayContaining(['signOff', 'refuseSignOff']))
    expect(can(play, customer)).toEqual(['reply', 'attach', 'addWatcher', 'reopen'])
    play.do('signOff', { method: 'signedIn' }, acceptor)
    expect([acceptor, customer, colleague].map((actor) => can(play, actor).includes('rate'))).toEqual([
      true,
      true,
      false,
    ])
  })

  test('ends with the windows: reopening after seven days, rating after thirty (SLA 12, 14)', () => {
    const play = new Play(0).answered().resolved().do('signOff', { method: 'signedIn' }, acceptor)
    expect(can(play, acceptor)).toEqual(expect.arrayContaining(['rate', 'reopen']))
    expect(can(play.after(days(7) + 1), acceptor)).toEqual(['rate'])
    expect(can(play.after(days(30)), acceptor)).toEqual([])
  })

  test('is not what was done already: a second first answer, a second rating, a tier above the highest', () => {
    const play = new Play(0).do('pause', { reason: 'supplier', explanation: '等' }, agent)
    expect(can(play, agent)).toEqual(expect.arrayContaining(['respond', 'assign']))
    play.answered()
    expect(can(play, agent)).toEqual(expect.not.arrayContaining(['respond', 'assign']))
    play.do('escalate', { toTier: 'manager', reason: '急' }, agent)
    expect(can(play, agent)).not.toContain('escalate')
  })

  test('is counted from now where a row was written before its ticket kept when it was touched', () => {
    const play = new Play(0).answered().resolved().do('signOff', { method: 'signedIn' }, acceptor)
    const record = ticketRecordOf(play.state)
    const { touchedAt: _unknown, ...standing } = record.standing
    const old = JSON.parse(JSON.stringify({ ...record, standing })) as typeof record
    const user = { ...acceptor, role: 'customer' as const, customerIds: ['cust-1'], tokenId: 'tok-1', byKey: false }
    const allowedAfter = (seconds: number) => shownTo(user, old, new Date((play.at + seconds) * 1000)).allowed
    expect(allowedAfter(days(1))).toContain('rate')
    expect(allowedAfter(days(31))).not.toContain('rate')
  })

  test('stands in the ticket as that person reads it, and with a refusal', () => {
    const play = new Play(0).answered()
    expect(ticketRecordOf(play.state).standing).toEqual(standingOf(play.state))
    expect(recordForCustomer(ticketRecordOf(play.state)).standing).toEqual(standingOf(play.state))
    expect(play.try('resume', {}, agent)).toMatchObject({ refused: 'notAllowedNow', allowed: can(play, agent) })
  })
})

describe('SLA 13: nobody cancels a breach away', () => {
  test('but a customer withdraws what was asked for, whatever was warned of, and the record keeps the breach', () => {
    const play = new Play(0).after(minutes(11))
    expect(play.try('cancel', { reason: 'duplicate' }, agent)).toMatchObject({ refused: 'forbidden' })
    expect(can(play, agent)).not.toContain('cancel')
    expect(can(play, customer)).toContain('cancel')
    play.do('cancel', { reason: 'withdrawn' }, customer)
    expect(play.state.status).toMatchObject({ name: 'cancelled', reason: 'withdrawn' })
    expect(play.clock('response/1').breach).toMatchObject({ at: minutes(10) })
    expect(ticketRecordOf(play.state).breached).toBe(true)
  })

  test('a manager still cancels for any reason', () => {
    const play = new Play(0).after(minutes(11))
    expect(can(play, manager)).toContain('cancel')
    play.do('cancel', { reason: 'spam' }, manager)
  })
})
