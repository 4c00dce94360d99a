import { isStaff } from '../people/actors.ts'
import type { Clock } from '../promises/clock.ts'
import type { TicketEvent } from './events.ts'
import { isCalledTo } from './hands.ts'
import type { TicketState } from './state.ts'

/** That more of a calendar is known tells nobody; what a clock says is somebody told, and nobody's doing. */
export function touched({
  type,
  at,
  actor,
}: TicketEvent): Partial<Pick<TicketState, 'touchedAt' | 'leftAlone' | 'actedAt'>> {
  // Nor does it move the desk's follow-up that somebody could not be reached or is told too, or that a machine has said something.
  if (isAside(type)) return {}
  return actor.role === 'clock' ? { touchedAt: at } : { touchedAt: at, leftAlone: 0, actedAt: at }
}

/** Nothing is done to a ticket by it. */
function isAside(type: TicketEvent['type']): boolean {
  return ['coverageExtended', 'undelivered', 'watcherAdded', 'watcherRemoved'].includes(type) || ofMachine(type)
}

/** What has acted on a clock stays with it (SLA 15, 16, 17). */
export function acted(clocks: readonly Clock[], state: TicketState, event: TicketEvent): Clock[] {
  const { type, at, actor } = event
  if (type === 'warned' || type === 'breached') {
    const { clockId, percent } = event.data
    const breach = type === 'breached' && { breach: event.data.breach }
    return clocks.map((clock) => (clock.id === clockId ? { ...clock, ...breach, reached: percent, toldAt: at } : clock))
  }
  if (type === 'signOffLapsed') {
    const { clockId, percent, times, dueAt } = event.data
    const now = (clock: Clock) => ({ ...clock, lapsed: { at: clock.lapsed?.at ?? dueAt, times }, reached: percent })
    return clocks.map((clock) => (clock.id === clockId ? { ...now(clock), toldAt: at } : clock))
  }
  if (type === 'judgedInfeasible') {
    const { clockId, since: infeasible } = event.data
    return clocks.map((clock) => (clock.id === clockId ? { ...clock, infeasible } : clock))
  }
  // SLA 20: only who has the ticket, or was called to it, takes a page by acting; opening a ticket is not taking it.
  if (!isStaff(actor) || !isCalledTo(state, actor) || type === 'opened' || isAside(type)) return [...clocks]
  const heldUntil = at + (state.terms.policy.holdSeconds ?? usualHold)
  return clocks.map((clock) => ({ ...clock, heldUntil }))
}

/** Whosever account it is said by, nobody has done anything. */
function ofMachine(type: TicketEvent['type']): boolean {
  return type === 'alarmRaised' || type === 'alarmCleared'
}

/** Long enough to work on it, short enough that a ticket which was only looked at comes up again the same day. */
const usualHold = 4 * 3600
