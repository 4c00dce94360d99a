import { type FaultClass, isDowngrade, type Kind, type Priority } from '../../promises/subject.ts'
import { raiseOnRepeat } from '../raise.ts'
import { invalid } from '../refusal.ts'
import type { Rule } from './rule.ts'

interface Triage {
  kind?: Kind
  class?: FaultClass
  priority?: Priority
  reason?: string
  /** SLA 16: a ticket of the same system and cause within 30 days. */
  repeatOf?: string
}

/** R1.1, R1.4, SLA 11: categorises a ticket; what it promises follows, and nothing already broken is forgiven. */
export const triage: Rule<Triage> = {
  who: ['agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  decide(state, body, _actor, now) {
    const subject = {
      kind: body.kind ?? state.kind,
      class: body.class ?? state.class,
      priority: body.priority ?? state.priority,
    }
    const downgraded = isDowngrade(state.priority, subject.priority)
    if (downgraded && !body.reason)
      return invalid('reason', 'A lower priority needs a reason, which the customer is told.')
    const repeat = body.repeatOf ? raiseOnRepeat(state, `The same system and cause as ${body.repeatOf}`, now) : []
    const { reason } = body
    return [{ type: 'triaged', data: { ...subject, ...(reason && { reason }), downgraded } }, ...repeat]
  },
}
