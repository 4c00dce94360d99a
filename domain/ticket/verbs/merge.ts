import type { Linked } from '../linked.ts'
import { invalid, notNow } from '../refusal.ts'
import { notGivenUp } from './cancel.ts'
import type { Rule } from './rule.ts'
import { withoutPlanned } from './visit.ts'

interface Merge {
  /** Of the same customer, and not ended: looked up by whoever asks, and held against by the database when it is recorded. */
  into: Linked
  reason?: string
}

/**
 * SLA 13: what was reported twice goes on in one ticket. The duplicate's clocks stop with that reason and leave the figures,
 * save for what was broken; whoever reported it follows the other. It is undone within a day (`reinstate`).
 */
export const merge: Rule<Merge> = {
  who: ['agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  may: notGivenUp,
  decide(state, body) {
    if (body.into.id === state.id)
      return invalid('into', 'That is this ticket itself; name the one in which it goes on.')
    if (!state.customer) return notNow('Nobody knows whose it is: bind it first, and then merge it.')
    return [{ type: 'merged', data: body }, ...withoutPlanned(state, 'ticketCancelled')]
  },
}
