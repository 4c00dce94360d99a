import { z } from 'zod'
import { roleMay } from '../../domain/ticket/permissions.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import type { Outcome } from '../../engine/tickets.ts'
import type { Answer, AnswerNote, SignedIn } from '../../http/operation.ts'
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

/** After a command: the ticket's row when the command is recorded, else where to look. */
export async function answerFrom(
  database: PrismaClient,
  user: SignedIn,
  ticketId: string,
  outcome: Outcome,
): Promise<Answer> {
  const Location = `/v1/tickets/${ticketId}`
  if (outcome === 'unknown') {
    const detail = 'Not known yet whether it happened. Ask again with the same Idempotency-Key.'
    return { status: 202, body: { detail }, headers: { Location, 'Retry-After': '1' } }
  }
  const { record } = await database.ticket.findUniqueOrThrow({ where: { id: ticketId }, select: { record: true } })
  return answerWith(user, record)
}

/** `record` as it stands in the row. */
export function answerWith(user: SignedIn, record: unknown): Answer {
  const shown = shownTo(user, record as TicketRecord)
  return { status: 200, body: shown, headers: { ETag: `"${shown.version}"` } }
}

/** What this person may see of it, and the verbs that his role may do. */
export function shownTo({ role }: SignedIn, record: TicketRecord): TicketRecord {
  const allowed = record.allowed.filter((verb) => roleMay(role, verb))
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
