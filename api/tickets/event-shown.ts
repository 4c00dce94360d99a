import { isStaff } from '../../domain/people/actors.ts'
import { eventForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { readable } from '../../domain/ticket/readable.ts'
import { toIso } from '../../domain/time/instant.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { TicketEvent as EventRow } from '../../prisma/client/client.ts'
import type { MailShown } from './mails.ts'
import { eventIn } from '../../store/rows.ts'

/** One line of the ticket's timeline, as far as this person may know it; none where it is not theirs to know. Instants are ISO, UTC. */
export function eventShownTo(user: SignedIn, row: EventRow, mails: MailShown[]) {
  const event = isStaff(user) ? eventIn(row) : eventForCustomer(eventIn(row))
  if (event === undefined) return []
  const { version, type, at, actor, data, clocks } = event
  const shown = { version, type, at: toIso(at), actor, data: readable(data), clocks: readable(clocks) }
  return [{ ...shown, requestId: isStaff(user) ? row.requestId : null, mails }]
}
