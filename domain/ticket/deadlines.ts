import { type Clock, lastRetargetOf, reachesAt, stopOf } from '../promises/clock.ts'
import { type Threshold, thresholdsOf } from '../promises/ladder.ts'
import { dueAt, workingTimeOf } from '../time/working-time.ts'
import type { Instant } from '../time/instant.ts'
import { hasEnded, type TicketState } from './state.ts'

/** Something that happens at an instant unless something else happens before. */
export type Deadline =
  | { kind: 'threshold'; at: Instant; clock: Clock; threshold: Threshold }
  | { kind: 'pauseOverrun'; at: Instant }
  | { kind: 'deemedAcceptance'; at: Instant }

/** The earliest deadline of all clocks: the one timer that a ticket waits for. */
export function nextDeadline(state: TicketState): Deadline | undefined {
  return deadlines(state).reduce<Deadline | undefined>(
    (earliest, one) => (earliest === undefined || one.at < earliest.at ? one : earliest),
    undefined,
  )
}

function deadlines(state: TicketState): Deadline[] {
  if (hasEnded(state)) return []
  const thresholds = state.clocks.flatMap((clock) => nextThreshold(state, clock) ?? [])
  const { status } = state
  const pause: Deadline[] =
    status.name === 'pending' && status.expectedEnd !== undefined && !status.reminded
      ? [{ kind: 'pauseOverrun', at: status.expectedEnd }]
      : []
  const deemed = deemedAcceptanceAt(state)
  return [...thresholds, ...pause, ...(deemed === undefined ? [] : [{ kind: 'deemedAcceptance' as const, at: deemed }])]
}

function nextThreshold(state: TicketState, clock: Clock): Deadline | undefined {
  const threshold = pendingThresholds(state, clock)[0]
  const at = threshold && actsAt(state, clock, threshold)
  return threshold && at !== undefined ? { kind: 'threshold', at, clock, threshold } : undefined
}

/** The thresholds that have not acted in this revision; repeated pages only until somebody has taken the ticket. */
export function pendingThresholds(state: TicketState, clock: Clock): Threshold[] {
  if (stopOf(clock)) return []
  return thresholdsOf(clock, state.terms.policy, state.coverage).filter(
    ({ percent, repeated }) => percent > clock.reached && !(repeated && clock.acknowledged),
  )
}

/** A threshold that a re-target moved into the past acts at the re-target, not before it (SLA 11). */
export function actsAt(state: TicketState, clock: Clock, threshold: Threshold): Instant | undefined {
  const at = reachesAt(clock, threshold.percent, state.coverage)
  return at === undefined ? undefined : Math.max(at, lastRetargetOf(clock) ?? at)
}

/** SLA 14: the acceptance that a contract grants when nobody answers. */
function deemedAcceptanceAt(state: TicketState): Instant | undefined {
  const grant = state.terms.deemedAcceptance
  if (state.status.name !== 'resolved' || grant === undefined) return undefined
  const due = dueAt(workingTimeOf(grant.calendar, state.coverage), grant.target, state.status.at, [])
  // An answer within the last second still counts (SLA 17).
  return due === undefined ? undefined : due + 1
}
