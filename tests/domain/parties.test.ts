import { describe, expect, test } from '@jest/globals'
import type { Actor } from '../../domain/people/actors.ts'
import { eventForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import { actorOfParty, mostParties, mostSaid } from '../../domain/ticket/party.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { overCeiling } from '../../domain/ticket/verbs/ceilings.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { agent, customer } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours } from '../support/time/amounts.ts'

const lin: Actor = actorOfParty({ n: 1, name: '林涛' })
const quiet = opening({ terms: { ...opening().terms, policy: { ...opening().terms.policy, rows: [] } } })
const asked = (answerBy?: number, body = opening()) =>
  new Play(0, body).answered().do('addParty', { ...bodies.addParty, ...(answerBy && { answerBy }) }, agent)

const told = ({ notices }: Play, about: string) =>
  notices.filter(({ message }) => message === about).map(({ to }) => to)

describe('R3.6: another party', () => {
  test('is told what it is asked, and whoever has the ticket of what it answers', () => {
    const play = asked().do('partyReply', { party: 1, message: '补丁已发' }, lin)
    expect(told(play, 'party-asked')).toEqual([['party', 'assignee']])
    expect(told(play, 'party-answered')).toEqual([['assignee']])
    expect(play.state.parties).toMatchObject([{ n: 1, said: 1 }])
    expect(play.state.parties?.[0]).not.toHaveProperty('asked')
  })

  test('answers for itself alone, and does nothing else', () => {
    const play = asked().do('addParty', { ...bodies.addParty, email: 'other@vendor.example' }, agent)
    expect(allowedTo(standingOf(play.state), lin, play.at)).toEqual(['partyReply'])
    expect(play.try('partyReply', { party: 2, message: 'x' }, lin)).toMatchObject({
      refused: 'invalid',
      field: 'party',
    })
    for (const verb of ['note', 'reply', 'addWatcher', 'removeParty', 'askParty'] as const) {
      expect([verb, play.try(verb, bodies[verb] as never, lin)?.refused]).toEqual([verb, 'forbidden'])
    }
  })

  test('that is removed is asked and heard no more; nobody is added twice', () => {
    const play = asked()
    expect(play.try('addParty', bodies.addParty, agent)).toMatchObject({ refused: 'invalid', field: 'email' })
    play.do('removeParty', { party: 1 }, agent)
    expect(told(play, 'party-removed')).toEqual([['party', 'assignee']])
    expect(play.try('partyReply', { party: 1, message: 'x' }, lin)).toMatchObject({ refused: 'notAllowedNow' })
    expect(play.try('askParty', { party: 1, question: 'x' }, agent)).toMatchObject({ refused: 'notAllowedNow' })
    play.do('addParty', bodies.addParty, agent)
    expect(play.try('partyReply', { party: 1, message: 'x' }, lin)).toMatchObject({
      refused: 'invalid',
      field: 'party',
    })
    expect(play.state.parties?.map(({ n }) => n)).toEqual([1, 2])
  })

  test('is one of twenty at most, and writes a hundred times at most', () => {
    const play = new Play(0).answered()
    for (let i = 0; i < mostParties; i++)
      play.do('addParty', { ...bodies.addParty, email: `${i}@vendor.example` }, agent)
    expect(overCeiling(play.state, 'addParty')).toMatchObject({ refused: 'notAllowedNow' })
    for (let i = 0; i < mostSaid; i++) play.do('partyReply', { party: 1, message: 'x' }, lin)
    expect(play.try('partyReply', { party: 1, message: 'x' }, lin)).toMatchObject({
      refused: 'invalid',
      field: 'message',
    })
  })
})

describe('SLA 10: a pause that names a party', () => {
  test('ends with whatever that party writes, and with nothing that another does', () => {
    const play = asked().do('addParty', { ...bodies.addParty, email: 'other@vendor.example' }, agent)
    play.do('pause', { reason: 'supplier', explanation: '等', party: 1 }, agent)
    play.do('partyReply', { party: 2, message: 'x' }, agent)
    expect(play.state.status.name).toBe('pending')
    play.do('partyReply', { party: 1, message: 'x' }, lin)
    expect(play.state.status.name).toBe('in_progress')
    expect(play.state.waits.at(-1)?.to).toBe(play.at)
  })

  test('names one that is on the ticket, of a wait for a supplier or for parts', () => {
    const play = asked()
    const pause = { explanation: '等', party: 1 }
    expect(play.try('pause', { reason: 'customer', ...pause }, agent)).toMatchObject({ field: 'party' })
    expect(play.try('pause', { reason: 'supplier', ...pause, party: 2 }, agent)).toMatchObject({ field: 'party' })
  })

  test('and its end tell the customer nothing of that party', () => {
    const play = asked().do('pause', { reason: 'supplier', explanation: '等', party: 1 }, agent)
    play.do('partyReply', { party: 1, message: '补丁已发' }, lin)
    const theirs = JSON.stringify(play.events.flatMap((event) => eventForCustomer(event) ?? []))
    expect(theirs).toContain('resumed')
    expect(theirs).not.toMatch(/林涛|party|补丁|1205/)
    const record = recordForCustomer(ticketRecordOf(play.state))
    const { standing: _never, ...shown } = record
    expect(JSON.stringify(shown)).not.toMatch(/林涛|vendor|1205/)
  })
})

describe('SLA 20: a question that is not answered in time', () => {
  test('is told to the desk, once each working day, the manager from the third time on, until it is answered', () => {
    const play = asked(hours(2), quiet).after(hours(2) - 1)
    expect(told(play, 'party-overdue')).toEqual([])
    play.after(1).after(days(1)).after(days(1))
    expect(told(play, 'party-overdue')).toEqual([['assignee'], ['assignee'], ['assignee', 'manager']])
    play.do('partyReply', { party: 1, message: 'x' }, agent).after(days(5))
    expect(told(play, 'party-overdue')).toHaveLength(3)
    const removed = asked(hours(2), quiet).do('removeParty', { party: 1 }, agent).after(days(5))
    expect(told(removed, 'party-overdue')).toEqual([])
  })

  test('puts off nothing that the desk would be told otherwise', () => {
    const play = asked(days(30), quiet)
    expect(nextDeadline(play.state)).toMatchObject({ kind: 'followUp', at: days(1) })
    expect(play.after(days(3)).types()).toContain('leftAlone')
  })

  test('is what comes next to staff, and nothing that a customer reads of', () => {
    const play = asked(hours(2), quiet)
    expect(ticketRecordOf(play.state).next).toMatchObject({ what: 'partyOverdue' })
    expect(recordForCustomer(ticketRecordOf(play.state)).next?.what).toBe('followUp')
  })

  test('is expected ahead, within 92 days', () => {
    const play = asked()
    for (const answerBy of [0, -1, days(93)]) {
      expect(
        play.try('askParty', { party: 1, question: 'x', answerBy: play.at + answerBy || -1 }, customer)?.refused,
      ).toBe('forbidden')
      const late = play.try('askParty', { party: 1, question: 'x', answerBy: play.at + answerBy || -1 }, agent)
      expect(late).toMatchObject({ refused: 'invalid', field: 'answerBy' })
    }
  })
})
