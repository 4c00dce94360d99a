import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import type { TicketRecord } from '../domain/ticket/record.ts'
import { toIso } from '../domain/time/instant.ts'

/** How the visit stands now that the letter is about; null for none, and for one that left the ticket since. */
export function visitIn({ data }: KnownEvent, { visits }: TicketRecord) {
  const visit = 'visit' in data && visits.find(({ n }) => n === data.visit)
  if (!visit) return null
  const { status, from, endedAt } = visit
  return { status, from, over: endedAt !== null, awaitsAcceptance: status === 'dispatched' }
}

/** The promise that a warning, a doubt or a breach is about. */
export function clockIn(event: KnownEvent, record: TicketRecord) {
  if (event.type !== 'warned' && event.type !== 'breached' && event.type !== 'judgedInfeasible') return null
  const { clockId, metric, tier = null } = event.data
  const percent = ('percent' in event.data && event.data.percent) || null
  const now = record.clocks.find(({ id }) => id === clockId)
  const broken = event.type === 'breached' ? event.data.dueAt : undefined
  return {
    metric,
    tier,
    internal: event.data.internal ?? false,
    percent,
    late: broken !== undefined || (percent ?? 0) >= 100,
    dueAt: broken === undefined ? (now?.dueAt ?? null) : toIso(broken),
    /** It is owed no more: done, if late, or withdrawn. */
    over: now === undefined || now.stoppedAt !== null,
    metAt: now?.stoppedBecause === 'met' ? now.stoppedAt : null,
  }
}
