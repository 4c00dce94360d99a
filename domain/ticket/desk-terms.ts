import type { Contact } from '../people/actors.ts'
import { pauseReasons } from '../promises/facts.ts'
import type { Policy } from '../promises/policy.ts'
import type { Terms } from './state.ts'

/** The policy that uncovered work runs on: the desk's own, of which nobody outside was promised anything. */
export const deskPolicyId = 'pol_desk'

const reopenWindowDays = 7

/**
 * What uncovered work runs on. Nobody granted that anything stops the desk's own clock, so a pause stops none. No contract
 * in force names an acceptor: whoever reported it signs.
 */
export function deskTerms(
  policy: Policy,
  { contractId, reporter }: { contractId?: string; reporter?: Contact },
): Terms {
  return {
    ...(contractId && { contractId }),
    ...(reporter && { acceptor: reporter }),
    reopenWindowDays,
    pauseRules: pauseReasons.map((reason) => ({ reason, metrics: [] })),
    policy,
  }
}
