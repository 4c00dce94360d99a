import { roles } from '../../people/roles.ts'
import type { Instant } from '../../time/instant.ts'
import type { Open } from '../state.ts'
import type { Draft } from '../events.ts'
import { invalid, type Refusal } from '../refusal.ts'
import type { Rule } from './rule.ts'

/** R1.10: everybody may, our staff of every role. */
export const opening: Pick<Rule<Open>, 'who'> = { who: roles }

/** SLA 6: clocks start when the server received the ticket; a phone call may be back-dated, with a reason, never ahead. */
export function open(body: Open, now: Instant): Draft[] | Refusal {
  if (body.calledAt !== undefined) {
    if (body.channel !== 'phone') return invalid('calledAt', 'Only a phone call may be back-dated.')
    if (body.calledAt > now) return invalid('calledAt', 'A call cannot lie ahead; give a time that has passed.')
    if (!body.backdateReason) return invalid('backdateReason', 'A back-dated call needs its reason.')
  }
  return whose(body) ?? [{ type: 'opened', data: body }]
}

/** R1.5, SLA 24: somebody is told of what becomes of it, unless nobody but us has noticed it yet. */
function whose({ reporter, caller, customer, system, channel, source }: Open): Refusal | undefined {
  if (reporter && caller) return invalid('caller', 'Name either the contact who reported it, or a caller nobody knows.')
  if (caller && !caller.phone && !caller.email) {
    return invalid('caller', 'Give a phone number or an e-mail address: nobody else can say what becomes of it.')
  }
  if (!customer && !caller) {
    return invalid(
      'contractId',
      'Name a contract, a customer, a contact or a system of theirs, or say who the caller is.',
    )
  }
  if (reporter || caller || source === 'noticed') return undefined
  if (channel === 'alarm') return system ? undefined : invalid('systemId', 'Name the system that raised the alarm.')
  return invalid('reporterId', "Name the customer's contact who reported it, or the caller.")
}
