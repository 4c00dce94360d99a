import { toDate } from '../../domain/time/instant.ts'
import type { Slot } from '../../domain/ticket/visit.ts'
import type { Known } from '../../domain/ticket/verbs/who-could-go.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { dutyRoster } from '../../store/rota.ts'
import { serves } from './lookups.ts'
import { findVisitors, type Site, type Visitor } from './staff-for-visits.ts'

/** More than anybody reads: those who serve the customer first. */
const mostPeople = 300

export type KnownVisitor = Visitor & Known

interface Asked extends Site {
  id: string
  slot: Slot
  /** Its visits that are not over. */
  visits: readonly { n: number; engineer: { id: string } }[]
}

/** All who go on site at all, with what each does in that time; `complete`: that is all of them. */
export async function peopleFor(
  database: PrismaClient,
  { id: ticketId, slot, visits, ...site }: Asked,
): Promise<{ people: KnownVisitor[]; complete: boolean }> {
  const serving = serves(site.customerId)
  const ours = await findVisitors(database, site, { where: serving, take: mostPeople + 1 })
  const rest = mostPeople + 1 - ours.length
  const all =
    rest > 0 ? [...ours, ...(await findVisitors(database, site, { where: { NOT: serving }, take: rest }))] : ours
  const visitors = all.slice(0, mostPeople)
  const [elsewhere, roster] = await Promise.all([
    bookedElsewhere(database, ticketId, visitors, slot),
    dutyRoster(database, slot.from, site.customerId),
  ])
  const people = visitors.map((visitor) => {
    const booked = elsewhere.get(visitor.id)
    const visit = visits.find(({ engineer }) => engineer.id === visitor.id)?.n
    const onDuty = !roster.tiers.has(visitor.engineer.tier ?? 'resident') || roster.staff.has(visitor.id)
    return { ...visitor, onDuty, ...(visit !== undefined && { visit }), ...(booked && { elsewhere: booked }) }
  })
  return { people, complete: all.length <= mostPeople }
}

/** The first booking of each that overlaps: the database would refuse another. ISO instants. */
async function bookedElsewhere(
  database: PrismaClient,
  ticketId: string,
  visitors: readonly Visitor[],
  { from, until }: Slot,
): Promise<Map<string, { from: string; until: string }>> {
  const rows = await database.visit.findMany({
    where: {
      ...{ engineerId: { in: visitors.map(({ id }) => id) }, booked: true, NOT: { ticketId } },
      ...{ from: { lt: toDate(until) }, until: { gt: toDate(from) } },
    },
    orderBy: { from: 'desc' },
    select: { engineerId: true, from: true, until: true },
  })
  return new Map(
    rows.map(({ engineerId, ...one }) => [
      engineerId,
      { from: one.from.toISOString(), until: one.until.toISOString() },
    ]),
  )
}
