import type { StaffMember } from '../people/actors.ts'
import { type Clock, dueOf, isRunning } from '../promises/clock.ts'
import type { Instant } from '../time/instant.ts'
import type { TicketState } from './state.ts'
import { isKeptOnSite, leaveBy, type Needed } from './time-to-go.ts'
import { isPlanned, type Visit } from './visit.ts'

/** A promise that nobody can keep any more who has not left: the time left is less than the journey and the work. */
export interface Infeasible extends Needed {
  /** The first second in which it is so. */
  at: Instant
  clock: Clock
  dueAt: Instant
  /** Whose journey it is; of the nearest who may go where nobody is to be there by then. */
  visit?: Visit
}

/** The same, as it is recorded. */
export interface Judged extends Needed {
  dueAt: Instant
  /** However late that is noticed. */
  since: Instant
  /** Who is sent, and has not left. */
  engineer?: StaffMember
}

/**
 * When it is too late to leave for a promise that runs; undefined for what nobody need come for, and where nobody has said
 * how long a journey takes. Once for each promise as it stands: a re-target and another tier's are judged anew.
 */
export function infeasibleFrom(state: TicketState, clock: Clock): Infeasible | undefined {
  if (!isKeptOnSite(clock) || !isRunning(clock) || clock.breach || clock.infeasible !== undefined) return undefined
  const dueAt = dueOf(clock, state.coverage)
  if (dueAt === undefined || isThereOrOut(state, clock)) return undefined
  const { workMinutes } = clock
  const sent = (state.visits ?? []).filter(
    (visit) => isPlanned(visit) && !visit.assists && visit.from <= leaveBy(dueAt, { travelMinutes: 0, workMinutes }),
  )
  // Whoever is sent with a journey that nobody knows is believed.
  if (sent.some(({ travelMinutes }) => travelMinutes === undefined)) return undefined
  const [visit] = sent.toSorted((one, other) => (one.travelMinutes ?? 0) - (other.travelMinutes ?? 0))
  const travelMinutes = visit?.travelMinutes ?? state.leastTravel
  if (travelMinutes === undefined) return undefined
  const needed = { travelMinutes, ...(workMinutes !== undefined && { workMinutes }) }
  const at = Math.max(leaveBy(dueAt, needed) + 1, clock.madeAt, visit?.dispatchedAt ?? 0)
  // Later it is broken, and that is told.
  return at > dueAt ? undefined : { at, clock, dueAt, ...needed, ...(visit && { visit }) }
}

/** Somebody who could handle it has left for there, or has come since it is owed. */
function isThereOrOut({ visits = [], arrivals = [] }: TicketState, { startedAt }: Clock): boolean {
  const out = visits.some(({ status, assists }) => !assists && (status === 'enRoute' || status === 'onSite'))
  return out || arrivals.some((at) => at >= startedAt)
}
