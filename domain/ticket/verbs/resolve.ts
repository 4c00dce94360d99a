import { notNow } from '../refusal.ts'
import { type Rule, staffMember } from './rule.ts'
import type { CauseCode } from '../state.ts'

interface Resolve {
  cause: string
  causeCode: CauseCode
  fix: string
  verification: string
}

/** R1.7: repaired and verified. SLA 14: resolution stops here, and the sign-off has a clock of its own. */
export const resolve: Rule<Resolve> = {
  who: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['in_progress', 'pending'],
  decide(state, body, actor, now) {
    if (state.respondedAt === undefined) return notNow('The customer has had no response yet; respond first.')
    return [
      {
        type: 'resolved',
        data: { resolution: { ...body, by: staffMember(actor), at: now } },
      },
    ]
  },
}
