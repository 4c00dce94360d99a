import { type FaultClass, type Kind, loweredIn, type Priority } from '../../promises/subject.ts'
import { bothSides, movedPromises } from '../moved-promises.ts'
import type { PathName } from '../paths.ts'
import { ticketClocks } from '../promises.ts'
import { raiseOnRepeat } from '../raise.ts'
import { invalid } from '../refusal.ts'
import { stepsDropped } from '../steps.ts'
import type { Rule } from './rule.ts'

interface Triage {
  kind?: Kind
  class?: FaultClass
  priority?: Priority
  reason?: string
  /** SLA 16: a ticket of the same system and cause within 30 days. */
  repeatOf?: string
  /** R1.14: the path of steps that a ticket of that kind is on. */
  path?: PathName
}

/**
 * R1.1, R1.4, SLA 11: categorises a ticket; what it promises follows, and nothing already broken is forgiven. SLA 23: what
 * takes anything from the customer needs a reason, whichever field does it.
 */
export const triage: Rule<Triage> = {
  who: ['agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  decide(state, { reason, repeatOf, path, ...given }, _actor, now) {
    const was = { kind: state.kind, class: state.class, priority: state.priority }
    const { kind = was.kind, class: faultClass = was.class, priority = was.priority } = given
    const subject = { kind, class: faultClass, priority }
    const clocks = ticketClocks({ ...state, ...subject }, { type: 'triaged', at: now })
    const moved = movedPromises(state, { clocks, coverage: state.coverage }, now)
    const losses = [
      ...loweredIn(was, subject),
      ...stepsDropped(state, kind),
      ...moved.flatMap(({ loses }) => loses ?? []),
    ]
    if (losses.length > 0 && !reason) {
      return invalid('reason', `It needs a reason, which the customer is told, since ${losses.join('; ')}.`)
    }
    const repeat = repeatOf ? raiseOnRepeat(state, `The same system and cause as ${repeatOf}`, now) : []
    const weakened = losses.length > 0
    const begins = path && kind !== was.kind ? { path } : {}
    const data = { ...subject, was, ...(reason && { reason }), ...begins, weakened, ...bothSides(moved) }
    return [{ type: 'triaged', data }, ...repeat]
  },
}
