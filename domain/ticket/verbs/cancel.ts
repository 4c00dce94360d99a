import type { Actor } from '../../people/actors.ts'
import type { CancelReason } from '../state.ts'
import { forbidden, invalid } from '../refusal.ts'
import type { Rule } from './rule.ts'

interface Cancel {
  reason: CancelReason
  explanation?: string
}

/** SLA 13: nobody cancels a breach away. A cancelled ticket's clocks stop with that reason and leave the figures. */
export const cancel: Rule<Cancel> = {
  who: ['customer', 'agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  may({ alarmed }, actor) {
    // What the customer gives up is his; the record and the figures keep what was broken.
    if (!alarmed || actor.role !== 'agent') return undefined
    return forbidden('After a warning or a breach only a manager cancels, or the customer withdraws.')
  },
  decide(_state, body, actor) {
    const reasons = reasonsOf(actor)
    if (!reasons.includes(body.reason)) return invalid('reason', `You may cancel as ${reasons.join(' or ')}.`)
    return [{ type: 'cancelled', data: body }]
  },
}

function reasonsOf(actor: Actor): readonly CancelReason[] {
  if (actor.role === 'customer') return ['withdrawn']
  if (actor.role === 'agent') return ['duplicate', 'spam']
  return ['withdrawn', 'duplicate', 'spam', 'other']
}
