import { type ClockChange, stopping } from '../../promises/clock-change.ts'
import { stopOf, type StopReason } from '../../promises/clock.ts'
import type { Instant } from '../../time/instant.ts'
import { reopeningEndsAt } from '../afterlife.ts'
import { running } from '../promises.ts'
import { raiseOnRepeat } from '../raise.ts'
import { notNow } from '../refusal.ts'
import type { TicketState } from '../state.ts'
import type { Rule } from './rule.ts'

interface Reopen {
  reason: string
}

/** SLA 12: inside the window the resolution clock goes on, the resolved time excluded; after it, a new, linked ticket. */
export const reopen: Rule<Reopen> = {
  who: ['customer', 'agent', 'manager', 'admin'],
  in: ['resolved', 'closed'],
  decide(state, body, _actor, now) {
    const ends = reopeningEndsAt(state)
    if (ends !== undefined && now > ends) {
      return notNow(`The reopening window is over; open a new ticket that follows ${state.number}.`)
    }
    return [
      { type: 'reopened', data: body, clocks: reopenedClocks(state, now, 'withdrawn') },
      ...raiseOnRepeat(state, 'The fault came back', now),
    ]
  },
}

/** What a repair stopped goes on; the sign-off that was asked for it is answered or withdrawn. */
export function reopenedClocks(state: TicketState, now: Instant, signOffWas: StopReason): ClockChange[] {
  return [
    ...running(state.clocks, 'signOff').flatMap((clock) => stopping(clock, now, signOffWas)),
    ...state.clocks
      .filter((clock) => clock.metric === 'resolution' && stopOf(clock)?.why === 'met')
      .map((clock): ClockChange => ({ do: 'reopen', id: clock.id, at: now })),
  ]
}
