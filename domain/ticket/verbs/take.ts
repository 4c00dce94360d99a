import { staffRoles } from '../../people/roles.ts'
import { isEngineer, staffMember, tierOf } from '../../people/actors.ts'
import { canHave, given, handedDown } from '../hands.ts'
import { forbidden, invalid, notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'

interface Take {
  /** Needed where taking it lowers the tier. */
  reason?: string
}

/**
 * R1.1: whoever was called, or is on duty at the desk, makes a ticket theirs. The desk may do so below the ticket's tier,
 * so that there is a way at three in the morning: it is a hand-down, with its reason.
 */
export const take: Rule<Take> = {
  who: staffRoles,
  in: ['open', 'in_progress', 'pending'],
  may({ tier, assignee }, actor) {
    if (assignee?.id === actor.id) return notNow('You have this ticket already.')
    if (!isEngineer(actor) || canHave(staffMember(actor), tier)) return undefined
    return forbidden(
      `The ${tier} tier has this ticket, and you serve below it. You may work on it; to make it yours, have it handed down.`,
    )
  },
  decide(state, { reason }, actor) {
    const me = staffMember(actor)
    if (canHave(me, state.tier)) return given(state, me, reason)
    const tier = tierOf(actor)
    if (!reason)
      return invalid('reason', `Taking it hands it down from the ${state.tier} tier to the ${tier}: say why.`)
    return handedDown(state, tier, reason, me)
  },
}
