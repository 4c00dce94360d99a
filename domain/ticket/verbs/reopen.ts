import { reopeningEndsAt } from '../afterlife.ts'
import { raiseOnRepeat } from '../raise.ts'
import { notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'

interface Reopen {
  reason: string
}

/** SLA 12: inside the window the resolution clock goes on, the resolved time excluded; after it, a new, linked ticket. */
export const reopen: Rule<Reopen> = {
  who: ['customer', 'agent', 'manager', 'admin'],
  in: ['resolved', 'closed'],
  decide(state, body, _actor, now) {
    const ends = reopeningEndsAt(state)
    if (ends !== undefined && now > ends) {
      return notNow(`The reopening window is over; open a new ticket that follows ${state.number}.`)
    }
    return [{ type: 'reopened', data: body }, ...raiseOnRepeat(state, 'The fault came back', now)]
  },
}
