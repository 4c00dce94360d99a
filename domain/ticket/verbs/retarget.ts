import { ended } from '../../promises/facts.ts'
import { isTheirs } from '../../promises/metrics.ts'
import type { CoverageByCalendar } from '../../time/coverage.ts'
import type { Instant } from '../../time/instant.ts'
import type { Promised } from '../events.ts'
import { bothSides, movedPromises } from '../moved-promises.ts'
import { ticketClocks } from '../promises.ts'
import type { Terms, TicketState } from '../state.ts'
import type { Rule } from './rule.ts'

interface Retarget {
  terms: Terms
  coverage: CoverageByCalendar
  /** Where the promises of now are kept on site. */
  leastTravel?: number
  reason: string
}

/** SLA 18: an edited policy reaches an open ticket only by this: before, after and the approver stand in the record. */
export const retarget: Rule<Retarget> = {
  who: ['manager', 'admin'],
  in: ['open', 'in_progress', 'pending', 'resolved'],
  decide(state, { terms, coverage, reason, ...looked }, _actor, now) {
    const was = ifWorkWentOn(state, now)
    const clocks = ticketClocks({ ...was, terms, coverage }, { type: 'retargeted', at: now })
    const { before, after } = bothSides(movedPromises(was, { clocks, coverage }, now))
    const shown = (side: Promised[]) => (state.status.name === 'resolved' ? side.map(withoutDue) : side)
    return [
      { type: 'retargeted', data: { reason, terms, coverage, ...looked, before: shown(before), after: shown(after) } },
    ]
  },
}

/** What a repair has stopped goes on if it is refused: that it will be by other terms is said here, as nothing tells it then. */
function ifWorkWentOn(state: TicketState, now: Instant): TicketState {
  if (state.status.name !== 'resolved') return state
  const working = { ...state, repairs: ended(state.repairs, now) }
  return { ...working, clocks: ticketClocks(working, { type: 'reopened', at: now }) }
}

/** When a promise of ours would fall due is not known before work goes on. */
function withoutDue({ dueAt, ...promised }: Promised): Promised {
  return isTheirs(promised.metric) && dueAt !== undefined ? { ...promised, dueAt } : promised
}
