import { type Clock, dueOf } from '../promises/clock.ts'
import { type Threshold, thresholdsOf } from '../promises/ladder.ts'
import { isTheirs } from '../promises/metrics.ts'
import type { Audience } from '../people/audiences.ts'
import { type Contact, theClock } from '../people/actors.ts'
import { recordHashOf, supportRecordOf } from './support-record.ts'
import type { Instant } from '../time/instant.ts'
import { promiserOf } from './concerned.ts'
import { crossedAt, type Deadline, nextDeadline, pendingThresholds } from './deadlines.ts'
import type { Draft, TicketEvent } from './events.ts'
import { record, type Recorded } from './evolve.ts'
import { followedUpBy } from './follow-up.ts'
import type { Notice } from './notices.ts'
import { onTier } from './hands.ts'
import { ofOurs } from './paths.ts'
import type { Infeasible } from './infeasible.ts'
import { raise } from './raise.ts'
import { partFellDue } from './parts-due.ts'
import { remoteFellDue } from './remote-due.ts'
import type { TicketState, Status } from './state.ts'
import { ofClock } from './promises.ts'

/**
 * Lets everything happen that fell due up to `now`, in the order in which it fell due, however late it is noticed
 * (SLA 17). Each effect happens once: its key is clock, cycle, revision and threshold (SLA 15).
 */
export function fallDue(before: TicketState, now: Instant): Recorded {
  let state = before
  const events: TicketEvent[] = []
  const notices: Notice[] = []
  for (;;) {
    const deadline = nextDeadline(state)
    if (deadline === undefined || deadline.at > now) return { state, events, notices }
    const due = record(state, draftsFor(state, deadline, now), theClock, now)
    state = due.state
    events.push(...due.events)
    notices.push(...due.notices)
  }
}

function draftsFor(state: TicketState, deadline: Deadline, now: Instant): Draft[] {
  switch (deadline.kind) {
    case 'threshold':
      return thresholdReached(state, deadline.clock, now)
    case 'pauseOverrun':
      if (state.status.name !== 'pending') return []
      return pauseOverran(state.status)
    case 'followUp':
      return [{ type: 'leftAlone', data: { since: state.actedAt ?? state.touchedAt, times: state.leftAlone + 1 } }]
    case 'visitUnaccepted': {
      const { n, engineer, from, until, paged } = deadline.visit
      return [{ type: 'visitUnaccepted', data: { visit: n, engineer, from, until, times: paged + 1 } }]
    }
    case 'partOverdue':
      return partFellDue(deadline)
    case 'remoteUnanswered':
    case 'remoteRanOut':
      return remoteFellDue(state, deadline)
    case 'partyOverdue': {
      const { party, answerBy } = deadline
      const times = (party.asked?.times ?? 0) + 1
      return [{ type: 'partyOverdue', data: { party: { n: party.n, name: party.name }, answerBy, times } }]
    }
    case 'stepUnattended': {
      const { step, owner, dueAt = now, told: before } = deadline.step
      const data = { step, ...(owner && { owner }), dueAt, times: before + 1, ...ofOurs(step) }
      return [{ type: 'stepUnattended', data }]
    }
    case 'infeasible':
      return [judgedInfeasible(deadline.judged)]
    case 'signOffReminder':
      return [lapsed(state, deadline.clock, [])]
    case 'deemedAcceptance':
      return [deemedAccepted(state, deadline.acceptor, now)]
  }
}

/** SLA 15: of several thresholds crossed at once only the highest tells anybody; each raise of the tier still happens. */
function thresholdReached(state: TicketState, clock: Clock, now: Instant): Draft[] {
  const crossed = pendingThresholds(state, clock).filter((threshold) => {
    const at = crossedAt(state, clock, threshold)
    return at !== undefined && at <= now
  })
  const highest = crossed.at(-1)
  if (highest === undefined) return []
  const { percent } = highest
  return [told(state, clock, percent, toldBy(highest), now), ...raises(state, clock, crossed)]
}

/** R4.3: the manager is told before it is broken; once, since it is noted on the clock. */
function judgedInfeasible({ at: since, clock, dueAt, visit, travelMinutes, workMinutes }: Infeasible): Draft {
  const needed = { travelMinutes, ...(workMinutes !== undefined && { workMinutes }) }
  const sent = visit && { engineer: visit.engineer }
  return { type: 'judgedInfeasible', data: { ...ofClock(clock), dueAt, since, ...needed, ...sent } }
}

