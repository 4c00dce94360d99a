import { applyClockChange } from '../promises/clock-change.ts'
import { type Actor, isStaff } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'
import type { Open, Status, TicketState } from './state.ts'
import type { Draft, TicketEvent } from './events.ts'
import { type Notice, noticesFor } from './notices.ts'
import { forgetOldRounds } from './rounds.ts'

/** The ticket after an event. Total and pure: the fold of the audit log is the ticket. */
export function evolve(before: TicketState | undefined, event: TicketEvent): TicketState {
  const state = event.type === 'opened' ? opened(event.data, event.at) : known(before, event)
  const changed = event.clocks.reduce(applyClockChange, state.clocks)
  const clocks = isStaff(event.actor) ? changed.map((clock) => ({ ...clock, acknowledged: true })) : changed
  return forgetOldRounds(apply({ ...state, version: event.version, clocks }, event))
}

/** What one act, or one deadline, comes to. */
export interface Recorded {
  state: TicketState
  events: TicketEvent[]
  notices: Notice[]
}

/** Numbers the drafts, folds them in, and says who is to be told of each, as the ticket stood right after it. */
export function record(before: TicketState | undefined, drafts: readonly Draft[], actor: Actor, at: Instant): Recorded {
  const events: TicketEvent[] = []
  const notices: Notice[] = []
  let state = before
  for (const draft of drafts) {
    const event = { clocks: [], actor, ...draft, version: (state?.version ?? 0) + 1, at }
    state = evolve(state, event)
    events.push(event)
    notices.push(...noticesFor(event, state))
  }
  if (state === undefined) throw new Error('A ticket begins with being opened')
  return { state, events, notices }
}

function known(before: TicketState | undefined, event: TicketEvent): TicketState {
  if (before === undefined) throw new Error(`A ticket cannot begin with being ${event.type}`)
  return before
}

function opened(open: Open, at: Instant): TicketState {
  const { calledAt, backdateReason: _told, ...facts } = open
  return {
    ...facts,
    schema: 1,
    version: 0,
    openedAt: calledAt ?? at,
    status: { name: 'open' },
    tier: 'resident',
    triaged: false,
    cycle: 1,
    clocks: [],
    alarmed: false,
  }
}

function apply(state: TicketState, event: TicketEvent): TicketState {
  switch (event.type) {
    case 'triaged': {
      const { kind, class: faultClass, priority } = event.data
      return { ...state, kind, class: faultClass, priority, triaged: true }
    }
    case 'responded':
      return {
        ...state,
        respondedAt: event.at,
        status: state.status.name === 'open' ? { name: 'in_progress' } : state.status,
      }
    case 'assigned':
      return { ...state, assignee: event.data.assignee }
    case 'paused': {
      const { reason, expectedEnd } = event.data
      return { ...state, status: { name: 'pending', reason, since: event.at, ...(expectedEnd && { expectedEnd }) } }
    }
    case 'pauseOverran':
      return state.status.name === 'pending' ? { ...state, status: { ...state.status, reminded: true } } : state
    case 'resumed':
      return { ...state, status: afterPause(state) }
    case 'escalated':
      return { ...state, tier: event.data.to }
    case 'warned':
    case 'breached':
      return { ...state, alarmed: true }
    case 'retargeted':
      return { ...state, terms: event.data.terms, coverage: event.data.coverage }
    case 'resolved':
      return {
        ...state,
        status: { name: 'resolved', at: event.at },
        resolution: event.data.resolution,
        firstResolvedAt: state.firstResolvedAt ?? event.at,
      }
    case 'signedOff': {
      const { signOff } = event.data
      const by = signOff.method === 'deemed' ? 'deemed' : 'signature'
      return { ...state, signOff, status: { name: 'closed', at: event.at, by } }
    }
    case 'signOffRefused':
    case 'reopened': {
      const { signOff: _undone, ...rest } = state
      return { ...rest, status: { name: 'in_progress' }, cycle: state.cycle + 1 }
    }
    case 'rated':
      return { ...state, rating: event.data.rating }
    case 'cancelled':
      return { ...state, status: { name: 'cancelled', at: event.at, reason: event.data.reason } }
    case 'coverageExtended':
      return { ...state, coverage: event.data.coverage }
    case 'opened':
    case 'replied':
    case 'customerReplied':
    case 'noted':
      return state
  }
}

function afterPause(state: TicketState): Status {
  return state.respondedAt === undefined ? { name: 'open' } : { name: 'in_progress' }
}
