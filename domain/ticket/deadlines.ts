import type { Contact } from '../people/actors.ts'
import { type Clock, reachesAt } from '../promises/clock.ts'
import { standingRepair } from '../promises/facts.ts'
import { isTheirs } from '../promises/metrics.ts'
import { mustAct, type Threshold, thresholdsOf } from '../promises/ladder.ts'
import { dueAt, workingTimeOf } from '../time/working-time.ts'
import type { Instant } from '../time/instant.ts'
import { hasEnded, type TicketState } from './state.ts'
import { type Infeasible, infeasibleFrom } from './infeasible.ts'
import { isThere } from './reachable.ts'
import { followUpAt, nextWorkingDay } from './follow-up.ts'
import { type PartDeadline, partDeadlines } from './parts-due.ts'
import { type RemoteDeadline, remoteDeadlines } from './remote-due.ts'
import { partiesDue } from './parties.ts'
import type { Party } from './party.ts'
import type { Step } from './step.ts'
import type { Visit } from './visit.ts'

/** Something that happens at an instant unless something else happens before. */
export type Deadline =
  | { kind: 'threshold'; at: Instant; clock: Clock; threshold: Threshold }
  | { kind: 'pauseOverrun'; at: Instant }
  | { kind: 'deemedAcceptance'; at: Instant; acceptor: Contact }
  /** SLA 21: the acceptor is asked again for the signature that is late. */
  | { kind: 'signOffReminder'; at: Instant; clock: Clock }
  /** R4.1: nobody has said so far that they will go. */
  | { kind: 'visitUnaccepted'; at: Instant; visit: Visit }
  /** R4.2 */
  | RemoteDeadline
  /** R4.3 */
  | PartDeadline
  /** What another party was asked is not answered. */
  | { kind: 'partyOverdue'; at: Instant; party: Party; answerBy: Instant }
  /** SLA 20: nobody owns a step, or it is overdue. */
  | { kind: 'stepUnattended'; at: Instant; step: Step }
  /** R4.3: from then on it is too late to leave for it. */
  | { kind: 'infeasible'; at: Instant; judged: Infeasible }
  /** SLA 20: the desk's own, where nothing else would tell anybody. */
  | { kind: 'followUp'; at: Instant }

/** The earliest deadline of all clocks: the one timer that a ticket waits for. */
export function nextDeadline(state: TicketState): Deadline | undefined {
  return deadlines(state).reduce<Deadline | undefined>(
    (earliest, one) => (earliest === undefined || one.at < earliest.at ? one : earliest),
    undefined,
  )
}

/** SLA 20: when a person is told of it at the latest, if nobody does anything; undefined when it has ended. */
export function nextLookAt(state: TicketState): Instant | undefined {
  const looks = deadlines(state).filter((one) => tellsSomebody(state, one))
  return looks.length === 0 ? undefined : Math.min(...looks.map(({ at }) => at))
}

function deadlines(state: TicketState): Deadline[] {
  const { status } = state
  const steps = stepDeadlines(state)
  // R4.3, SLA 14: what is away is not forgotten with the ticket, nor what follows a low rating.
  if (hasEnded(state)) return [...partDeadlines(state), ...steps]
  const deemed = deemedAcceptanceAt(state)
  const { acceptor } = state.terms
  const all: Deadline[] = [
    ...state.clocks.flatMap((clock) => thresholdsAhead(state, clock)),
    ...(status.name === 'pending' ? [{ kind: 'pauseOverrun' as const, at: status.lookAt }] : []),
    ...state.clocks.flatMap((clock) => reminderOf(state, clock)),
    ...(state.visits ?? []).flatMap((visit): Deadline[] =>
      visit.pageAt === undefined ? [] : [{ kind: 'visitUnaccepted', at: visit.pageAt, visit }],
    ),
    ...remoteDeadlines(state),
    ...partDeadlines(state),
    ...steps,
    ...state.clocks.flatMap((clock): Deadline[] => {
      const judged = infeasibleFrom(state, clock)
      return judged ? [{ kind: 'infeasible', at: judged.at, judged }] : []
    }),
    ...(deemed === undefined || !acceptor ? [] : [{ kind: 'deemedAcceptance' as const, at: deemed, acceptor }]),
  ]
  // What a supplier is asked for next month puts off nothing.
  const others = partiesDue(state).map((due): Deadline => ({ kind: 'partyOverdue', ...due }))
  const followUp: Deadline[] = [{ kind: 'followUp', at: followUpAt(state) }]
  return [...all, ...others, ...(all.some((one) => tellsSomebody(state, one)) ? [] : followUp)]
}

