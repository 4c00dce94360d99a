import { type Actor, isStaff, personOf, staffMember } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'
import { nextWorkingDay } from './follow-up.ts'
import { shortened } from './kept.ts'
import { withRound } from './periods.ts'
import { openSession, type Remote, type RemoteRequest, type RemoteSession } from './remote.ts'
import type { RemoteEvent } from './remote-events.ts'
import type { TicketState } from './state.ts'

/** In seconds: whoever waits to get in asks again within the hour, then each working day. */
const answerWithin = 3600
/** In seconds: time to log off, and to say what was done. */
const logOffWithin = 15 * 60

/** A ticket is carried whole: of the sessions that are over the newest stay; what was done in each stands in the events. */
const overKept = 5

/** The ticket after a step of remote support (R4.2). */
export function remoteAfter(state: TicketState, event: RemoteEvent): TicketState {
  const remote = after(state, event)
  // SLA 8: how it is to go on without is for us to say.
  const refused = event.type === 'remoteAnswered' && !event.data.granted
  return { ...state, remote, ...(refused && { rounds: withRound(state, event.at) }) }
}

function after(state: TicketState, event: RemoteEvent): Remote {
  const { at, actor } = event
  const { remote = { sessions: [] } } = state
  const { asked, ...rest } = remote
  switch (event.type) {
    case 'remoteRequested': {
      const by = staffMember(actor)
      const { purpose, ...period } = event.data
      return {
        ...remote,
        asked: { ...period, purpose: shortened(purpose), by, at, remindAt: at + answerWithin, reminded: 0 },
      }
    }
    case 'remoteAnswered':
      return event.data.granted && asked ? granted(rest, asked, event) : rest
    case 'remoteRevoked':
      return ended(state, remote, { at, why: 'revoked' })
    case 'remoteUnanswered':
      if (event.data.lapsed || !asked) return rest
      return { ...remote, asked: { ...asked, reminded: event.data.times, remindAt: nextWorkingDay(state, at) } }
    case 'remoteRanOut': {
      const { times } = event.data
      if (times === 1) return ended(state, remote, { at: event.data.until, why: 'ranOut' }, at)
      return { ...remote, told: times, askAt: nextWorkingDay(state, at) }
    }
    case 'remoteStarted': {
      const { session: n, engineer } = event.data
      return { ...remote, sessions: [...remote.sessions, { n, engineer, startedAt: at }] }
    }
    case 'remoteEnded': {
      const { askAt: _asked, told: _told, ...quiet } = remote
      const { session, done } = event.data
      return { ...quiet, sessions: withEnd(remote.sessions, session, at, done) }
    }
  }
}

/** A repaired or cancelled ticket needs nobody on the customer's system. */
export function withoutRemote(state: TicketState, at: Instant): Pick<TicketState, 'remote'> {
  if (state.remote === undefined) return {}
  const { asked: _asked, ...remote } = state.remote
  return { remote: ended(state, remote, { at, why: 'notNeeded' }) }
}

function granted(
  { askAt: _asked, told: _told, ...rest }: Remote,
  { purpose, from, until }: RemoteRequest,
  { at, actor, data }: RemoteEvent & { type: 'remoteAnswered' },
): Remote {
  const by = data.heardFrom ?? personOf(actor)
  const period = { from: data.from ?? from, until: data.until ?? until }
  return { ...rest, granted: { purpose, ...period, by, at, ...loggedBy(actor) } }
}

function loggedBy(actor: Actor) {
  return isStaff(actor) ? { loggedBy: staffMember(actor) } : {}
}

/** Whoever is still there is asked to log off (SLA 20). */
function ended(
  state: TicketState,
  remote: Remote,
  end: NonNullable<NonNullable<Remote['granted']>['ended']>,
  now: Instant = end.at,
): Remote {
  const { granted } = remote
  if (!granted || granted.ended) return remote
  const open = openSession(state) && { askAt: now + logOffWithin, told: 1 }
  return { ...remote, granted: { ...granted, ended: end }, ...open }
}

function withEnd(sessions: readonly RemoteSession[], n: number, endedAt: Instant, done: string): RemoteSession[] {
  const all = sessions.map((one) => (one.n === n ? { ...one, endedAt, done: shortened(done) } : one))
  return all.slice(-overKept)
}
