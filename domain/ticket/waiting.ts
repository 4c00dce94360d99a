import { theClock } from '../people/actors.ts'
import type { Draft } from './events.ts'
import type { Instant } from '../time/instant.ts'
import { pausable } from './promises.ts'
import type { Status, TicketState } from './state.ts'

type Pending = Extract<Status, { name: 'pending' }>

/** SLA 10: the ticket while it waits; the clocks that the contract lets the reason stop, stand still. */
export function waiting(
  state: TicketState,
  { reason, expectedEnd, part, party }: Pick<Pending, 'reason' | 'expectedEnd' | 'part' | 'party'>,
  at: Instant,
): TicketState {
  const wait = { reason, metrics: pausable(state.terms, reason), from: at }
  const status: Status = {
    name: 'pending',
    reason,
    since: at,
    expectedEnd,
    lookAt: expectedEnd,
    asked: 0,
    ...(part && { part }),
    ...(party !== undefined && { party }),
  }
  return { ...state, waits: [...state.waits, wait], status }
}

export function waitsForCustomer(status: Status): status is Pending {
  return status.name === 'pending' && status.reason === 'customer'
}

/** SLA 10: any word of the customer ends the wait for it. */
export function heardOfCustomer({ status }: TicketState): Draft[] {
  return waitsForCustomer(status) ? [{ type: 'resumed', data: {} }] : []
}

/** SLA 10: whatever the party writes that is waited for ends that wait. Nobody is named by it, since customers are told. */
export function heardOfParty({ status }: TicketState, party: number): Draft[] {
  const isWaitedFor = status.name === 'pending' && status.party === party
  return isWaitedFor ? [{ type: 'resumed', data: {}, actor: theClock }] : []
}
