import type { TicketEvent } from './events.ts'
import { onTier } from './hands.ts'
import { withRating } from './kept.ts'
import type { TicketState } from './state.ts'
import { isFollowedUp, onPathOfKind, withPath } from './steps.ts'

/** R1.14: what begins a path of steps. Another kind is another path, or none. */
export function triaged(state: TicketState, { at, data }: TicketEvent & { type: 'triaged' }): TicketState {
  const { kind, class: faultClass, priority, path } = data
  const after = { ...state, kind, class: faultClass, priority, triaged: true }
  return kind === state.kind ? after : onPathOfKind(after, path, at)
}

/** SLA 14: a low rating is followed up; one more while that goes on is part of it. */
export function rated(state: TicketState, { at, data }: TicketEvent & { type: 'rated' }): TicketState {
  const { rating, followUp } = data
  const after = { ...state, ratings: withRating(state.ratings, rating) }
  return followUp && !isFollowedUp(state) ? withPath(after, 'lowRating', at, followUp.owner) : after
}

/** SLA 16 */
export function markedRepeat(state: TicketState, { at, data }: TicketEvent & { type: 'repeatFound' }): TicketState {
  const marked = { ...state, repeatOf: data.of }
  return data.review ? withPath(marked, 'repeat', at) : marked
}

/** SLA 16: whoever was called for a repeat has looked at it. */
export function raised(state: TicketState, { data }: TicketEvent & { type: 'escalated' }): TicketState {
  const after = onTier(state, data.to, data.calledAt)
  return data.cause === 'repeatFailure' ? { ...after, raisedAsRepeat: true } : after
}
