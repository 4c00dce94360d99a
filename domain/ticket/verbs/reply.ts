import { resuming } from '../../promises/clock-change.ts'
import { isStaff } from '../../people/actors.ts'
import type { Draft } from '../events.ts'
import { meet, running, startClock } from '../promises.ts'
import { notNow } from '../refusal.ts'
import type { TicketState, Channel } from '../state.ts'
import type { Rule } from './rule.ts'

interface Reply {
  message: string
  channel: Channel
}

/**
 * SLA 8: the update clock runs from the oldest unanswered message of the customer, after the first response, to the
 * staff's reply. SLA 10: any message of the customer ends the wait for him.
 */
export const reply: Rule<Reply> = {
  who: ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending', 'resolved'],
  decide(state, body, actor, now) {
    if (isStaff(actor)) {
      if (state.respondedAt === undefined) return notNow('The customer has had no response yet; respond first.')
      return [{ type: 'replied', data: body, clocks: meet(state, now, 'update') }]
    }
    const waited = state.status.name === 'pending' && state.status.reason === 'customer'
    const resumed: Draft[] = waited ? [{ type: 'resumed', data: {}, clocks: resuming(state.clocks, now) }] : []
    const awake: TicketState = waited ? { ...state, status: { name: 'in_progress' } } : state
    return [
      { type: 'customerReplied', data: body, clocks: owesUpdate(state) ? startUpdate(awake, now) : [] },
      ...resumed,
    ]
  },
}

function owesUpdate(state: TicketState): boolean {
  return state.respondedAt !== undefined && running(state.clocks, 'update').length === 0
}

function startUpdate(state: TicketState, now: number) {
  const rounds = state.clocks.filter((clock) => clock.metric === 'update').map(({ cycle }) => cycle)
  return startClock(state, 'update', undefined, 1 + Math.max(0, ...rounds), now)
}
