import type { TicketEvent } from '../../domain/ticket/events.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Prisma, PrismaClient } from '../../prisma/client/client.ts'

/** The engineer is expected elsewhere at that time: ISO instants. */
export interface Booked {
  booked: { engineer: string; from: string; until: string }
}

/** PostgreSQL's code for what an exclusion constraint refuses. */
export const overlap = '23P01'

/** The visits that these events changed, as they then stand; `all`: those of the record. */
export function visitRows(
  { events, record }: { events: readonly TicketEvent[]; record: TicketRecord },
  which: 'changed' | 'all' = 'changed',
): Prisma.VisitCreateManyInput[] {
  const changed = new Set(events.flatMap(({ data }) => ('visit' in data && data.visit ? [data.visit] : [])))
  const writtenAt = new Date()
  return record.visits
    .filter(({ n }) => which === 'all' || changed.has(n))
    .map(({ n, engineer, status, from, until, dispatchedAt, arrivedAt, endedAt }) => ({
      ...{ ticketId: record.id, n, engineerId: engineer.id, status, from, until, booked: endedAt === null },
      ...{ dispatchedAt, arrivedAt, endedAt, version: record.version, known: false, writtenAt },
    }))
}

/** What an attempt that history disowned may have left: what is written anew, and what was never sent. */
export function overwritten(ticketId: string, visits: readonly Prisma.VisitCreateManyInput[]): Prisma.VisitWhereInput {
  const numbers = visits.map(({ n }) => n)
  return { ticketId, OR: [{ n: { in: numbers } }, { n: { gt: Math.max(0, ...numbers) } }] }
}

/** When the engineer of one of these is expected elsewhere; undefined where nothing is in the way any more. */
export async function bookedAlready(
  database: PrismaClient,
  ticketId: string,
  visits: readonly Prisma.VisitCreateManyInput[],
): Promise<Booked | undefined> {
  for (const { engineerId, from, until } of visits.filter(({ booked }) => booked)) {
    const other = await database.visit.findFirst({
      where: { engineerId, booked: true, from: { lt: until }, until: { gt: from }, NOT: { ticketId } },
      orderBy: { from: 'asc' },
    })
    if (other === null) continue
    const engineer = await database.user.findUnique({ where: { id: engineerId }, select: { name: true } })
    const [begins, ends] = [other.from.toISOString(), other.until.toISOString()]
    return { booked: { engineer: engineer?.name ?? engineerId, from: begins, until: ends } }
  }
  return undefined
}
