import { isBrokenPromise } from '../promises/clock.ts'
import { changesBetween } from '../promises/clock-change.ts'
import { ended } from '../promises/facts.ts'
import { isTheirs } from '../promises/metrics.ts'
import { ticketClocks } from './promises.ts'
import type { Actor } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'
import type { TicketState } from './state.ts'
import { cancelled } from './cancelled.ts'
import { rebound } from './bound.ts'
import { termed } from './termed.ts'
import type { Draft, TicketEvent } from './events.ts'
import { merged } from './merged.ts'
import type { Notice } from './notices.ts'
import { noticesFor } from './told-of.ts'
import { withUnreachable } from './undelivered.ts'
import { withDuplicate } from './duplicates.ts'
import { withAlarm } from './noted-alarms.ts'
import { acted, touched } from './acted.ts'
import { nextWorkingDay } from './follow-up.ts'
import { inHandsOf, onTier } from './hands.ts'
import { attached } from './attached.ts'
import { known, opened } from './opened.ts'
import { afterPause, answered, regranted, withObjection, withRound } from './periods.ts'
import { calledBack, withCallBack, wordSaid } from './words.ts'
import { askedToDecide, withDecision } from './proposed.ts'
import { confirmed, toBeConfirmed } from './confirmed.ts'
import { isOfStep, stepped } from './stepped.ts'
import { markedRepeat, raised, rated, triaged } from './begun.ts'
import { goneAgain, withPath } from './steps.ts'
import { undone } from './undone.ts'
import { isOfPart } from './part-events.ts'
import { askedFor, partsAfter } from './parts-after.ts'
import { isOfQuote, quoted } from './quoted.ts'
import { remoteAfter, withoutRemote } from './remote-after.ts'
import { isOfRemote } from './remote-events.ts'
import { isOfParty, withParty } from './parties.ts'
import { isOfVisit } from './visit-events.ts'
import { visited } from './visited.ts'
import { waiting } from './waiting.ts'
import { isOfWatcher, watched } from './watchers.ts'

/** The ticket after an event. Total and pure: the fold of the audit log is the ticket. */
export function evolve(before: TicketState | undefined, event: TicketEvent): TicketState {
  const state = event.type === 'opened' ? opened(event.data, event.at) : known(before, event)
  const changed = apply({ ...state, ...touched(event), version: event.version }, event)
  const clocks = acted(ticketClocks(changed, event), changed, event)
  const gone = changed.clocks.filter(({ id }) => !clocks.some((clock) => clock.id === id))
  return { ...changed, clocks, ...(gone.some(isBrokenPromise) && { brokenBefore: true }) }
}

/** What one act, or one deadline, comes to. */
export interface Recorded {
  state: TicketState
  events: TicketEvent[]
  notices: Notice[]
}

/** Numbers the drafts, folds them in, and says who is to be told of each, as the ticket stood right after it. */
export function record(before: TicketState | undefined, drafts: readonly Draft[], actor: Actor, at: Instant): Recorded {
  const events: TicketEvent[] = []
  const notices: Notice[] = []
  let state = before
  for (const draft of drafts) {
    const happened: TicketEvent = { actor, ...draft, version: (state?.version ?? 0) + 1, at, clocks: [] }
    const after = evolve(state, happened)
    const event = { ...happened, clocks: changesBetween(state?.clocks ?? [], after.clocks, at) }
    state = after
    events.push(event)
    notices.push(...noticesFor(event, state))
  }
  if (state === undefined) throw new Error('A ticket begins with being opened')
  return { state, events, notices: merged(notices, state) }
}

