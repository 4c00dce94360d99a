import type { TicketEvent } from '../../domain/ticket/events.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { ticketRecordIn, eventIn } from '../../store/rows.ts'

/** What mails are made of: the ticket as it stands now, and the events that they tell of, in order. */
export interface TicketAtHand {
  record: TicketRecord
  events: TicketEvent[]
}

/** Each of these begins a new cycle of the ticket. */
const backToWork = ['signOffRefused', 'reopened']

/**
 * Reads what these notices need, in two statements; the whole story only where it is told. Throws when an event is not
 * there: it was committed before the notice was given, so a later attempt will see it.
 */
export async function readTicket(database: PrismaClient, ticketId: string, notices: Notice[]): Promise<TicketAtHand> {
  const versions = notices.map(({ version }) => version)
  const some = notices.some(tellsStory) ? {} : { OR: [{ version: { in: versions } }, { type: { in: backToWork } }] }
  const [row, events] = await Promise.all([
    database.ticket.findUniqueOrThrow({ where: { id: ticketId }, select: { record: true } }),
    database.ticketEvent.findMany({ where: { ticketId, ...some }, orderBy: { version: 'asc' } }),
  ])
  return { record: ticketRecordIn(row), events: events.map(eventIn) }
}

export function eventOfVersion({ record, events }: TicketAtHand, version: number): TicketEvent {
  const event = events.find((one) => one.version === version)
  if (event === undefined) throw new Error(`Version ${version} of ticket ${record.id} is not in the database`)
  return event
}

/** The cycle in which that version was recorded. */
export function cycleAt({ events }: TicketAtHand, version: number): number {
  return 1 + events.filter((event) => event.version <= version && backToWork.includes(event.type)).length
}

/** Senior staff and managers get the whole story when they are called (R3.1). */
export function tellsStory({ message }: Notice): boolean {
  return message === 'escalated'
}
