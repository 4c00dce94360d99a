import type { Addressee } from '../people/audiences.ts'
import type { TicketEvent } from './events.ts'
import type { TicketState } from './state.ts'

/** SLA 24, R1.5: of the customer's people only those can be told who are there. */
export function isThere({ reporter, caller, terms }: TicketState, audience: Addressee): boolean {
  if (audience === 'acceptor') return terms.acceptor !== undefined
  return audience !== 'reporter' || Boolean(reporter ?? caller?.email)
}

/** SLA 24, R1.5: a caller who has no e-mail is phoned, except of what was just said on the phone. */
export function mustBePhoned({ reporter, caller }: TicketState, { type, data, actor }: TicketEvent): boolean {
  if (reporter || caller === undefined || caller.email) return false
  // Whoever takes a ticket, or means to call back, will speak to the caller anyway.
  if (type === 'callBackPromised') return false
  if (type === 'assigned' && data.assignee.id === actor.id) return false
  return type !== 'opened' && !('channel' in data && data.channel === 'phone')
}
