import { isStaff } from '../people/actors.ts'
import type { TicketEvent } from './events.ts'
import { withObjection, withRound } from './periods.ts'
import type { TicketState } from './state.ts'

/** The ticket with one more file. What a customer sends is a message: it asks for an answer (SLA 8), and the acceptor's objects (SLA 14). */
export function attached(state: TicketState, event: TicketEvent & { type: 'attached' }): TicketState {
  const { data, actor, at } = event
  const { attachment, internal } = data
  const file = { ...attachment, by: { id: actor.id, name: actor.name }, at, ...(internal && { internal }) }
  return {
    ...state,
    attachments: [...(state.attachments ?? []), file],
    ...(!isStaff(actor) && { rounds: withRound(state, event.at), repairs: withObjection(state, event) }),
  }
}
