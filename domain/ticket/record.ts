import {
  type Clock,
  clockStateOf,
  closedPausesOf,
  dueOf,
  elapsedOf,
  isProvisional,
  openPauseOf,
  standsSince,
  targetSecondsOf,
} from '../promises/clock.ts'
import { standingRepair } from '../promises/facts.ts'
import { recordHashOf, type SupportRecord, supportRecordOf } from './support-record.ts'
import { isoOrNull, toIso } from '../time/instant.ts'
import { ratingEndsAt, reopeningEndsAt, undoingEndsAt } from './afterlife.ts'
import { nextLookAt } from './deadlines.ts'
import { nextStepOf } from './next-step.ts'
import { standingOf } from './standing.ts'
import { linksOf } from './duplicates.ts'
import { alarmRecordOf } from './alarm-record.ts'
import { partyRecordOf } from './party-record.ts'
import { proposalRecordOf } from './proposal.ts'
import type { EarlierRepair, Rating, SignOff } from './acceptance.ts'
import { ratingOf } from './acceptance.ts'
import { isBreached, type TicketState } from './state.ts'
import { partRecordOf } from './parts.ts'
import { quotingRecordOf } from './quote.ts'
import { remoteRecordOf } from './remote-record.ts'
import { stepRecordOf } from './step-record.ts'
import { visitRecordOf } from './visit-record.ts'
import { nextDueOf } from './worklist.ts'

/**
 * A ticket as it is shown and stored: what a reader may see, and nothing that grows by itself. Instants are ISO, UTC.
 * `standing` and `nextLookAt` are never shown: they say what somebody can do, and what a customer is told comes next.
 */
export type TicketRecord = ReturnType<typeof ticketRecordOf>
export type ClockRecord = ReturnType<typeof clockRecordOf>

export function ticketRecordOf(state: TicketState) {
  const { status } = state
  const rating = ratingOf(state)
  const clocks = state.clocks.map((clock) => clockRecordOf(state, clock))
  return {
    id: state.id,
    number: state.number,
    version: state.version,
    status: status.name,
    pending: pendingOf(status),
    cancelReason: status.name === 'cancelled' ? status.reason : null,
    customer: state.customer ?? null,
    system: state.system ?? null,
    contractId: state.terms.contractId ?? null,
    uncovered: state.uncovered ?? null,
    policy: policyOf(state),
    subject: state.subject,
    description: state.description,
    kind: state.kind,
    class: state.class,
    priority: state.priority,
    channel: state.channel,
    triaged: state.triaged,
    source: state.source ?? 'customer',
    reporter: state.reporter ?? null,
    caller: state.caller ?? null,
    acceptor: state.terms.acceptor ?? null,
    follows: state.follows ?? null,
    links: linksOf(state),
    repeatOf: state.repeatOf ?? null,
    tier: state.tier,
    assignee: state.assignee ?? null,
    cycle: state.cycle,
    openedAt: toIso(state.openedAt),
    respondedAt: isoOrNull(state.respondedAt),
    firstResolvedAt: isoOrNull(state.firstResolvedAt),
    resolvedAt: isoOrNull(state.resolution?.at),
    closedAt: status.name === 'closed' || status.name === 'cancelled' ? toIso(status.at) : null,
    breached: isBreached(state),
    clocks,
    nextDueAt: nextDueOf(clocks),
    resolution: state.resolution ? { ...state.resolution, at: toIso(state.resolution.at) } : null,
    earlierRepairs: (state.earlierRepairs ?? []).map(earlierRecordOf),
    visits: (state.visits ?? []).map(visitRecordOf),
    remote: remoteRecordOf(state.remote),
    quoting: quotingRecordOf(state.quoting),
    parts: (state.parts ?? []).map(partRecordOf),
    steps: (state.steps ?? []).map(stepRecordOf),
    complainedOf: state.complainedOf ?? [],
    supportRecord: signable(state),
    objectedAt: isoOrNull(standingRepair(state)?.objected?.at),
    proposal: state.proposal ? proposalRecordOf(state.proposal) : null,
    alarms: (state.alarms ?? []).map(alarmRecordOf),
    parties: (state.parties ?? []).map(partyRecordOf),
    watchers: state.watchers ?? [],
    attachments: (state.attachments ?? []).map(({ at, ...one }) => ({ ...one, at: toIso(at) })),
    signOff: state.signOff ? signOffRecordOf(state.signOff) : null,
    rating: rating ? ratingRecordOf(rating) : null,
    ratings: (state.ratings ?? []).map(ratingRecordOf),
    reopenableUntil: isoOrNull(reopeningEndsAt(state)),
    undoableUntil: isoOrNull(undoingEndsAt(state)),
    ratableUntil: rating ? null : isoOrNull(ratingEndsAt(state)),
    next: nextStepOf(state),
    nextLookAt: isoOrNull(nextLookAt(state)),
    standing: standingOf(state),
  }
}

