import { z } from 'zod'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import type { TicketRow } from '../../store/rows.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { fromDate, type Instant } from '../../domain/time/instant.ts'
import type { AnswerNote } from '../../http/operation.ts'
import { type TicketShown, ticketSchema } from './schema.ts'

/** What an act on a ticket can answer, beside its problems. */
export const actAnswers = {
  200: { description: 'The ticket as it now stands', schema: ticketSchema, headers: ['ETag'] },
  202: {
    description: 'No answer came in time: it may or may not have happened, and the same Idempotency-Key asks again',
    schema: z.strictObject({ detail: z.string() }).meta({ id: 'NotKnownYet' }),
    headers: ['Location', 'Retry-After'],
  },
} as const satisfies Record<number, AnswerNote>

export function shownTo(user: SignedIn, record: TicketRow, now: Date): TicketShown {
  const { standing, nextLookAt: _ours, ...shown } = user.role === 'customer' ? recordForCustomer(record) : record
  const at = instantOf(standing, now)
  return { ...shown, allowed: allowedTo(standing, user, at) }
}

/** Where a sandbox moves a ticket's own time ahead, it is at least what it was when something happened to it last; an older row does not know when. */
export function instantOf({ touchedAt = 0 }: Pick<TicketRow['standing'], 'touchedAt'>, now: Date): Instant {
  return Math.max(fromDate(now), touchedAt)
}

/** Its version, for If-Match. */
export const asTicket = { version: ({ version }: TicketShown) => version }
