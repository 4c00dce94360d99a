import { followersOf } from './duplicates.ts'
import type { Draft } from './events.ts'
import { isPartyId } from './party.ts'
import { baseOf } from './notices.ts'
import type { TicketState } from './state.ts'

/** A mail that a server refused for good. */
export interface RefusedMail {
  /** Of this mail and no other. */
  key: string
  message: string
  version: number
  recipientId: string
  /** By name. */
  to: string
  /** The server's code; its words may name people (R9.3). */
  why: string
}

/** So many refusals one event names; nobody is helped by more. */
export const mostRefusals = 20

/**
 * R1.5: whom we could not reach. A mail about that which is refused as well is not told again: it stands in the timeline
 * and the log, and would go on for ever.
 */
export function undelivered(state: TicketState, refused: readonly RefusedMail[]): Draft[] {
  const watchers = (state.watchers ?? []).flatMap(({ id, internal }) => (internal ? [] : id))
  const ofCustomer = [state.reporter?.id ?? 'caller', state.terms.acceptor?.id, ...watchers, ...followersOf(state)]
  const mails = refused.flatMap((mail) => {
    const message = baseOf(mail.message)
    if (message === undefined || message === 'undelivered') return []
    const { key: _key, ...named } = mail
    return [{ ...named, message, staff: !ofCustomer.includes(mail.recipientId) && !isPartyId(mail.recipientId) }]
  })
  if (mails.length === 0) return []
  const isNew = mails.some(({ recipientId }) => !state.unreachable?.includes(recipientId))
  return [{ type: 'undelivered', data: { mails, isNew } }]
}

/** Whom a ticket keeps as unreachable, so that the desk hears of each once. */
const mostKept = 50

export function withUnreachable(
  { unreachable = [] }: TicketState,
  mails: readonly Pick<RefusedMail, 'recipientId'>[],
): string[] {
  return [...new Set([...unreachable, ...mails.map(({ recipientId }) => recipientId)])].slice(-mostKept)
}
