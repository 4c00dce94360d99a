import { isKeptOnSite } from '../../domain/ticket/time-to-go.ts'
import type { Reported, Terms } from '../../domain/ticket/state.ts'
import { leastTravel } from '../../domain/ticket/verbs/who-could-go.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { serves } from './lookups.ts'
import { dayAt, findVisitors, type Site } from './staff-for-visits.ts'

/** More than one customer is served by. */
const mostPeople = 300

/**
 * R4.3: how near the nearest is who may go there now, so that the ticket's own process knows when it is too late to leave.
 * Nothing is looked up where nothing is promised that needs somebody there.
 */
export async function nearestFor(
  database: PrismaClient,
  { customerId, systemId }: Site,
  { policy }: Pick<Terms, 'policy'>,
  now: Date,
): Promise<{ leastTravel?: number }> {
  if (customerId === null || !policy.rows.some(isKeptOnSite)) return {}
  const where = { AND: [serves(customerId), { office: { journeys: { some: { customerId } } } }] }
  const [people, on] = await Promise.all([
    findVisitors(database, { customerId, systemId }, { where, take: mostPeople }),
    dayAt(database, { customerId }, now),
  ])
  const least = leastTravel(people, { customerId, on })
  return least === undefined ? {} : { leastTravel: least }
}

export function siteOf({ customer, system }: Pick<Reported, 'customer' | 'system'>): Site {
  return { customerId: customer?.id ?? null, systemId: system?.id ?? null }
}
