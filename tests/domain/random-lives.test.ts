import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { LadderStep } from '../../domain/promises/policy.ts'
import { dueOf, elapsedOf, targetSecondsOf } from '../../domain/promises/clock.ts'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { verbs } from '../../domain/ticket/verbs/rules.ts'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import { evolve } from '../../domain/ticket/evolve.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { hasEnded, type TicketState } from '../../domain/ticket/state.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { isHigherTier } from '../../domain/people/tiers.ts'
import { hours } from '../support/time/amounts.ts'
import { Play } from '../support/ticket/play.ts'

/** Anybody tries anything at any time; what is refused changes nothing. */
const life = fc.array(
  fc.record({
    wait: fc.oneof(fc.nat(600), fc.nat(hours(30))),
    verb: fc.constantFrom(...verbs),
    actor: fc.constantFrom(acceptor, agent, customer, headquarters, manager, resident, senior),
  }),
  { maxLength: 25 },
)

function live(steps: { wait: number; verb: (typeof verbs)[number]; actor: typeof agent }[], body = opening()): Play {
  const play = new Play(0, body)
  for (const { wait, verb, actor } of steps) play.after(wait).try(verb, bodies[verb] as never, actor)
  return play
}

const again = { everyPercent: 100, atMost: 50 }
const ladder: LadderStep[] = (['response', 'resolution'] as const).map((metric) => ({
  ...{ metric, percent: 100, notify: ['tier'], repeat: again },
}))
const pagesAgain = { ...generalPolicy, rows: generalPolicy.rows.slice(0, 3), ladder }

describe('Whatever people do', () => {
  test('the audit folds to the ticket, and its versions have no gap (I3, I4)', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const play = live(steps)
        expect(JSON.parse(JSON.stringify(play.events)).reduce(evolve, undefined) as TicketState).toEqual(
          JSON.parse(JSON.stringify(play.state)),
        )
        expect(play.events.map((event) => event.version)).toEqual(play.events.map((_event, index) => index + 1))
      }),
      { numRuns: 300 },
    )
  })

  test('tier and assignee agree after every event, and a tier is called once (R3.1, SLA 10)', () => {
    fc.assert(
      fc.property(life, (steps) => {
        let state: TicketState | undefined
        for (const event of live(steps).events) {
          state = evolve(state, event)
          const { tier, assignee, calls } = state
          if (assignee) expect(isHigherTier(tier, assignee.tier ?? 'resident')).toBe(false)
          const called = ['resident', ...calls.map((call) => call.tier)]
          expect(called).toContain(tier)
          expect(new Set(called).size).toBe(called.length)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('nothing that fell due is left undone, and no threshold of a revision acts twice (SLA 15)', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const play = live(steps)
        expect(nextDeadline(play.state)?.at ?? Number.POSITIVE_INFINITY).toBeGreaterThan(play.at)
        const revisions = new Map<string, number>()
        const keys = play.events.flatMap((event) => {
          for (const change of event.clocks) {
            if (change.do === 'retarget') revisions.set(change.id, (revisions.get(change.id) ?? 0) + 1)
          }
          if (event.type !== 'warned' && event.type !== 'breached') return []
          return [`${event.data.clockId} ${revisions.get(event.data.clockId) ?? 0} ${event.data.percent}`]
        })
        expect(new Set(keys).size).toBe(keys.length)
      }),
      { numRuns: 300 },
    )
  })

  test('a clock is breached if and only if it used more than its target, or did so under an earlier one (SLA 17)', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state, at } = live(steps)
        for (const clock of state.clocks) {
          const overran = elapsedOf(clock, state.coverage, at) > (targetSecondsOf(clock, state.coverage) ?? 0)
          // What the customer owes lapses instead (SLA 21).
          if (overran) expect(clock.metric === 'signOff' ? clock.lapsed : clock.breach).toBeDefined()
          if (clock.breach && clock.revision === 0) expect(overran).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('nothing unfinished is silent, nor seems so to the customer: what comes next is said, and when (SLA 20, I8)', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(life, (steps) => {
        const { state } = live(steps, opening({}, pagesAgain))
        const ours = ticketRecordOf(state)
        const theirs = recordForCustomer(ours)
        if (hasEnded(state)) return
        expect(ours.next).not.toBeNull()
        expect(theirs.next).not.toBeNull()
        // Neither a warning of ours nor whom the ladder calls.
        expect([
          ...['breach', 'followUp', 'pauseOverrun', 'deemedAcceptance', 'signOffReminder', 'signOffLapse'],
          ...['remoteUnanswered', 'remoteRanOut'],
        ]).toContain(theirs.next?.what)
        if (theirs.next?.what === 'followUp')
          expect(theirs.next).toEqual({ ...theirs.next, clockId: null, percent: null })
        if (ours.next?.what !== theirs.next?.what) seen.add(theirs.next?.what ?? '')
      }),
      { numRuns: 500 },
    )
    expect([...seen]).toContain('followUp')
  })

  test('a paused clock shows no due, since it moves; the record can always be shown', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { state } = live(steps)
        const record = ticketRecordOf(state)
        for (const [index, clock] of state.clocks.entries()) {
          if (record.clocks[index]?.pausedSince) expect(dueOf(clock, state.coverage)).toBeUndefined()
        }
        expect(record.version).toBe(state.version)
      }),
      { numRuns: 100 },
    )
  })
})
