import { callerId } from '../people/actors.ts'
import { type Addressee, isOfCustomer } from '../people/audiences.ts'
import type { Message, Notice } from './notices.ts'
import type { TicketState } from './state.ts'

/** Which letters of the same instant tell our staff more than this one, so that this one is left out for them. */
const saysMoreToStaff: { [M in Message]?: readonly Message[] } = {
  breached: ['escalated'],
  'sign-off-refused': ['escalated'],
  'sign-off-disputed': ['escalated'],
  reopened: ['escalated'],
  resumed: [
    'customer-replied',
    'party-answered',
    'attached',
    'proposal-decided',
    'quote-decided',
    'objected',
    'remote-answered',
    'remote-revoked',
    'part-moved',
  ],
  rated: ['signed-off'],
  // To those of us who only watch.
  assigned: ['responded'],
  paused: ['no-access'],
  'low-rating': ['signed-off'],
}

/** The same for the customer, whom why it was raised concerns more than that it was. */
const saysMoreToCustomer: { [M in Message]?: readonly Message[] } = {
  escalated: ['promise-missed', 'refusal-received', 'sign-off-disputed', 'reopened'],
  // Who takes a ticket by answering it has told the customer with that answer.
  assigned: ['responded'],
  // The time that they chose is what was waited for.
  resumed: [
    'dispatched',
    'visit-moved',
    'proposal-decided',
    'quote-decided',
    'remote-answered',
    'remote-revoked',
    'part-moved',
  ],
  // That they are waited for is what it asks of them.
  paused: ['no-access'],
}

/**
 * SLA 22: one mail to each person for one instant, the one that says most. Whoever is told that a tier was called is not
 * told of what called it in a mail of its own, since the call tells the whole story. Who serves on a tier is looked up
 * later, and a tier is not the same one after the call: both hear of it.
 */
export function merged(notices: readonly Notice[], state: TicketState): Notice[] {
  return notices.flatMap((notice) => {
    const to = notice.to.filter((one) => !notices.some((other) => saysMore(other, notice, one, state)))
    if (to.length === 0) return []
    const toldMore = to.includes('tier') ? notices.flatMap((other) => namedIn(other, notice)) : []
    return [{ ...notice, to, ...(toldMore.length > 0 && { except: [...(notice.except ?? []), ...toldMore] }) }]
  })
}

/** Whom another letter tells more by name: that person gets no second one as one of the tier. */
function namedIn({ message, to, assigneeId, previousId }: Notice, notice: Notice): string[] {
  if (!saysMoreToStaff[notice.message]?.includes(message)) return []
  const named = [to.includes('assignee') && assigneeId, to.includes('previous') && previousId]
  return named.filter((id) => typeof id === 'string')
}

function saysMore(other: Notice, notice: Notice, to: Addressee, state: TicketState): boolean {
  const reader = readerOf(to, notice, state)
  if (reader === undefined || !other.to.some((one) => readerOf(one, other, state) === reader)) return false
  // Of several calls at once the last one tells of all.
  if (other.message === 'escalated' && notice.message === 'escalated') return other.version > notice.version
  const table = isOfCustomer(to) ? saysMoreToCustomer : saysMoreToStaff
  return table[notice.message]?.includes(other.message) === true
}

function readerOf(
  to: Addressee,
  { assigneeId, previousId, visitorId, stepOwnerId }: Notice,
  state: TicketState,
): string | undefined {
  const readers = {
    reporter: state.reporter?.id ?? (state.caller && callerId),
    acceptor: state.terms.acceptor?.id,
    assignee: assigneeId,
    previous: previousId,
    visitor: visitorId,
    stepOwner: stepOwnerId,
    manager: 'manager',
    party: 'party',
    watchers: 'watchers',
    watchingStaff: 'watchingStaff',
    followers: 'followers',
    tier: undefined,
  }
  return readers[to]
}
