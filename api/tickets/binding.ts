import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { Bodies } from '../../domain/ticket/verbs/rules.ts'
import { fromIso } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import type { Services } from '../shared/services.ts'
import type { Subject } from './lookups.ts'
import { coverageFor, coverageStart } from './terms.ts'
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
  const { contractId, system, reporter, openedAt, clocks } = ticketRecordIn(row)
  const at = fromIso(openedAt)
  const named = await whoseIs(database, user, naming, at)
  const kept = {
    ...(contractId && { contractId }),
    ...(system && { systemId: system.id }),
    ...(reporter && { reporterId: reporter.id }),
  }
  const same = named.customer?.id === ticket.customerId
  const whose = same ? await whoseIs(database, user, { ...kept, ...naming }, at) : named
  if (whose.customer === undefined) throw Fault.absent('customerId')
  const calendars = clocks.map(({ calendar }) => calendar)
  const seconds = Math.floor(now().getTime() / 1000)
  const coverage = await coverageFor(database, whose.terms, coverageStart(at), seconds, calendars)
  return { ...whose, customer: whose.customer, coverage, ...(reason && { reason }) }
}
