import type { CoverageByCalendar } from '../../time/coverage.ts'
import { bothSides, movedPromises } from '../moved-promises.ts'
import { ticketClocks } from '../promises.ts'
import type { Terms } from '../state.ts'
import type { Rule } from './rule.ts'

interface Retarget {
  terms: Terms
  coverage: CoverageByCalendar
  reason: string
}

/** SLA 18: an edited policy reaches an open ticket only by this: before, after and the approver stand in the record. */
export const retarget: Rule<Retarget> = {
  who: ['manager', 'admin'],
  in: ['open', 'in_progress', 'pending', 'resolved'],
  decide(state, { terms, coverage, reason }, _actor, now) {
    const clocks = ticketClocks({ ...state, terms, coverage }, { type: 'retargeted', at: now })
    const moved = movedPromises(state, { clocks, coverage }, now)
    return [{ type: 'retargeted', data: { reason, terms, coverage, ...bothSides(moved) } }]
  },
}
