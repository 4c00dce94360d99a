import { summaryOf } from '../domain/ticket/minutes.ts'
import type { Open, StatusName } from '../domain/ticket/state.ts'
import type { Tier } from '../domain/people/tiers.ts'
import { searchAttributes } from '../workflows/messages/search-attributes.ts'
import { type TicketInput, ticketWorkflowId } from '../workflows/messages/ticket.ts'

interface Standing {
  status: StatusName
  tier: Tier
  breached: boolean
}

/** How a ticket's process is started, whether it is opened or taken up again: what the engine's page finds it by. */
export function startOf(
  taskQueue: string,
  input: TicketInput,
  ticket: Parameters<typeof summaryOf>[0] & Pick<Open, 'id' | 'number' | 'priority' | 'customer'>,
  { status, tier, breached }: Standing,
) {
  const args: [TicketInput] = [input]
  return {
    workflowId: ticketWorkflowId(ticket.id),
    taskQueue,
    args,
    staticSummary: summaryOf(ticket),
    typedSearchAttributes: [
      { key: searchAttributes.number, value: ticket.number },
      { key: searchAttributes.status, value: status },
      { key: searchAttributes.priority, value: ticket.priority },
      { key: searchAttributes.tier, value: tier },
      ...(ticket.customer ? [{ key: searchAttributes.customer, value: ticket.customer.name }] : []),
      { key: searchAttributes.breached, value: breached },
    ],
  }
}
