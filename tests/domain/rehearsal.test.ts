import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Policy } from '../../domain/promises/policy.ts'
import { differencesBetween, fatesOf, rehearse, rehearsedFates, totalsOf } from '../../domain/ticket/rehearsal.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { verbs } from '../../domain/ticket/verbs/rules.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { hours, minutes } from '../support/time/amounts.ts'

const draft = (...rows: Policy['rows']): Policy => ({ ...generalPolicy, rows })

/** What the draft would have made of it, beside what became of it. */
function rehearsed(play: Play, policy: Policy) {
  const state = rehearse(play.events, { policy, coverage: {} }, play.at)
  if (state === undefined) throw new Error('It was opened')
  return { before: fatesOf(ticketRecordOf(play.state).clocks), after: rehearsedFates(state) }
}

describe('A policy, rehearsed on what was,', () => {
  test('says of each promise what it would have made of it: met, missed, due otherwise, newly promised or no more', () => {
    const play = new Play(0).after(minutes(8)).answered().after(hours(3)).resolved()
    const rows = [
      row('response', 0, { target: { amount: 5, unit: 'workingMinutes' } }),
      row('restore', 4),
      row('resolution', 4),
    ]
    const { before, after } = rehearsed(play, draft(...rows))
    const fates = differencesBetween(before, after).map(({ clockId, before: was, after: now }) => [
      clockId,
      was?.outcome ?? null,
      now?.outcome ?? null,
    ])
    expect(fates).toEqual([
      ['response/1', 'met', 'missed'],
      ['resolution/1', 'missed', 'met'],
      // Its hour would not have been missed, so nobody would have been called.
      ['resolution@headquarters/1', 'met', null],
      ['restore/1', null, 'met'],
    ])
    expect(totalsOf([{ before, after }])[0]).toEqual({
      promise: 'response',
      before: { met: 1, missed: 0, open: 0, left: 0 },
      after: { met: 0, missed: 1, open: 0, left: 0 },
    })
  })

  test('calls a tier when the draft calls it, and keeps that somebody called one by hand', () => {
    const { ladder } = generalPolicy
    const tighter = { ...draft(row('resolution', 2), row('resolution', 9, { tier: 'headquarters' })), ladder }
    const slow = new Play(0).answered().after(hours(5))
    expect(rehearsed(slow, tighter).after.get('resolution@headquarters/1')?.dueAt).toBe('1970-01-01T11:00:00Z')
    const byHand = new Play(0).answered().do('escalate', { reason: '难' }, agent).after(hours(5))
    expect(rehearsed(byHand, tighter).after.get('resolution@headquarters/1')?.dueAt).toBe('1970-01-01T09:00:00Z')
  })

  test('leaves out what leaves no figure: cancelled, not needed; the desk’s own and the customer’s', () => {
    const rows = [row('response', 1), row('arrival', 4), row('update', 4, { internal: true }), row('signOff', 72)]
    const play = new Play(0, opening({}, draft(...rows))).answered().after(hours(1)).resolved()
    expect([...rehearsed(play, draft(...rows)).after].map(([id, { outcome }]) => [id, outcome])).toEqual([
      ['response/1', 'met'],
      ['arrival/1', 'left'],
    ])
  })

  test('keeps tickets that were on another policy as they were', () => {
    const play = new Play(0).answered().after(hours(3))
    const { before, after } = rehearsed(play, { ...draft(row('response', 9)), id: 'p-other' })
    expect(differencesBetween(before, after)).toEqual([])
  })

  test('is what happened, where the draft is the policy that it was, whatever people did', () => {
    const people = [acceptor, agent, customer, headquarters, manager, resident, senior]
    const life = fc.array(
      fc.record({
        wait: fc.oneof(fc.nat(600), fc.nat(hours(30))),
        verb: fc.constantFrom(...verbs),
        actor: fc.constantFrom(...people),
      }),
      { maxLength: 20 },
    )
    const again = { amount: 1, unit: 'workingHours' as const }
    const terms = { ...opening().terms, deemedAcceptance: { target: again, calendar: 'always' } }
    fc.assert(
      fc.property(life, fc.boolean(), (steps, deemed) => {
        const play = new Play(0, deemed ? opening({ terms }) : opening())
        for (const { wait, verb, actor } of steps) play.after(wait).try(verb, bodies[verb] as never, actor)
        const events = JSON.stringify(play.events)
        const { before, after } = rehearsed(play, generalPolicy)
        expect(differencesBetween(before, after)).toEqual([])
        expect(JSON.stringify(play.events)).toBe(events)
      }),
      { numRuns: 300 },
    )
  })
})
