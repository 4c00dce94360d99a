import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'

/** By which the engine's own pages list and find tickets. None holds personal data (R9.3). */
export const searchAttributes = {
  number: defineSearchAttributeKey('TicketNumber', SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey('TicketStatus', SearchAttributeType.KEYWORD),
  priority: defineSearchAttributeKey('TicketPriority', SearchAttributeType.KEYWORD),
  tier: defineSearchAttributeKey('TicketTier', SearchAttributeType.KEYWORD),
  customer: defineSearchAttributeKey('TicketCustomer', SearchAttributeType.KEYWORD),
  breached: defineSearchAttributeKey('TicketBreached', SearchAttributeType.BOOL),
}

/** What must be registered with the engine before a ticket is opened: name and type. */
export const searchAttributeTypes: SearchAttributeTypes = Object.fromEntries(
  Object.values(searchAttributes).map(({ name, type }) => [name, type]),
)
type SearchAttributeTypes = Record<string, (typeof searchAttributes)[keyof typeof searchAttributes]['type']>
