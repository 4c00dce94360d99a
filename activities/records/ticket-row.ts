import type { TicketRecord } from '../../domain/ticket/record.ts'
import { calledTierOf, nextDueOf, overdueFromOf, promisesOf } from '../../domain/ticket/worklist.ts'
import type { Prisma } from '../../prisma/client/client.ts'
import { json } from '../../store/rows.ts'

/** The row as readers and lists need it. */
export function ticketRow(record: TicketRecord, fence: number): Prisma.TicketCreateManyInput {
  return {
    id: record.id,
    number: record.number,
    version: record.version,
    fence,
    customerId: record.customer?.id ?? null,
    contractId: record.contractId,
    uncovered: record.uncovered,
    systemId: record.system?.id ?? null,
    status: record.status,
    kind: record.kind,
    class: record.class,
    priority: record.priority,
    tier: record.tier,
    assigneeId: record.assignee?.id ?? null,
    reporterId: record.reporter?.id ?? null,
    subject: record.subject,
    causeCode: (record.resolution ?? record.earlierRepairs.at(-1)?.resolution)?.causeCode ?? null,
    breached: record.breached,
    openedAt: record.openedAt,
    resolvedAt: record.resolvedAt,
    closedAt: record.closedAt,
    nextDeadlineAt: record.next?.at ?? null,
    nextDueAt: record.nextDueAt,
    overdueFrom: overdueFromOf(record.clocks),
    promisedDueAt: nextDueOf(promisesOf(record.clocks)),
    promiseLateFrom: overdueFromOf(promisesOf(record.clocks)),
    calledTier: calledTierOf(record),
    mergedIntoId: record.links.find(({ kind }) => kind === 'mergedInto')?.id ?? null,
    record: json(record),
    stuckSince: null,
  }
}
