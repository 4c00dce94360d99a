import { z } from 'zod'
import type { SignedIn } from '../../domain/people/signed-in.ts'
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
  return { ...(role === 'customer' ? forCustomer(record) : record), allowed }
}

/** Who of our staff owned a breach, and whom the ladder calls next, is our own affair: a customer sees what is due. */
function forCustomer(record: TicketRecord): TicketRecord {
  const clocks = record.clocks.map((clock) => {
    const { ownerId: _owner, ...breach } = clock.breach ?? {}
    return { ...clock, breach: clock.breach && (breach as typeof clock.breach) }
  })
  const ladder = record.next?.what === 'warning' || record.next?.what === 'page'
  return { ...record, clocks, next: ladder ? nextDue(record) : record.next }
}

/** The promise that falls due first; one that is broken already is shown as such by its clock. */
function nextDue({ clocks }: TicketRecord): TicketRecord['next'] {
  const [first] = clocks
    .flatMap(({ id, state, dueAt }) => (state === 'running' && dueAt !== null ? [{ id, dueAt }] : []))
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt))
  return first ? { what: 'breach', at: first.dueAt, clockId: first.id, percent: 100 } : null
}
