import type { StaffMember } from '../../domain/people/actors.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { Bodies } from '../../domain/ticket/verbs/rules.ts'
import { fromDate, fromIso } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import type { Services } from '../shared/services.ts'
import { serves, type Subject } from './lookups.ts'
import { coverageFor, coverageStart } from './terms.ts'
import { nearestFor, siteOf } from './nearest.ts'
import { type Naming, whoseIs } from './whose.ts'

/** SLA 24: whose it is, as of its opening. What is not named stays, as long as it is the same customer's. */
export async function bindingOf(
  { database, now }: Pick<Services, 'database' | 'now'>,
  user: SignedIn,
  ticket: Subject,
  naming: Naming,
  reason: string | undefined,
): Promise<Bodies['bind']> {
  const row = await database.ticket.findUniqueOrThrow({ where: { id: ticket.id }, select: { record: true } })
  const { contractId, system, reporter, openedAt, clocks, assignee, uncovered } = ticketRecordIn(row)
  const at = fromIso(openedAt)
  const kept = {
    ...(contractId && { contractId }),
    ...(system && { systemId: system.id }),
    ...(reporter && { reporterId: reporter.id }),
  }
  // What does not cover it is not held as if it did.
  const held = { ...kept, ...(uncovered && { contractId: undefined }) }
  const named = await whoseIs(database, user, naming, at, held)
  const same = named.customer?.id === ticket.customerId
  const whose = same ? await whoseIs(database, user, { ...kept, ...naming }, at, held) : named
  if (whose.customer === undefined) throw Fault.absent('customerId')
  await requireServed(database, whose.customer, assignee)
  const { terms, customer, ...others } = whose
  const near = await nearestFor(database, siteOf(whose), terms, now())
  const bound = { ...others, customer, ...near, ...(reason && { reason }) }
  if (same && uncovered === null && !whose.uncovered && terms.contractId === contractId) return bound
  const calendars = clocks.map(({ calendar }) => calendar)
  const seconds = fromDate(now())
  return { ...bound, terms, coverage: await coverageFor(database, terms, coverageStart(at), seconds, calendars) }
}

/** R3.5: whoever has a ticket is told of every step of it. */
async function requireServed(
  database: PrismaClient,
  { id, name }: { id: string; name: string },
  assignee: StaffMember | null,
): Promise<void> {
  if (assignee === null || (await database.user.count({ where: { id: assignee.id, ...serves(id) } })) > 0) return
  const message = `${assignee.name} has this ticket and does not serve ${name}; hand it over to somebody who does, then bind it`
  throw Fault.invalid({ field: 'customerId', message })
}
