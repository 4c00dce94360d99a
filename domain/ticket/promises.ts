import type { Clock } from '../promises/clock.ts'
import { clocksAfter } from '../promises/derive.ts'
import type { PauseReason } from '../promises/facts.ts'
import type { Metric } from '../promises/metrics.ts'
import { chooseRow } from '../promises/policy.ts'
import type { BoundTo, OfClock, TicketEvent } from './events.ts'
import type { Instant } from '../time/instant.ts'
import type { Terms, TicketState } from './state.ts'

/**
 * SLA 11, 18: what moves the rows that apply to a ticket. Work that goes on after a repair goes on under the terms of
 * now, which may have moved meanwhile: what they promise anew cannot be broken before that.
 */
const moving: TicketEvent['type'][] = [
  ...['triaged' as const, 'retargeted' as const, 'bound' as const],
  ...['signOffRefused' as const, 'signOffDisputed' as const, 'reopened' as const],
]

type Moment =
  | { type: Exclude<TicketEvent['type'], 'bound'>; at: Instant }
  | { type: 'bound'; at: Instant; data: { was: BoundTo } }

/** SLA 19: the ticket's clocks after that event, derived from all that it has lived through. */
export function ticketClocks(state: TicketState, event: Moment): Clock[] {
  const { clocks, coverage, terms } = state
  return clocksAfter(clocks, event.at, {
    facts: state,
    anew: moving.includes(event.type),
    answerCounts: event.type === 'bound' && isAnotherContracts(state, event.data.was),
    choose({ metric, tier, from }) {
      const row = chooseRow(terms.policy, metric, tier, state, from, coverage)
      if (row === undefined) return undefined
      const { target, calendar, source, internal } = row
      return { target, calendar, source, ...(internal && { internal }) }
    },
  })
}

/** SLA 24; where the contract stays, what it promised stays, too (SLA 18). */
function isAnotherContracts({ terms }: TicketState, was: BoundTo): boolean {
  return was.uncovered !== undefined || was.contractId !== terms.contractId
}

/** SLA 10: the clocks that the contract lets this reason stop. Awaiting the customer never pauses the response clock. */
export function pausable(terms: Terms, reason: PauseReason): Metric[] {
  const metrics = terms.pauseRules.find((rule) => rule.reason === reason)?.metrics ?? []
  return metrics.filter((metric) => !(reason === 'customer' && metric === 'response'))
}

export function ofClock({ id, metric, tier, internal }: Clock): OfClock {
  return { clockId: id, metric, ...(tier && { tier }), ...(internal && { internal }) }
}
