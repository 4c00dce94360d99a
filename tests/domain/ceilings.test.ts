import { stepsOf } from '../../domain/ticket/paths.ts'
import { describe, expect, test } from '@jest/globals'
import { overCeiling } from '../../domain/ticket/verbs/ceilings.ts'
import type { Bodies, Verb } from '../../domain/ticket/verbs/rules.ts'
import { evolve } from '../../domain/ticket/evolve.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { isBreached, type TicketState } from '../../domain/ticket/state.ts'
import type { Actor } from '../../domain/people/actors.ts'
import { acceptor, agent, customer, headquarters, resident } from '../support/ticket/people.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { hours, minutes } from '../support/time/amounts.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'

const web = 'web' as const

describe('What grows in a ticket (C1)', () => {
  test('of the rounds of messages and answers it keeps the last fifty that are over; the count goes on', () => {
    const play = new Play(0).answered()
    rounds(play, 200)
    const updates = play.state.clocks.filter(({ metric }) => metric === 'update')
    expect(updates).toHaveLength(50)
    expect(updates.at(-1)?.id).toBe('update/200')
  })

  test('a promise that was broken stays broken when its round has left the ticket', () => {
    const play = new Play(0).answered()
    play.after(minutes(1)).do('pause', { reason: 'supplier', explanation: 'x' }, resident)
    play.do('reply', { message: 'x', channel: web }, customer).after(hours(5))
    play.do('reply', { message: 'x', channel: web }, resident)
    expect(play.types()).toContain('breached')
    rounds(play, 60)
    expect(play.state.clocks.some(({ breach }) => breach)).toBe(false)
    expect(isBreached(play.state)).toBe(true)
    expect(ticketRecordOf(play.state).breached).toBe(true)
    expect(foldOf(play)).toEqual(play.state)
  })

  test('a clock is paused a hundred times at most; then the ticket still takes messages and comes to its end', () => {
    const play = pausedToTheCeiling()
    expect(ask(play, 'pause', { reason: 'supplier', explanation: 'x' }, resident)).toMatchObject({
      refused: 'notAllowedNow',
    })
    expect(ask(play, 'reply', { message: 'x', channel: web }, customer)).toBeUndefined()
    expect(ask(play, 'resolve', { cause: 'x', causeCode: 'data', fix: 'x', verification: 'x' }, agent)).toBeUndefined()
    expect(ask(play, 'signOff', { method: 'signedIn' }, acceptor)).toBeUndefined()
  })
})

test('whoever was sent before a ticket was full still checks in; nobody else is sent or comes by', () => {
  const play = new Play(0).do('dispatch', bodies.dispatch, agent).do('depart', { visit: 1 }, headquarters)
  for (let n = 0; n < 100; n++) {
    play.after(1).do('pause', { reason: 'supplier', explanation: 'x' }, agent).do('resume', {}, agent)
  }
  expect(ask(play, 'dispatch', bodies.dispatch, agent)).toMatchObject({ refused: 'notAllowedNow' })
  expect(ask(play, 'arrive', { visit: 1 }, headquarters)).toBeUndefined()
  play.do('completeVisit', bodies.completeVisit, headquarters)
  expect(ask(play, 'arrive', {}, headquarters)).toMatchObject({ refused: 'notAllowedNow' })
})

describe('The largest ticket there can be (C1)', () => {
  test('is carried to its next run in less than 1.25 MiB; the engine takes 2', () => {
    // A control character is written with six bytes.
    const text = (length: number) => '\u0001'.repeat(length)
    const line = (length: number) => '😀'.repeat(length)
    const policy = {
      ...generalPolicy,
      rows: Array.from({ length: 200 }, (_, at) => ({ ...rowOf(at), source: line(100) })),
      ladder: Array.from({ length: 500 }, (_, at) => ({ ...ladderOf(at), percent: 1000 })),
    }
    const play = pausedToTheCeiling(opening({ subject: line(200), description: text(20_000) }, policy))
    rounds(play, 60)
    // What one body of 256 kB can hold.
    const repair = { cause: text(20_000), causeCode: 'data' as const, fix: text(20_000), verification: text(2500) }
    // Refused and rated so often that no more of it stays.
    const sign = { method: 'signedIn' as const, rating: 1, comment: text(5000) }
    for (let cycle = 1; cycle <= 12; cycle++) {
      play.do('resolve', repair, agent).do('signOff', sign, acceptor)
      play.do('reopen', { reason: text(2000) }, acceptor)
    }
    play.do('triage', { kind: 'complaint', path: 'complaint' }, agent)
    for (const step of stepsOf('complaint')) {
      const message = ['acknowledge', 'answer'].includes(step) ? { message: text(20_000) } : {}
      play.do('completeStep', { step, result: text(20_000), channel: web, ...message }, agent)
    }
    play.do('resolve', repair, agent).do('signOff', { ...sign, followUp: {} }, acceptor)
    play.do('completeStep', { step: 'followUp', result: text(20_000), channel: web }, agent)
    const coverage = { office: { from: 0, until: 1, segments: 'x'.repeat(256 * 1024) } }
    const carried = { state: { ...play.state, coverage }, notices: manyNotices(), answered: manyAnswers() }
    expect(bytesOf(carried)).toBeGreaterThan(700_000)
    expect(bytesOf(carried)).toBeLessThan(1.25 * 1024 * 1024)
  })
})

function rounds(play: Play, count: number): void {
  for (let round = 0; round < count; round++) {
    play.after(1).do('reply', { message: 'x', channel: web }, customer)
    play.after(1).do('reply', { message: 'x', channel: web }, resident)
  }
}

function pausedToTheCeiling(open = opening()): Play {
  const play = new Play(0, open).answered()
  while (ask(play.after(1), 'pause', { reason: 'supplier', explanation: 'x' }, resident) === undefined) {
    play.after(1).do('resume', {}, resident)
  }
  expect(play.state.waits).toHaveLength(100)
  return play
}

/** As the ticket's process asks. */
function ask<V extends Verb>(play: Play, verb: V, body: Bodies[V], actor: Actor) {
  return overCeiling(play.state, verb) ?? play.try(verb, body, actor)
}

function foldOf(play: Play): TicketState | undefined {
  return play.events.reduce<TicketState | undefined>(evolve, undefined)
}

function rowOf(at: number) {
  const row = generalPolicy.rows[at % generalPolicy.rows.length]
  if (row === undefined) throw new Error('The policy has no rows')
  return row
}

function ladderOf(at: number) {
  const step = generalPolicy.ladder[at % generalPolicy.ladder.length]
  if (step === undefined) throw new Error('The policy has no ladder')
  return step
}

function manyNotices(): Notice[] {
  const id = 'x'.repeat(64)
  return Array.from({ length: 1000 }, (_, version) => ({
    ...{ message: 'customer-replied' as const, version, to: ['assignee' as const], tier: 'headquarters' as const },
    ...{ assigneeId: id, notBefore: 1_800_000_000 },
  }))
}

function manyAnswers(): [string, number][] {
  return Array.from({ length: 100 }, (_, version) => ['x'.repeat(64), version])
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