function earlierRecordOf({ cycle, resolution, signOff, undone }: EarlierRepair) {
  return {
    cycle,
    resolution: { ...resolution, at: toIso(resolution.at) },
    signOff: signOff ? signOffRecordOf(signOff) : null,
    undone: { ...undone, at: toIso(undone.at) },
  }
}

/** SLA 14: what is deemed accepted 视同验收（未签） bears the acceptor's name, and nobody's signature. */
function signOffRecordOf(signOff: SignOff) {
  return { ...signOff, at: toIso(signOff.at), signed: signOff.method !== 'deemed' }
}

function ratingRecordOf(rating: Rating) {
  return { ...rating, at: toIso(rating.at) }
}

/** What its promises, or the desk's own targets, are taken from. A customer is shown none where none was agreed. */
function policyOf({ terms: { policy } }: TicketState): { id: string; version: number } | null {
  return { id: policy.id, version: policy.version }
}

/** What the acceptor is asked to sign, with the hash that the signature is bound to. */
function signable(state: TicketState): { record: SupportRecord; hash: string } | null {
  const record = supportRecordOf(state)
  return record ? { record, hash: recordHashOf(record) } : null
}

/**
 * One clock, explained: its row's source, anchor, pauses, due. Elapsed seconds are given for a clock that stands still;
 * a running one's grow, and are left to the reader's own clock.
 */
export function clockRecordOf(state: TicketState, clock: Clock) {
  const { coverage } = state
  const still = standsSince(clock)
  const { stop } = clock
  const due = dueOf(clock, coverage)
  return {
    id: clock.id,
    metric: clock.metric,
    tier: clock.tier ?? null,
    cycle: clock.cycle,
    revision: clock.revision,
    source: clock.source,
    internal: clock.internal ?? false,
    target: clock.target,
    targetSeconds: targetSecondsOf(clock, coverage) ?? null,
    calendar: clock.calendar,
    anchor: clock.anchor ?? null,
    mode: clock.mode ?? null,
    ...(clock.workMinutes !== undefined && { workMinutes: clock.workMinutes }),
    state: clockStateOf(clock),
    startedAt: toIso(clock.startedAt),
    dueAt: isoOrNull(due),
    provisional: isProvisional(clock, due, coverage),
    pausedSince: isoOrNull(openPauseOf(clock)?.from),
    stoppedAt: isoOrNull(stop?.at),
    stoppedBecause: stop?.why ?? null,
    elapsedSeconds: still === undefined ? null : elapsedOf(clock, coverage, still),
    pauses: closedPausesOf(clock).map(([from, to]) => ({ from: toIso(from), to: toIso(to) })),
    ...(clock.infeasible !== undefined && { infeasibleSince: toIso(clock.infeasible) }),
    breached: clock.breach !== undefined,
    lapsedAt: isoOrNull(clock.lapsed?.at),
    breach: clock.breach
      ? { ...clock.breach, at: toIso(clock.breach.at), noticedAt: toIso(clock.breach.noticedAt) }
      : null,
  }
}

function pendingOf(status: TicketState['status']) {
  if (status.name !== 'pending') return null
  const { reason, since, expectedEnd, part } = status
  return { reason, since: toIso(since), expectedEnd: isoOrNull(expectedEnd), ...(part && { part }) }
}
