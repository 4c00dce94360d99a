import type { SignedIn } from '../../domain/people/signed-in.ts'
import { type Linked, mostDuplicates } from '../../domain/ticket/linked.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { endedStatuses } from '../../domain/ticket/state.ts'
import { Fault } from '../../http/faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { visible } from '../shared/scope.ts'
import type { Services } from '../shared/services.ts'
import type { Subject } from './lookups.ts'

/**
 * SLA 13: the ticket in which another can go on: of the same customer, at work, and with room. Throws the fault that says
 * what to do instead. Of what changes meanwhile the database decides, when it is recorded.
 */
export async function survivorOf(
  database: PrismaClient,
  user: SignedIn,
  { id, customerId }: Subject,
  into: string,
): Promise<Linked> {
  const wrong = (message: string) => Fault.invalid({ field: 'into', message })
  if (into === id) throw wrong('That is this ticket itself; name the one in which it goes on')
  const found = await database.ticket.findUnique({ where: { id: into }, select: { customerId: true, record: true } })
  const record = ticketRecordIn(visible(user, found, 'into'))
  if (customerId !== null && record.customer?.id !== customerId) {
    throw wrong(`${record.number} is another customer's: what concerns several is a follow-up of each`)
  }
  const ended = endedStatuses.includes(record.status)
  if (ended) throw new Fault('notNow', insteadOf(record))
  if (record.links.filter(({ kind }) => kind === 'duplicate').length >= mostDuplicates) {
    throw new Fault(
      'notNow',
      `${record.number} has ${mostDuplicates} duplicates, and takes no more: cancel this one as a duplicate`,
    )
  }
  return { id: into, number: record.number }
}

function insteadOf({ number, status, links }: TicketRecord): string {
  const on = links.find(({ kind }) => kind === 'mergedInto')
  if (on) return `${number} was merged into ${on.number} itself: merge into that`
  return status === 'closed'
    ? `${number} is closed: reopen it first, or let this one be`
    : `${number} is cancelled: undo that first, or let this one be`
}

/** SLA 13: whoever writes to a merged ticket is told where it goes on, also when nothing can happen to that one any more. */
export async function refuseWithWhere(
  error: unknown,
  { mergedIntoId }: Subject,
  { database }: Pick<Services, 'database'>,
): Promise<never> {
  if (mergedIntoId === null || !(error instanceof Fault) || error.kind !== 'notNow') throw error
  const on = await database.ticket.findUniqueOrThrow({ where: { id: mergedIntoId }, select: { number: true } })
  const { allowed } = error
  throw new Fault(
    'notNow',
    `It was merged into ${on.number}: do it there, at /v1/tickets/${mergedIntoId}`,
    allowed && { allowed },
  )
}
