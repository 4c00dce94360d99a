import type { Actor } from '../../domain/people/actors.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Refused } from '../../domain/ticket/verbs/decide.ts'
import { VerbRefused } from '../../engine/errors.ts'
import type { Outcome } from '../../engine/tickets.ts'
import { Fault } from '../../http/faults.ts'
import { readReleased } from '../../store/outbox.ts'
import type { Services } from '../shared/services.ts'

/** What the ticket's history keeps of who asked. */
export function actorOf({ id, role, name, tier, contactId }: SignedIn): Actor {
  return { id, role, name, ...(tier && { tier }), ...(contactId && { contactId }) }
}

/**
 * Puts something to a ticket's process, and answers the ticket as it then stands; what it has to tell is released. Throws a Fault when it was refused, or
 * when no answer came in time.
 */
export async function put(
  { database }: Pick<Services, 'database'>,
  ticketId: string,
  ask: () => Promise<Outcome>,
): Promise<TicketRecord> {
  const outcome = await ask().catch((error: unknown) => {
    throw error instanceof VerbRefused ? faultOf(error.refusal) : error
  })
  if (outcome === 'unknown') throw Fault.notKnownYet(`/v1/tickets/${ticketId}`)
  return readReleased(database, ticketId, outcome.version)
}

/** What the domain refused, with what can be done instead. */
export function faultOf({ refused, reason, field, allowed }: Refused): Fault {
  switch (refused) {
    case 'forbidden':
    case 'stale':
      return new Fault(refused, reason)
    case 'invalid':
      return Fault.invalid({ field: field ?? 'body', message: reason })
    case 'busy':
      return Fault.busy(reason)
    case 'notAllowedNow':
      return new Fault('notNow', reason, allowed && { allowed })
  }
}
