import { isStaff } from '../people/actors.ts'
import type { TicketEvent } from './events.ts'
import { withRound } from './periods.ts'
import type { TicketState } from './state.ts'

/** The ticket with one more file. What a customer sends asks for an answer (SLA 8). */
export function attached(state: TicketState, { data, actor, at }: TicketEvent & { type: 'attached' }): TicketState {
  const { attachment, internal } = data
  const file = { ...attachment, by: { id: actor.id, name: actor.name }, at, ...(internal && { internal }) }
  return {
    ...state,
    attachments: [...(state.attachments ?? []), file],
    rounds: isStaff(actor) ? state.rounds : withRound(state, at),
  }
}
