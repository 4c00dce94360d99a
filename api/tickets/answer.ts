import { z } from 'zod'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { roleMay, type Verb, verbsAllowedIn } from '../../domain/ticket/verbs/rules.ts'
import type { AnswerNote } from '../../http/operation.ts'
import { ticketSchema } from './schema.ts'

/** What an act on a ticket can answer, beside its problems. */
export const actAnswers = {
  200: { description: 'The ticket as it now stands', schema: ticketSchema, headers: ['ETag'] },
  202: {
    description: 'No answer came in time: it may or may not have happened, and the same Idempotency-Key asks again',
    schema: z.strictObject({ detail: z.string() }).meta({ id: 'NotKnownYet' }),
    headers: ['Location', 'Retry-After'],
  },
} as const satisfies Record<number, AnswerNote>

/** How every ticket is answered: what this person may see of it, and its version. */
export const asTicket = {
  shown: (record: TicketRecord, { user }: { user: SignedIn }) => shownTo(user, record),
  version: ({ version }: TicketRecord) => version,
}

/** A ticket as it is shown to somebody, with what its state and his role allow now. */
export type TicketShown = TicketRecord & { allowed: Verb[] }

export function shownTo({ role }: SignedIn, record: TicketRecord): TicketShown {
  const allowed = verbsAllowedIn(record.status).filter((verb) => roleMay(role, verb))
  return { ...(role === 'customer' ? recordForCustomer(record) : record), allowed }
}
