import { staffRoles } from '../../people/roles.ts'
import { isEngineer, type StaffMember, staffMember } from '../../people/actors.ts'
import { isHigherTier, type Tier } from '../../people/tiers.ts'
import { canHave, handedDown } from '../hands.ts'
import { forbidden, invalid, notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'

interface HandDown {
  toTier: Tier
  assignee?: StaffMember
  reason: string
}

/** R3.1: a lower tier is enough after all, say the desk or whoever can have the ticket. SLA 10: it drops no promise; the clocks of the tiers that were called run on. */
export const handDown: Rule<HandDown> = {
  who: staffRoles,
  in: ['open', 'in_progress', 'pending'],
  may(standing, actor) {
    if (standing.tier === 'resident') return notNow('The resident tier has this ticket; there is no lower one.')
    if (!isEngineer(actor) || canHave(staffMember(actor), standing.tier)) return undefined
    return forbidden(
      `The ${standing.tier} tier has this ticket, and you serve below it: it hands it down, or the desk.`,
    )
  },
  decide(state, { toTier, assignee, reason }) {
    if (!isHigherTier(state.tier, toTier)) {
      return invalid('toTier', `The ${state.tier} tier has this ticket; choose a lower one.`)
    }
    if (assignee && !canHave(assignee, toTier)) {
      return invalid('assigneeId', `${assignee.name} serves below the ${toTier} tier; name somebody of it or above.`)
    }
    return handedDown(state, toTier, reason, assignee)
  },
}
