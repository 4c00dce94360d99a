import { type Contact, isStaff } from '../../people/actors.ts'
import { invalid, unanswered } from '../refusal.ts'
import type { Channel } from '../../promises/subject.ts'
import { heardOfCustomer } from '../waiting.ts'
import type { Rule } from './rule.ts'

interface Reply {
  message: string
  channel: Channel
  /** Who of the customer said it, when our staff write it down. */
  from?: Contact
  /** R2.9b: of our staff: it settles what was asked. */
  clearAnswer?: true
}

/**
 * SLA 8: the update clock runs from the oldest unanswered message of the customer, after the first response, to the
 * staff's reply. SLA 10: any message of the customer ends the wait for the customer, also one that we wrote down.
 */
export const reply: Rule<Reply> = {
  who: ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending', 'resolved'],
  decide(state, body, actor) {
    if (body.clearAnswer && (body.from !== undefined || !isStaff(actor))) {
      return invalid('clearAnswer', 'A clear answer is given by our staff.')
    }
    if (isStaff(actor) && body.from === undefined) {
      if (state.respondedAt !== undefined) return [{ type: 'replied', data: body }]
      return invalid('from', `${unanswered} To write down what the customer said, name who said it.`)
    }
    if (!isStaff(actor) && body.from !== undefined) return invalid('from', 'You write for yourself; leave it out.')
    return [{ type: 'customerReplied', data: body }, ...heardOfCustomer(state)]
  },
}
