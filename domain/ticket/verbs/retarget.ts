import { dueOf } from '../../promises/clock.ts'
import { applyClockChange } from '../../promises/clock-change.ts'
import type { Promised } from '../events.ts'
import { retargeting } from '../promises.ts'
import type { TicketState, Terms } from '../state.ts'
import type { Rule } from './rule.ts'
import type { CoverageByCalendar } from '../../time/coverage.ts'

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
    const clocks = retargeting(state, now, { subject: state, policy: terms.policy, coverage })
    const after = { clocks: clocks.reduce(applyClockChange, state.clocks), coverage }
    const data = { reason, terms, coverage, before: promised(state), after: promised(after) }
    return [{ type: 'retargeted', data, clocks }]
  },
}

function promised({ clocks, coverage }: Pick<TicketState, 'clocks' | 'coverage'>): Promised[] {
  return clocks.map((clock) => ({
    clockId: clock.id,
    target: `${clock.target.amount} ${clock.target.unit}`,
    dueAt: dueOf(clock, coverage),
  }))
}
