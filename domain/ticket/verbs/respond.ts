import { notNow } from '../refusal.ts'
import { type Rule, staffMember } from './rule.ts'
import type { Channel } from '../state.ts'

interface Respond {
  message: string
  channel: Channel
}

/** SLA 7: the first public human answer on any channel. An engineer who answers a ticket of nobody's takes it (R1.1). */
export const respond: Rule<Respond> = {
  who: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['open', 'pending'],
  may({ respondedAt }) {
    return respondedAt === undefined
      ? undefined
      : notNow('The customer has had the first response already; send a reply.')
  },
  decide(state, body, actor) {
    const takes = state.assignee === undefined && (actor.role === 'engineer' || actor.role === 'senior')
    return [
      { type: 'responded', data: body },
      ...(takes ? [{ type: 'assigned' as const, data: { assignee: staffMember(actor) } }] : []),
    ]
  },
}
