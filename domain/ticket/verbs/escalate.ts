import { staffRoles } from '../../people/roles.ts'
import { isHigherTier, nextTier, type Tier } from '../../people/tiers.ts'
import { invalid, notNow } from '../refusal.ts'
import { raise } from '../raise.ts'
import type { Rule } from './rule.ts'

interface Escalate {
  toTier?: Tier
  reason: string
}

const highest = 'The manager has this ticket already; there is no higher tier.'

/** R3.1, R2.1: declared hard to clear, by hand. */
export const escalate: Rule<Escalate> = {
  who: staffRoles,
  in: ['open', 'in_progress', 'pending'],
  may: ({ tier }) => (nextTier(tier) ? undefined : notNow(highest)),
  decide(state, body, _actor, now) {
    const to = body.toTier ?? nextTier(state.tier)
    if (to === undefined) return notNow(highest)
    if (!isHigherTier(to, state.tier))
      return invalid('toTier', `The ${state.tier} tier has this ticket; choose a higher one.`)
    return raise(state, to, 'byHand', body.reason, now)
  },
}
