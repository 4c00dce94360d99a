import type { TicketEvent } from '../../domain/ticket/events.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { toDate } from '../../domain/time/instant.ts'
import type { Prisma } from '../../prisma/client/client.ts'

/** SLA 17: a breach of a promise is a record of its own; a target of ours that was missed stands in its event alone. */
export function breachRows(record: TicketRecord, event: TicketEvent): Prisma.BreachCreateManyInput[] {
  return event.clocks.flatMap((change) => {
    if (change.do !== 'breach') return []
    const { breach, id } = change
    const clock = record.clocks.find((one) => one.id === id)
    if (clock?.internal) return []
    const metric = clock?.metric ?? id
    const at = { at: toDate(breach.at), noticedAt: toDate(breach.noticedAt) }
    const { tier, cause, ownerId = null } = breach
    return { ticketId: record.id, clockId: id, version: event.version, metric, tier, cause, ownerId, ...at }
  })
}
