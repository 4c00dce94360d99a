import { ended } from '../promises/facts.ts'
import type { Instant } from '../time/instant.ts'
import { withoutRemote } from './remote-after.ts'
import type { EndReason, TicketState } from './state.ts'
import { calledBack } from './words.ts'

/** SLA 13: nothing is waited for any more, and nobody is called back. */
export function cancelled(state: TicketState, at: Instant, reason: EndReason): TicketState {
  return {
    ...state,
    ...calledBack(state, at, 'cancelled'),
    ...withoutRemote(state, at),
    cancelledAt: at,
    waits: ended(state.waits, at),
    status: { name: 'cancelled', at, reason },
  }
}
