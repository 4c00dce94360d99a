import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import { currentDetailsOf } from '../../domain/ticket/minutes.ts'
import { isBreached, type TicketState } from '../../domain/ticket/state.ts'
import { searchAttributes } from '../messages/search-attributes.ts'

/**
 * Lets a manager see in the engine's own pages where the ticket stands, what it waits for and until when. A search
 * attribute is written only when it changes: each costs an event.
 */
export function showWhereItStands(state: TicketState): void {
  setCurrentDetails(currentDetailsOf(state))
  const shown = workflowInfo().typedSearchAttributes
  const breached = isBreached(state)
  const pairs = [
    { key: searchAttributes.status, value: state.status.name },
    { key: searchAttributes.priority, value: state.priority },
    { key: searchAttributes.tier, value: state.tier },
    // Of an unknown caller none is shown until the ticket is bound.
    ...(state.customer ? [{ key: searchAttributes.customer, value: state.customer.name }] : []),
  ].filter(({ key, value }) => shown.get(key) !== value)
  const flag =
    shown.get(searchAttributes.breached) === breached ? [] : [{ key: searchAttributes.breached, value: breached }]
  if (pairs.length + flag.length > 0) upsertSearchAttributes([...pairs, ...flag])
}
