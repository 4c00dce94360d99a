import { given } from '../hands.ts'
import { invalid, notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'
import type { StaffMember } from '../../people/actors.ts'

interface Assign {
  assignee: StaffMember
}

/** R1.1: one named engineer. A change of engineer is a hand-over, with its reason. */
export const assign: Rule<Assign> = {
  who: ['agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  may({ assignee }) {
    return assignee && notNow(`${assignee.name} has this ticket; hand it over, with a reason.`)
  },
  decide: (state, { assignee }) => given(state, assignee),
}

interface HandOver {
  assignee: StaffMember
  reason: string
}

/** R3.2: the customer is told of a change of staff. SLA 10: handing over drops no promise. */
export const handOver: Rule<HandOver> = {
  who: ['agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  may: (standing) => (standing.assignee ? undefined : notNow('Nobody has this ticket yet; assign it.')),
  decide(state, { assignee, reason }) {
    if (state.assignee?.id === assignee.id) return invalid('assigneeId', `${assignee.name} has this ticket already.`)
    return given(state, assignee, reason)
  },
}
