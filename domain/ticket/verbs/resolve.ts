import { staffRoles } from '../../people/roles.ts'
import { staffMember } from '../../people/actors.ts'
import { foundRepeat } from '../raise.ts'
import { nobodySigns, notNow, unanswered } from '../refusal.ts'
import type { Rule } from './rule.ts'
import type { CauseCode } from '../acceptance.ts'
import { quoteMissing } from './quote.ts'
import { somebodyIsOnline } from './remote.ts'
import { stepsMissing } from './steps.ts'
import { withoutPlanned } from './visit.ts'

interface Resolve {
  cause: string
  causeCode: CauseCode
  fix: string
  verification: string
  /** SLA 16: the number of a ticket of the same system and cause within 30 days. */
  repeatOf?: string
}

/** R1.7: repaired and verified. SLA 14: resolution stops here, and the sign-off has a clock of its own. */
export const resolve: Rule<Resolve> = {
  who: staffRoles,
  in: ['in_progress', 'pending'],
  may(standing, _actor, now) {
    const { respondedAt, terms } = standing
    if (respondedAt === undefined) return notNow(unanswered)
    const missing = stepsMissing(standing)
    if (missing) return missing
    return terms.acceptor ? (somebodyIsOnline(standing) ?? quoteMissing(standing, now)) : notNow(nobodySigns)
  },
  decide(state, { repeatOf, ...body }, actor, now) {
    return [
      {
        type: 'resolved',
        data: { resolution: { ...body, by: staffMember(actor), at: now } },
      },
      ...foundRepeat(state, repeatOf),
      ...withoutPlanned(state, 'resolved'),
    ]
  },
}
