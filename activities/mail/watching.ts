import { servesCustomer } from '../../domain/people/actors.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'

/** Whether the notice is for that one of those who watch: of our staff where `internal`, else of the customer's people. */
export function isWatching(
  id: string,
  { watcherId = id }: Notice,
  { watchers }: TicketRecord,
  internal?: 'internal',
): boolean {
  return id === watcherId && watchers.some((one) => one.id === id && Boolean(one.internal) === Boolean(internal))
}

/** R3.5: whoever serves the customer no more is told no more. */
export function maySee({ role, serves }: { role: string; serves: string[] }, { customer }: TicketRecord): boolean {
  return servesCustomer({ role, bound: serves }, customer?.id ?? null)
}

/** By mail alone: nobody is paged for information. */
export function forInformation<R extends { pageable: boolean }>(recipient: R) {
  return { ...recipient, watches: true, pageable: false }
}
