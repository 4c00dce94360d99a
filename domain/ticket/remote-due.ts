import type { Instant } from '../time/instant.ts'
import type { Draft } from './events.ts'
import { openSession, standingGrant } from './remote.ts'
import type { TicketState } from './state.ts'

export interface RemoteDeadline {
  kind: 'remoteUnanswered' | 'remoteRanOut'
  at: Instant
}

/** SLA 20, 21: an unanswered request reminds, an authorisation runs out, and whoever is still there is asked to leave. */
export function remoteDeadlines(state: TicketState): RemoteDeadline[] {
  const { asked, askAt } = state.remote ?? {}
  const grant = standingGrant(state)
  const open = !grant && openSession(state) !== undefined && askAt !== undefined
  return [
    ...(asked ? [{ kind: 'remoteUnanswered' as const, at: Math.min(asked.remindAt, asked.until) }] : []),
    ...(grant ? [{ kind: 'remoteRanOut' as const, at: grant.until }] : []),
    ...(open ? [{ kind: 'remoteRanOut' as const, at: askAt }] : []),
  ]
}

export function remoteFellDue(state: TicketState, { kind, at }: RemoteDeadline): Draft[] {
  const { asked, granted, told = 0 } = state.remote ?? {}
  if (kind === 'remoteUnanswered') {
    if (asked === undefined) return []
    const { purpose, from, until, by: askedBy, reminded } = asked
    const lapsed = at >= until && { lapsed: true as const }
    return [{ type: kind, data: { purpose, from, until, times: reminded + 1, ...lapsed, askedBy } }]
  }
  if (granted === undefined) return []
  const engineer = openSession(state)?.engineer
  const until = granted.ended?.at ?? granted.until
  // What was taken back has told by that.
  const times = granted.ended ? told + 1 : 1
  return [{ type: kind, data: { until, times, ...(engineer && { engineer }) } }]
}
