import { staffRoles } from '../../people/roles.ts'
import { isEngineer, staffMember } from '../../people/actors.ts'
import type { Draft } from '../events.ts'
import { given } from '../hands.ts'
import { isRefusal, notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'
import type { Channel } from '../../promises/subject.ts'

interface Respond {
  message: string
  channel: Channel
  clearAnswer?: true
}

/** SLA 7: the first public human answer on any channel. An engineer who answers a ticket of nobody's takes it, if that person can have it (R1.1). */
export const respond: Rule<Respond> = {
  who: staffRoles,
  in: ['open', 'pending'],
  may({ respondedAt }) {
    return respondedAt === undefined
      ? undefined
      : notNow('The customer has had the first response already; send a reply.')
  },
  decide(state, body, actor) {
    const answered: Draft = { type: 'responded', data: body }
    const taken = isEngineer(actor) && !state.assignee ? given(state, staffMember(actor)) : []
    return isRefusal(taken) ? [answered] : [answered, ...taken]
  },
}
