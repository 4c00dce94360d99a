import { personOf } from '../people/actors.ts'
import type { TicketEvent } from './events.ts'
import { isUndecided } from './proposal.ts'
import { withRound } from './periods.ts'
import { pausable } from './promises.ts'
import type { TicketState } from './state.ts'
import { waiting, waitsForCustomer } from './waiting.ts'

/** The customer is waited for, where the contract lets that stop a clock: else work goes on, and so does time. */
export function askedToDecide(state: TicketState, event: TicketEvent & { type: 'proposed' }): TicketState {
  const { at, version, data } = event
  // Who reads another proposal decides that one, or none.
  if (data.decideBy === undefined) return isUndecided(state) ? withoutProposal(state) : state
  const { decideBy } = data
  const asked = { ...state, proposal: { version, at, decideBy } }
  if (waitsForCustomer(state.status)) {
    return { ...asked, status: { ...state.status, expectedEnd: decideBy, lookAt: decideBy, asked: 0 } }
  }
  const stops = pausable(state.terms, 'customer')
  if (state.status.name !== 'in_progress' || stops.length === 0) return asked
  return waiting(asked, { reason: 'customer', expectedEnd: decideBy }, at)
}

function withoutProposal({ proposal: _undecided, ...state }: TicketState): TicketState {
  return state
}

/** What was declined asks for another word of ours (SLA 8); what was accepted for work. */
export function withDecision(state: TicketState, event: TicketEvent & { type: 'proposalDecided' }): TicketState {
  const { at, actor, data } = event
  if (state.proposal === undefined) return state
  const by = data.from ?? personOf(actor)
  const proposal = { ...state.proposal, decided: { accepted: data.accepted, at, by } }
  return { ...state, proposal, rounds: data.accepted ? state.rounds : withRound(state, at) }
}