function stepDeadlines({ status, steps = [] }: TicketState): Deadline[] {
  if (status.name === 'cancelled') return []
  return steps.flatMap((step): Deadline[] =>
    step.state === 'open' && step.lookAt !== undefined ? [{ kind: 'stepUnattended', at: step.lookAt, step }] : [],
  )
}

/** A threshold at which the policy tells nobody is recorded, and silent, save that a signature is late (SLA 21). */
function tellsSomebody(state: TicketState, deadline: Deadline): boolean {
  if (deadline.kind !== 'threshold') return true
  const { clock, threshold } = deadline
  if (isTheirs(clock.metric) && threshold.percent >= 100) return true
  return threshold.steps.some(
    ({ notify, raiseTo }) => notify.some((audience) => isThere(state, audience)) || raiseTo !== undefined,
  )
}

function thresholdsAhead(state: TicketState, clock: Clock): Deadline[] {
  return pendingThresholds(state, clock).flatMap((threshold): Deadline[] => {
    const at = actsAt(state, clock, threshold)
    return at === undefined ? [] : [{ kind: 'threshold', at, clock, threshold }]
  })
}

/** The thresholds that have not acted in this revision. */
export function pendingThresholds(state: TicketState, clock: Clock): Threshold[] {
  if (clock.stop || isHeld(state, clock)) return []
  const thresholds = thresholdsOf(clock, state.terms.policy, state.coverage, state.class)
  return thresholds.filter(({ percent }) => percent > clock.reached)
}

/** When it is crossed: one that lies before its promise was made is crossed when that is made (SLA 11). */
export function crossedAt(state: TicketState, clock: Clock, threshold: Threshold): Instant | undefined {
  const at = reachesAt(clock, threshold.percent, state.coverage)
  return at === undefined ? undefined : Math.max(at, clock.madeAt)
}

/** SLA 15, 22: a warning keeps its distance from the last notice of its clock; a breach and a raise wait for nothing. */
function actsAt(state: TicketState, clock: Clock, threshold: Threshold): Instant | undefined {
  const at = crossedAt(state, clock, threshold)
  if (at === undefined || clock.toldAt === undefined || mustAct(clock, threshold)) return at
  // After a breach a reminder comes once a working day, however short the promise was and however many are late.
  const next = clock.breach ? nextWorkingDay(state, state.lateToldAt ?? clock.toldAt) : clock.toldAt
  const held = threshold.repeated ? (clock.heldUntil ?? 0) : 0
  return Math.max(at, next, held, clock.toldAt + state.terms.policy.minimumGapSeconds)
}

/** So often the acceptor is reminded of a late signature; then the desk alone is asked to follow it up. */
const mostReminders = 10

/** SLA 21: once each working day of its calendar. */
function reminderOf(state: TicketState, clock: Clock): Deadline[] {
  const { lapsed, stop, toldAt, calendar } = clock
  if (!lapsed || stop || toldAt === undefined || lapsed.times >= mostReminders || isHeld(state, clock)) return []
  return [{ kind: 'signOffReminder', at: nextWorkingDay(state, toldAt, calendar), clock }]
}

/** SLA 14: who has said what is wrong is not asked to sign it; a person is at work on that. */
export function isHeld(state: TicketState, { metric }: Clock): boolean {
  return isTheirs(metric) && standingRepair(state)?.objected !== undefined
}

/** SLA 14: the acceptance that a contract grants when nobody answers: neither by a signature nor by any message. */
function deemedAcceptanceAt(state: TicketState): Instant | undefined {
  const grant = state.terms.deemedAcceptance
  const repair = standingRepair(state)
  if (state.status.name !== 'resolved' || grant === undefined || repair?.objected) return undefined
  const from = repair?.grantedAt ?? state.status.at
  const due = dueAt(workingTimeOf(grant.calendar, state.coverage), grant.target, from, [])
  // An answer within the last second still counts (SLA 17).
  return due === undefined ? undefined : due + 1
}
