import { secondsPerDay } from '../time/instant.ts'
import type { TicketEvent } from './events.ts'
import { nextWorkingDay } from './follow-up.ts'
import { knownTo } from './hands.ts'
import { shortened } from './kept.ts'
import { withRemoved } from './parts-after.ts'
import type { TicketState } from './state.ts'
import { isOpenVisit, type Visit, type WorkReport } from './visit.ts'
import type { VisitEvent } from './visit-events.ts'

/** The ticket after a step of one of its visits. */
export function visited(state: TicketState, event: VisitEvent): TicketState {
  const after = { ...state, visits: visitsAfter(state, event) }
  switch (event.type) {
    case 'dispatched':
      return { ...withAgreed(after, event), dispatches: [...(state.dispatches ?? []), event.at] }
    case 'visitMoved':
      return withAgreed(after, event)
    case 'arrived': {
      const here = { ...after, hadBy: knownTo(state, event.data.engineer) }
      if (onlyAssists(state, event.data.visit)) return here
      return { ...here, arrivals: [...(state.arrivals ?? []), event.at] }
    }
    case 'visitCompleted':
      return { ...after, ...withRemoved(state, event) }
    default:
      return after
  }
}

/** Who goes to assist keeps no promise, and moves none (R2.7). */
function onlyAssists({ visits }: TicketState, visit: number | undefined): boolean {
  return visits?.find(({ n }) => n === visit)?.assists === true
}

function withAgreed(
  state: TicketState,
  { at, data }: TicketEvent & { type: 'dispatched' | 'visitMoved' },
): TicketState {
  if (data.agreedBy === undefined || onlyAssists(state, data.visit)) return state
  return { ...state, agreedSlot: { at, from: data.from } }
}

/** A ticket is carried whole: of the visits that are over the newest stay; all that was said of them stands in the events. */
const overKept = 5

/** The ticket's visits after what happened to one of them. */
function visitsAfter(state: TicketState, event: VisitEvent): Visit[] {
  const visits = state.visits ?? []
  const all = event.type === 'dispatched' ? [...visits, sent(event)] : visits.map((visit) => moved(state, visit, event))
  const over = all.filter((visit) => !isOpenVisit(visit))
  return all.filter((visit) => isOpenVisit(visit) || over.slice(-overKept).includes(visit))
}

function sent({ at, data }: TicketEvent & { type: 'dispatched' }): Visit {
  const { visit: n, engineer, from, until, purpose, assists, agreedBy, travelMinutes } = data
  return {
    ...{ n, engineer, from, until, status: 'dispatched', dispatchedAt: at, paged: 0 },
    pageAt: at + (from - at > secondsPerDay ? acceptWithin.ahead : acceptWithin.soon),
    ...(purpose && { purpose }),
    ...(assists && { assists }),
    ...(travelMinutes !== undefined && { travelMinutes }),
    ...(agreedBy && { agreed: { by: agreedBy, at } }),
  }
}

/** In seconds: whoever is to go at once is paged again soon, who is to go another day has half a working day. */
const acceptWithin = { soon: 15 * 60, ahead: 4 * 3600 }

function moved(state: TicketState, visit: Visit, event: VisitEvent): Visit {
  const { at } = event
  if (event.data.visit !== visit.n) return visit
  const { pageAt: _due, ...quiet } = visit
  switch (event.type) {
    case 'dispatched':
      return visit
    case 'visitUnaccepted': {
      const { times } = event.data
      const next = times === 1 ? at + acceptWithin.soon : nextWorkingDay(state, at)
      return { ...visit, paged: times, pageAt: next }
    }
    case 'visitAccepted':
      return { ...quiet, status: 'accepted', acceptedAt: at }
    case 'visitMoved': {
      const { from, until, agreedBy } = event.data
      const { agreed: _once, ...kept } = visit
      return { ...kept, from, until, ...(agreedBy && { agreed: { by: agreedBy, at } }) }
    }
    case 'departed':
      return { ...quiet, status: 'enRoute', departedAt: at }
    case 'arrived':
      return { ...quiet, status: 'onSite', arrivedAt: at }
    case 'visitCompleted':
      return { ...quiet, status: 'completed', endedAt: at, report: short(event.data.report) }
    case 'noAccess':
      return { ...quiet, status: 'noAccess', endedAt: at, reason: shortened(event.data.reason) }
    case 'visitCancelled': {
      const { reason } = event.data
      return { ...quiet, status: 'cancelled', endedAt: at, ...(reason && { reason: shortened(reason) }) }
    }
  }
}

function short(report: WorkReport): WorkReport {
  return { ...report, done: shortened(report.done) }
}
