import type { Logger } from 'pino'
import { endedStatuses } from '../../domain/ticket/state.ts'
import type { Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { freeDisowned } from './disowned.ts'
import type { TicketProcesses } from './processes.ts'
import { wakeRotas } from './rotas.ts'
import { resumeOf } from './resume.ts'

interface Deps {
  database: PrismaClient
  logger: Logger
  processes: TicketProcesses
}

/** How many of each were found; each one is a line of the log that alarms. */
export interface Found {
  startedAgain: number
  /** An open ticket without a process that could not be started again. */
  lost: number
  /** A process without a ticket. */
  strangers: number
  /** A ticket whose deadline is past, though its process runs. */
  late: number
  /** An engineer who was booked by what no history holds. */
  freed: number
  /** A rota that was not looked at when it changed, or when it should have been. */
  rotas: number
}

const pageRows = 500
/** A ticket that is being opened, or acted on, is given so long. */
const graceMs = 10 * 60_000

/** I6: every ticket that is not over has a process, and every process a ticket. What is broken is mended, or alarms. */
export function watchActivities({ database, logger, processes }: Deps) {
  return {
    /** `now` in milliseconds of our own time; a ticket's own may have been moved ahead of it. */
    async watchTickets(now: number): Promise<Found> {
      const found: Found = { startedAgain: 0, lost: 0, strangers: 0, late: 0, freed: 0, rotas: 0 }
      await processes.openPostOffices()
      found.rotas = await wakeRotas(database, processes, now)
      const running = await processes.running()
      for await (const ticket of unfinished(now)) {
        if (!running.has(ticket.id)) await startAgain(ticket, now, found)
        else if (isLate(ticket, now)) {
          found.late++
          logger.error(
            { ...named(ticket), since: ticket.nextDeadlineAt },
            'A deadline is past, and nothing acted on it',
          )
        }
      }
      await findStrangers(running, now, found)
      found.freed = await freeDisowned({ database, logger, processes }, now)
      return found
    },
  }

  async function startAgain(ticket: Unfinished, now: number, found: Found): Promise<void> {
    const standing = await processes.standingOf(ticket.id)
    if (standing === 'running' || (standing === 'over' && isEnded(ticket))) return
    const resumed = standing === 'over' ? undefined : await resumeOf(database, ticket.id)
    if (resumed === undefined) {
      // It may have come to its end while we looked.
      if (!(await isUnfinished(ticket.id, now))) return
      found.lost++
      return logger.error({ ...named(ticket), standing }, 'An open ticket has no process, and cannot be started again')
    }
    await forgetFence(ticket.id, now)
    await processes.startAgain(resumed)
    found.startedAgain++
    logger.error({ ...named(ticket), standing }, 'An open ticket had no process, and was started again from its events')
  }

  /** A ticket whose own time was moved ahead (the sandbox clock) goes on in ours. */
  async function forgetFence(id: string, now: number): Promise<void> {
    await database.ticket.updateMany({ where: { id, fence: { gt: now } }, data: { fence: now } })
  }

  async function findStrangers(running: Map<string, Date>, now: number, found: Found): Promise<void> {
    const old = [...running].filter(([, startedAt]) => startedAt.getTime() < now - graceMs).map(([id]) => id)
    for (let first = 0; first < old.length; first += pageRows) {
      const ids = old.slice(first, first + pageRows)
      const known = new Set(
        (await database.ticket.findMany({ where: { id: { in: ids } }, select: { id: true } })).map(({ id }) => id),
      )
      for (const ticketId of ids.filter((id) => !known.has(id))) {
        found.strangers++
        logger.error({ ticketId }, 'A process has no ticket in the database')
      }
    }
  }

  async function* unfinished(now: number): AsyncGenerator<Unfinished> {
    for (let after = ''; ; ) {
      const where = { ...notOver(now), id: { gt: after } }
      const page = await database.ticket.findMany({ where, orderBy: { id: 'asc' }, take: pageRows, select })
      yield* page
      const last = page.at(-1)
      if (last === undefined || page.length < pageRows) return
      after = last.id
    }
  }

  async function isUnfinished(id: string, now: number): Promise<boolean> {
    return (await database.ticket.count({ where: { ...notOver(now), id } })) > 0
  }
}

const ended: string[] = [...endedStatuses]
const select = { id: true, number: true, status: true, nextDeadlineAt: true } as const
type Unfinished = Prisma.TicketGetPayload<{ select: typeof select }>

/** Open, or closed and still to be reopened or rated: then its end is its next deadline. */
function notOver(now: number): Prisma.TicketWhereInput {
  return { OR: [{ status: { notIn: ended } }, { nextDeadlineAt: { gt: new Date(now) } }] }
}

function isEnded({ status }: Unfinished): boolean {
  return ended.includes(status)
}

function isLate({ nextDeadlineAt }: Unfinished, now: number): boolean {
  return nextDeadlineAt !== null && nextDeadlineAt.getTime() < now - graceMs
}

function named({ id, number }: Unfinished) {
  return { ticketId: id, number }
}
