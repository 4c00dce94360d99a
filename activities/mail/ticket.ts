import type { TicketEvent } from '../../domain/ticket/events.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { newestLines, untold } from '../../letters/story.ts'
import { tellsStory, type TicketAtHand } from '../../letters/view.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { knownToCustomers } from '../../store/known-to-customers.ts'
import { eventIn, ticketRecordIn } from '../../store/rows.ts'

const steps = { type: { notIn: [...untold] } }

/**
 * Reads what these notices need, in two statements; of the story, where it is told, its opening and its newest lines.
 * What is read stays small, however much has happened.
 */
export async function readTicket(database: PrismaClient, ticketId: string, notices: Notice[]): Promise<TicketAtHand> {
  const versions = notices.map(({ version }) => version)
  const story = notices.some(tellsStory)
  const [row, told, newest, staff, customer] = await Promise.all([
    database.ticket.findUniqueOrThrow({ where: { id: ticketId }, select: { record: true } }),
    database.ticketEvent.findMany({ where: { ticketId, version: { in: story ? [1, ...versions] : versions } } }),
    story
      ? database.ticketEvent.findMany({
          where: { ticketId, ...steps },
          orderBy: { version: 'desc' },
          take: newestLines,
        })
      : [],
    story ? database.ticketEvent.count({ where: { ticketId, ...steps } }) : 0,
    story ? database.ticketEvent.count({ where: { ticketId, ...steps, AND: knownToCustomers } }) : 0,
  ])
  const rows = new Map([...told, ...newest].map((one) => [one.version, one]))
  const events = [...rows.values()].sort((one, other) => one.version - other.version).map(eventIn)
  return { record: ticketRecordIn(row), events, steps: { staff, customer } }
}

/** Some of its events, in their order. */
export async function readEvents(database: PrismaClient, ticketId: string, versions: number[]): Promise<TicketEvent[]> {
  const where = { ticketId, version: { in: versions } }
  return (await database.ticketEvent.findMany({ where, orderBy: { version: 'asc' } })).map(eventIn)
}

/** The cycle in which that version was recorded: each refusal, dispute and reopening begins another. */
export async function cycleAt(database: PrismaClient, ticketId: string, version: number): Promise<number> {
  const type = { in: ['signOffRefused', 'signOffDisputed', 'reopened'] }
  return 1 + (await database.ticketEvent.count({ where: { ticketId, version: { lte: version }, type } }))
}