function toldBy({ steps }: Pick<Threshold, 'steps'>): Audience[] {
  return [...new Set(steps.flatMap((step) => step.notify))]
}

/** SLA 11, 17: a promise that was kept too late before it was made is broken all the same; nobody is called for it any more. */
export function keptTooLate(state: TicketState, clock: Clock, now: Instant): Draft[] {
  const { policy } = state.terms
  const due = dueOf(clock, state.coverage)
  if (clock.stop === undefined || due === undefined || clock.stop.at <= due) return []
  const atDue = thresholdsOf(clock, policy, state.coverage, state.class).find(({ percent }) => percent === 100)
  return [{ ...breached(state, clock, 100, toldBy(atDue ?? { steps: [] }), now), actor: theClock }]
}

function told(state: TicketState, clock: Clock, percent: number, notify: Audience[], now: Instant): Draft {
  if (percent >= 100 && isTheirs(clock.metric) && !clock.lapsed) return lapsed(state, clock, notify, percent)
  if (percent >= 100 && !isTheirs(clock.metric) && !clock.breach) return breached(state, clock, percent, notify, now)
  return { type: 'warned', data: { ...ofClock(clock), percent, notify } }
}

/** SLA 20, 21: the acceptor is reminded of the signature owed, and the desk hears that it is late; no promise is broken. */
function lapsed(state: TicketState, clock: Clock, notify: Audience[], percent = clock.reached): Draft {
  const times = (clock.lapsed?.times ?? 0) + 1
  const to = new Set<Audience>(['acceptor', ...followedUpBy(times), ...notify])
  const dueAt = breachInstant(clock, dueOf(clock, state.coverage) ?? clock.madeAt)
  return { type: 'signOffLapsed', data: { ...ofClock(clock), dueAt, times, notify: [...to], percent } }
}

function breached(state: TicketState, clock: Clock, percent: number, notify: Audience[], now: Instant): Draft {
  const dueAt = dueOf(clock, state.coverage) ?? now
  const at = breachInstant(clock, dueAt)
  const ownerId = promiserOf(state, clock.id) ?? state.assignee?.id
  const owner = ownerId !== undefined && { ownerId }
  const breach = {
    at,
    noticedAt: now,
    cause: at === dueAt ? ('late' as const) : ('retarget' as const),
    ...owner,
    tier: state.tier,
  }
  return { type: 'breached', data: { ...ofClock(clock), dueAt, notify, percent, breach } }
}

/** SLA 17: the due instant; SLA 11: when the promise was made, if that put the due into the past. */
function breachInstant({ madeAt }: Clock, dueAt: Instant): Instant {
  return Math.max(dueAt, madeAt)
}

/** SLA 17: what a breach starts counts from the breach, not from its being noticed. */
function raises(state: TicketState, clock: Clock, crossed: ReturnType<typeof pendingThresholds>): Draft[] {
  const drafts: Draft[] = []
  let reached = state
  for (const threshold of crossed) {
    const to = threshold.steps.find((step) => step.raiseTo)?.raiseTo
    const acts = crossedAt(state, clock, threshold)
    if (to === undefined || acts === undefined) continue
    const due = threshold.percent === 100 ? dueOf(clock, state.coverage) : undefined
    const from = due === undefined ? acts : breachInstant(clock, due)
    const raised = raise(reached, to, 'ladder', `${clock.id} reached ${threshold.percent} %`, from)
    if (raised.length) reached = onTier(reached, to, from)
    drafts.push(...raised)
  }
  return drafts
}

/** SLA 20: again each working day, until somebody decides. */
function pauseOverran({ reason, expectedEnd, asked, part }: Status & { name: 'pending' }): Draft[] {
  return [{ type: 'pauseOverran', data: { reason, expectedEnd, times: asked + 1, ...(part && { part }) } }]
}

function deemedAccepted(state: TicketState, by: Contact, now: Instant): Draft {
  const recordHash = recordHashOf(supportRecordOf(state))
  return { type: 'signedOff', data: { signOff: { by, at: now, method: 'deemed', recordHash } } }
}
