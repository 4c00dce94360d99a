import { type Clock, mannerOf } from '../promises/clock.ts'
import { clocksAfter } from '../promises/derive.ts'
import type { PauseReason } from '../promises/facts.ts'
import { chosen } from '../promises/choice.ts'
import type { PlanMetric } from '../promises/metrics.ts'
import type { Owed } from '../promises/owed.ts'
import type { About } from '../promises/subject.ts'
import type { BoundTo, OfClock, TicketEvent } from './events.ts'
import type { Instant } from '../time/instant.ts'
import type { Terms, TicketState } from './state.ts'
import { agreesOnTime, asAgreed } from './agreed-slot.ts'

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
  const { clocks } = state
  return clocksAfter(clocks, event.at, {
    facts: state,
    anew: moving.includes(event.type) || agreesOnTime(state, event),
    doneCounts: event.type === 'bound' && isAnotherContracts(state, event.data.was),
    choose: (owed, internal) =>
      owed.promisedFor === undefined
        ? asAgreed(state, owed, byPlan(state, owed, internal))
        : personally(owed, internal),
  })
}

/** The source of what a person promised, and no plan. */
const callBackSource = 'call-back'

/** To the second, whatever the calendar: by three o'clock. */
function personally({ since, promisedFor }: Owed, internal: boolean) {
  if (promisedFor === undefined || internal) return undefined
  const target = { amount: promisedFor - since, unit: 'seconds' as const }
  return { terms: { target, calendar: 'always', source: callBackSource }, from: since }
}

function byPlan(state: TicketState, owed: Owed, internal: boolean) {
  const choice = chosen(state.terms.policy, { ...owed, internal }, aboutOf(state), state.coverage)
  if (choice === undefined) return undefined
  const { target, calendar, anchor, source } = choice.row
  const said = { ...mannerOf(choice.row), ...(internal && { internal: true as const }) }
  return { terms: { target, calendar, anchor, source, ...said }, from: choice.from }
}

/** What its promises are chosen by. */
export function aboutOf({ kind, class: faultClass, priority, channel, system, terms }: TicketState): About {
  const { phase, importantPeriods = [] } = terms
  return {
    ...{ kind, class: faultClass, priority, channel, importantPeriods },
    ...(system && { systemId: system.id }),
    ...(phase && { phase }),
  }
}

/** SLA 24; where the contract stays, what it promised stays, too (SLA 18). */
function isAnotherContracts({ terms }: TicketState, was: BoundTo): boolean {
  return was.uncovered !== undefined || was.contractId !== terms.contractId
}

/** SLA 10: the clocks that the contract lets this reason stop. Awaiting the customer never pauses the response clock. */
export function pausable(terms: Terms, reason: PauseReason): PlanMetric[] {
  const metrics = terms.pauseRules.find((rule) => rule.reason === reason)?.metrics ?? []
  return metrics.filter((metric) => !(reason === 'customer' && metric === 'response'))
}

export function ofClock({ id, metric, tier, internal }: Clock): OfClock {
  return { clockId: id, metric, ...(tier && { tier }), ...(internal && { internal }) }
}
