import { isStaff } from '../../people/actors.ts'
import type { Draft } from '../events.ts'
import { notNow, unanswered } from '../refusal.ts'
import type { Channel } from '../state.ts'
import type { Rule } from './rule.ts'

interface Reply {
  message: string
  channel: Channel
}

/**
 * SLA 8: the update clock runs from the oldest unanswered message of the customer, after the first response, to the
 * staff's reply. SLA 10: any message of the customer ends the wait for him.
 */
export const reply: Rule<Reply> = {
  who: ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending', 'resolved'],
  may({ respondedAt }, actor) {
    return isStaff(actor) && respondedAt === undefined ? notNow(unanswered) : undefined
  },
  decide(state, body, actor) {
    if (isStaff(actor)) return [{ type: 'replied', data: body }]
    const waited = state.status.name === 'pending' && state.status.reason === 'customer'
    const resumed: Draft[] = waited ? [{ type: 'resumed', data: {} }] : []
    return [{ type: 'customerReplied', data: body }, ...resumed]
  },
}
