import type { Logger } from 'pino'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import type { PrismaClient, Visit } from '../../prisma/client/client.ts'
import { contentFault } from '../records/content-fault.ts'
import { visitRows } from '../records/visits.ts'
import type { TicketProcesses } from './processes.ts'

interface Deps {
  database: PrismaClient
  logger: Logger
  processes: Pick<TicketProcesses, 'progressOf'>
}

/** A task that was lost with its worker is handed out again after ten seconds; whoever wrote it is known by then. */
const doubtMs = 60_000
/** Of one look; the next goes on. */
const mostAsked = 500

/**
 * Who is booked by what the ticket's history does not hold: a worker died after its commit, and the act never came back. Such
 * a booking makes way for what history holds, so that nobody is kept from work by a visit that nobody ordered. Answers how
 * many there were.
 */
export async function freeDisowned(deps: Deps, now: number): Promise<number> {
  const doubtful = await deps.database.visit.findMany({
    where: { booked: true, known: false, writtenAt: { lt: new Date(now - doubtMs) } },
    orderBy: { writtenAt: 'asc' },
    take: mostAsked,
  })
  let freed = 0
  for (const visit of doubtful) if (await isDisowned(deps, visit).catch(ifTaken(deps, visit))) freed++
  return freed
}

/** What history holds has been booked by somebody else meanwhile: a person must choose, and the others are looked at. */
function ifTaken({ logger }: Deps, { ticketId, n }: Visit): (error: unknown) => false {
  return (error) => {
    if (contentFault(error) === undefined) throw error
    logger.error(
      { ticketId, visit: n },
      'What history says of a visit cannot be booked: the engineer goes elsewhere then',
    )
    return false
  }
}

async function isDisowned({ database, logger, processes }: Deps, visit: Visit): Promise<boolean> {
  const { ticketId, n, version, writtenAt } = visit
  const asItIs = { ticketId, n, version, writtenAt }
  const progress = await processes.progressOf(ticketId)
  // Whatever keeps it from answering: it is asked again.
  if (progress === undefined) return false
  if (progress.recorded >= version) {
    await database.visit.updateMany({ where: asItIs, data: { known: true } })
    return false
  }
  const record = ticketRecordOf(progress.state)
  const held = visitRows({ events: [], record }, 'all').filter((one) => one.n === n)
  // Whoever writes it meanwhile knows better.
  const freed = await database.$transaction(async (tx) => {
    const { count } = await tx.visit.deleteMany({ where: asItIs })
    if (count > 0) await tx.visit.createMany({ data: held.map((one) => ({ ...one, known: true })) })
    return count > 0
  })
  if (freed)
    logger.error({ ticketId, visit: n, version }, 'An engineer was booked by what no history holds, and is free')
  return freed
}
