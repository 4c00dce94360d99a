import type { Instant } from '../../time/instant.ts'
import type { Open } from '../state.ts'
import type { Draft } from '../events.ts'
import { invalid, type Refusal } from '../refusal.ts'
import type { Rule } from './rule.ts'

/** Who may open a ticket. */
export const opening: Pick<Rule<Open>, 'who'> = { who: ['customer', 'agent', 'manager', 'admin'] }

/** SLA 6: clocks start when the server received the ticket; a phone call may be back-dated, with a reason, never ahead. */
export function open(body: Open, now: Instant): Draft[] | Refusal {
  if (body.calledAt !== undefined) {
    if (body.channel !== 'phone') return invalid('calledAt', 'Only a phone call may be back-dated.')
    if (body.calledAt > now) return invalid('calledAt', 'A call cannot lie ahead; give a time that has passed.')
    if (!body.backdateReason) return invalid('backdateReason', 'A back-dated call needs its reason.')
  }
  return [{ type: 'opened', data: body }]
}
