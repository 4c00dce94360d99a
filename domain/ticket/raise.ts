import { isHigherTier, nextTier, type Tier } from '../people/tiers.ts'
import type { Instant } from '../time/instant.ts'
import type { Draft, Happening } from './events.ts'
import { releasedBy } from './hands.ts'
import type { TicketState } from './state.ts'

type Cause = (Happening & { type: 'escalated' })['data']['cause']

/**
 * R3.1: calls a higher tier; its clocks count from `calledAt`, and those of the tiers before it run on (SLA 10). Whoever
 * serves below it has the ticket no longer. Nothing happens when that tier, or a higher one, has it already.
 */
export function raise(state: TicketState, to: Tier, cause: Cause, reason: string, calledAt: Instant): Draft[] {
  if (!isHigherTier(to, state.tier)) return []
  return [{ type: 'escalated', data: { from: state.tier, to, cause, reason, calledAt, ...releasedBy(state, to) } }]
}

/**
 * SLA 16: the repair shows that the same system had the same cause. It stands, and the ticket stays with whoever repaired
 * it: the next tier is not handed it but told to look at it, once, unless a higher one was called for that already.
 */
export function foundRepeat(state: TicketState, of: string | undefined): Draft[] {
  if (of === undefined || of === state.repeatOf) return []
  const isNew = !state.raisedAsRepeat && state.repeatOf === undefined
  return [{ type: 'repeatFound', data: { of, ...(isNew && { review: nextTier(state.tier) ?? state.tier }) } }]
}

/** SLA 16: a refusal, a reopening, or the same system and cause within 30 days raises the tier by one. */
export function raiseOnRepeat(state: TicketState, reason: string, at: Instant): Draft[] {
  const to = nextTier(state.tier)
  return to ? raise(state, to, 'repeatFailure', reason, at) : []
}
