import { dueOf } from '../../promises/clock.ts'
import type { Promised } from '../events.ts'
import type { Terms, TicketState } from '../state.ts'
import type { Rule } from './rule.ts'
import type { CoverageByCalendar } from '../../time/coverage.ts'
import { ofClock, ticketClocks } from '../promises.ts'

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
    const after = { ...state, terms, coverage }
    const clocks = ticketClocks(after, { type: 'retargeted', at: now })
    const data = { reason, terms, coverage, before: promised(state), after: promised({ clocks, coverage }) }
    return [{ type: 'retargeted', data }]
  },
}

function promised({ clocks, coverage }: Pick<TicketState, 'clocks' | 'coverage'>): Promised[] {
  return clocks.map((clock) => ({
    ...ofClock(clock),
    target: `${clock.target.amount} ${clock.target.unit}`,
    dueAt: dueOf(clock, coverage),
  }))
}
