import { isStaff } from '../../people/actors.ts'
import type { Attachment } from '../attachments.ts'
import { isOver } from '../afterlife.ts'
import { invalid, notNow } from '../refusal.ts'
import { hasEnded, statusNames } from '../state.ts'
import { heardOfCustomer } from '../waiting.ts'
import type { Rule } from './rule.ts'

interface Attach {
  attachment: Attachment
  /** For our staff alone. */
  internal?: true
}

/**
 * R1.11: a file is added. What a customer sends is a message: it asks for an answer (SLA 8) and ends the wait for the
 * customer (SLA 10). Our staff may add a signed sheet or a report as long as anything can happen to the ticket.
 */
export const attach: Rule<Attach> = {
  who: ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'],
  in: statusNames,
  may(standing, actor, now) {
    const { number } = standing
    if (!isStaff(actor) && hasEnded(standing)) {
      return notNow(`${number} is ${standing.status.name}; reopen it, or open a new ticket that follows it.`)
    }
    if (!isOver(standing, now)) return undefined
    return notNow(`${number} is over; open a new ticket that follows it, and attach it there.`)
  },
  decide(state, body, actor) {
    if (body.internal && !isStaff(actor))
      return invalid('internal', 'What you send us is not hidden from you; leave it out.')
    const same = state.attachments?.find(
      ({ sha256, internal }) => sha256 === body.attachment.sha256 && internal === body.internal,
    )
    if (same) return invalid('file', `The same file is attached already, as "${same.name}" (${same.id}).`)
    return [{ type: 'attached', data: body }, ...(isStaff(actor) ? [] : heardOfCustomer(state))]
  },
}