function apply(state: TicketState, event: TicketEvent): TicketState {
  if (isOfVisit(event)) return visited(state, event)
  if (isOfPart(event)) return partsAfter(state, event)
  if (isOfQuote(event)) return quoted(state, event)
  if (isOfRemote(event)) return remoteAfter(state, event)
  if (isOfParty(event)) return withParty(state, event)
  if (isOfWatcher(event)) return watched(state, event)
  if (isOfStep(event)) return stepped(state, event)
  switch (event.type) {
    case 'triaged':
      return triaged(state, event)
    case 'responded':
      return {
        ...wordSaid(state, event),
        respondedAt: event.at,
        status: state.status.name === 'open' ? { name: 'in_progress' } : state.status,
      }
    case 'assigned':
      return inHandsOf(state, event.data.assignee)
    case 'paused':
      return waiting(state, event.data, event.at)
    case 'pauseOverran':
      if (state.status.name !== 'pending') return state
      return { ...state, status: { ...state.status, lookAt: nextWorkingDay(state, event.at), asked: event.data.times } }
    case 'leftAlone':
      return { ...state, leftAlone: event.data.times, touchedAt: event.at }
    case 'resumed':
      return { ...state, waits: ended(state.waits, event.at), status: afterPause(state) }
    case 'escalated':
      return raised(state, event)
    case 'repeatFound':
      return markedRepeat(state, event)
    case 'handedDown':
      return inHandsOf(onTier(state, event.data.to, event.at), event.data.assignee)
    case 'warned':
    case 'breached': {
      const { percent, internal, metric } = event.data
      // SLA 21: that the customer was reminded is no alarm of ours.
      if (isTheirs(metric)) return state
      return { ...state, alarmed: state.alarmed || !internal, ...(percent >= 100 && { lateToldAt: event.at }) }
    }
    case 'bound':
      return rebound(state, event.data)
    case 'retargeted':
      return { ...state, ...termed(event.data), repairs: regranted(state, event) }
    case 'resolved':
      return {
        ...state,
        status: { name: 'resolved', at: event.at },
        ...{ ...calledBack(state, event.at, 'met'), ...withoutRemote(state, event.at), ...askedFor(state, event.at) },
        waits: ended(state.waits, event.at),
        rounds: ended(state.rounds, event.at),
        repairs: [...state.repairs, { cycle: state.cycle, from: event.at }],
        resolution: event.data.resolution,
        firstResolvedAt: state.firstResolvedAt ?? event.at,
      }
    case 'signedOff': {
      const { signOff } = event.data
      const by = signOff.method === 'deemed' ? 'deemed' : 'signature'
      // Nobody signed what is deemed accepted: what was asked for is not done, it is asked for no more.
      const repairs = answered(state.repairs, event.at, signOff.method === 'deemed' ? 'withdrawn' : 'met')
      const rounds = ended(state.rounds, event.at)
      return { ...state, signOff, repairs, rounds, status: { name: 'closed', at: event.at, by } }
    }
    case 'signOffRefused':
    case 'signOffDisputed':
    case 'reopened':
      return goneAgain(undone(state, event), event.at)
    case 'rated':
      return rated(state, event)
    case 'cancelled':
      return cancelled(state, event.at, event.data.reason)
    case 'merged':
      return { ...cancelled(state, event.at, 'merged'), mergedInto: event.data.into }
    case 'duplicateMerged':
    case 'duplicateReleased':
      return { ...state, duplicates: withDuplicate(state, event.data) }
    case 'reinstated': {
      const { cancelledAt: from = event.at, mergedInto: _there, ...rest } = state
      return { ...rest, undone: [...(rest.undone ?? []), { from, to: event.at }], status: afterPause(state) }
    }
    case 'undelivered':
      return { ...state, unreachable: withUnreachable(state, event.data.mails) }
    case 'coverageExtended':
      return { ...state, coverage: event.data.coverage }
    case 'alarmRaised':
    case 'alarmCleared':
      return { ...state, alarms: withAlarm(state, event.data.alarm) }
    case 'attached':
      return attached(state, event)
    case 'replied':
      return { ...wordSaid(state, event), rounds: ended(state.rounds, event.at) }
    case 'proposed': {
      const said = { ...wordSaid(state, event), rounds: ended(state.rounds, event.at) }
      return toBeConfirmed(askedToDecide({ ...said, proposals: [...(state.proposals ?? []), event.at] }, event), event)
    }
    case 'proposalDecided':
      return confirmed(withDecision(state, event), event)
    case 'callBackPromised':
      return { ...state, callBacks: withCallBack(state, event) }
    case 'remoteFailed':
      return { ...state, remoteFailures: [...(state.remoteFailures ?? []), event.at] }
    case 'restored':
      return { ...state, restoredAt: state.restoredAt ?? event.at }
    case 'customerReplied':
      return { ...state, rounds: withRound(state, event.at), repairs: withObjection(state, event) }
    case 'opened':
      return event.data.path ? withPath(state, event.data.path, event.at) : state
    case 'noted':
    case 'signOffLapsed':
    case 'judgedInfeasible':
      return state
  }
}
