import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { dueOf, elapsedOf, targetSecondsOf } from '../../domain/promises/clock.ts'
import { verbs } from '../../domain/ticket/verbs/rules.ts'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import { evolve } from '../../domain/ticket/evolve.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import { acceptor, agent, customer, headquarters, manager, resident } from '../support/ticket/people.ts'
import { bodies } from '../support/ticket/opening.ts'
import { hours } from '../support/time/amounts.ts'
import { Play } from '../support/ticket/play.ts'

/** Anybody tries anything at any time; what is refused changes nothing. */
const life = fc.array(
  fc.record({
    wait: fc.oneof(fc.nat(600), fc.nat(hours(30))),
    verb: fc.constantFrom(...verbs),
    actor: fc.constantFrom(acceptor, agent, customer, headquarters, manager, resident),
  }),
  { maxLength: 25 },
)

function live(steps: { wait: number; verb: (typeof verbs)[number]; actor: typeof agent }[]): Play {
  const play = new Play(0)
  for (const { wait, verb, actor } of steps) play.after(wait).try(verb, bodies[verb] as never, actor)
  return play
}

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
          if (overran) expect(clock.breach).toBeDefined()
          if (clock.breach && clock.revision === 0) expect(overran).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
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
