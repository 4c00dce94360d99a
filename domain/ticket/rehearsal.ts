import { isHigherTier } from '../people/tiers.ts'
import type { Policy } from '../promises/policy.ts'
import type { CoverageByCalendar } from '../time/coverage.ts'
import type { Instant } from '../time/instant.ts'
import type { Stretch } from '../time/working-time.ts'
import type { Draft, TicketEvent } from './events.ts'
import { record } from './evolve.ts'
import { fallDue } from './fall-due.ts'
import { type ClockRecord, ticketRecordOf } from './record.ts'
import type { Terms, TicketState } from './state.ts'

/** What a policy would promise, and the working time of all its calendars. */
export interface Rehearsed {
  policy: Policy
  coverage: CoverageByCalendar
}

/**
 * A ticket as it would stand if its contract had been on that policy from the opening on. What people did stays as it was,
 * when it was; what falls due falls due anew, so that a tier is called when the draft calls it. SLA 18: it moves nothing.
 */
export function rehearse(events: readonly TicketEvent[], draft: Rehearsed, until: Instant): TicketState | undefined {
  let state: TicketState | undefined
  for (const event of events) {
    if (state !== undefined) state = fallDue(state, event.at).state
    const drafts = playedAgain(state, event, draft)
    if (drafts.length > 0) state = record(state, drafts, event.actor, event.at).state
  }
  return state && fallDue(state, until).state
}

/** What a clock did is done anew; how far a calendar is known was no clock's doing. */
function playedAgain(state: TicketState | undefined, event: TicketEvent, draft: Rehearsed): Draft[] {
  switch (event.type) {
    case 'opened':
    case 'retargeted':
    case 'bound':
      return [{ ...event, data: onDraft(event.data, draft) } as Draft]
    case 'coverageExtended':
      return [{ type: event.type, data: { coverage: { ...event.data.coverage, ...draft.coverage } } }]
    case 'resumed':
      // An answer ended the wait, whoever is said to have.
      return [event]
    case 'escalated':
      return event.actor.role !== 'clock' && state && isHigherTier(event.data.to, state.tier) ? [event] : []
    default:
      return event.actor.role === 'clock' ? [] : [event]
  }
}

function onDraft<D extends { terms: Terms; coverage: CoverageByCalendar }>(data: D, draft: Rehearsed): D {
  if (data.terms.policy.id !== draft.policy.id) return data
  const terms = { ...data.terms, policy: silent(draft.policy), followUp: never }
  return { ...data, terms, coverage: { ...data.coverage, ...draft.coverage } }
}

/** Nobody is told anything, so that of the ladder only what calls a tier is played, which alone begins clocks. */
function silent(policy: Policy): Policy {
  const ladder = policy.ladder.flatMap(({ repeat: _pages, ...step }) => (step.raiseTo ? [{ ...step, notify: [] }] : []))
  return { ...policy, ladder }
}

/** Further than any rehearsal goes. */
const never: Stretch = { target: { amount: 3650, unit: 'workingDays' }, calendar: 'always' }

/** `left`: it was withdrawn, cancelled or not needed, and leaves no figure (SLA 13). */
export const outcomes = ['met', 'missed', 'open', 'left'] as const
export type Outcome = (typeof outcomes)[number]

/** What became of a promise. */
export interface Fate {
  outcome: Outcome
  dueAt: string | null
}

/** A clock whose fate the draft would have changed; null on the side where it is not promised. */
export interface Difference {
  clockId: string
  before: Fate | null
  after: Fate | null
}

type Clocks = readonly Pick<ClockRecord, 'id' | 'metric' | 'breached' | 'stoppedBecause' | 'dueAt' | 'internal'>[]

/** Of what is promised; what the desk sets itself, and what the customer owes, is left out. */
export function fatesOf(clocks: Clocks): Map<string, Fate> {
  const promised = clocks.filter(({ internal, metric }) => !internal && metric !== 'signOff')
  return new Map(promised.map((clock) => [clock.id, { outcome: outcomeOf(clock), dueAt: clock.dueAt }]))
}

/** The fates of a ticket's promises under the draft. */
export function rehearsedFates(state: TicketState): Map<string, Fate> {
  return fatesOf(ticketRecordOf(state).clocks)
}

export function differencesBetween(before: ReadonlyMap<string, Fate>, after: ReadonlyMap<string, Fate>): Difference[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  return ids.flatMap((clockId) => {
    const [was, now] = [before.get(clockId) ?? null, after.get(clockId) ?? null]
    return was?.outcome === now?.outcome && was?.dueAt === now?.dueAt ? [] : [{ clockId, before: was, after: now }]
  })
}

/** How many promises of each sort had which fate. */
export function totalsOf(tickets: readonly Record<'before' | 'after', ReadonlyMap<string, Fate>>[]) {
  const fates = (side: 'before' | 'after') =>
    tickets.flatMap((ticket) =>
      [...ticket[side]].map(([clockId, { outcome }]) => ({ promise: sortOf(clockId), outcome })),
    )
  const [before, after] = [fates('before'), fates('after')]
  const promises = new Set([...before, ...after].map(({ promise }) => promise))
  return [...promises].map((promise) => ({
    promise,
    before: countsOf(before.filter((fate) => fate.promise === promise)),
    after: countsOf(after.filter((fate) => fate.promise === promise)),
  }))
}

/** `arrival@headquarters/1` is one of `arrival@headquarters`. */
function sortOf(clockId: string): string {
  return clockId.replace(/\/\d+$/, '')
}

function countsOf(fates: readonly { outcome: Outcome }[]): Record<Outcome, number> {
  const count = (of: Outcome) => fates.filter(({ outcome }) => outcome === of).length
  return { met: count('met'), missed: count('missed'), open: count('open'), left: count('left') }
}

function outcomeOf({ breached, stoppedBecause }: Clocks[number]): Outcome {
  if (breached) return 'missed'
  if (stoppedBecause === null) return 'open'
  return stoppedBecause === 'met' ? 'met' : 'left'
}
