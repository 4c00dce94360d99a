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
  may(standing, _actor, now) {
    const ends = reopeningEndsAt(standing)
    if (ends === undefined || now <= ends) return undefined
    return notNow(`The reopening window is over; open a new ticket that follows ${standing.number}.`)
  },
  decide(state, body, _actor, now) {
    return [{ type: 'reopened', data: body }, ...raiseOnRepeat(state, 'The fault came back', now)]
  },
}
