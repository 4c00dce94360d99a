import { type Instant, isoOrNull, toIso } from '../time/instant.ts'
import { leaveBy } from './time-to-go.ts'
import type { Visit } from './visit.ts'

/** A visit as it is shown and stored; instants are ISO, UTC. */
export function visitRecordOf({ paged: _ours, pageAt: _when, assists, agreed, travelMinutes, ...visit }: Visit) {
  return {
    n: visit.n,
    engineer: visit.engineer,
    status: visit.status,
    from: toIso(visit.from),
    until: toIso(visit.until),
    purpose: visit.purpose ?? null,
    assists: assists ?? false,
    agreed: agreed ? { by: agreed.by, at: toIso(agreed.at) } : null,
    ...(travelMinutes !== undefined && { travelMinutes, leaveBy: toIso(leaveFor(visit, travelMinutes)) }),
    dispatchedAt: toIso(visit.dispatchedAt),
    acceptedAt: isoOrNull(visit.acceptedAt),
    departedAt: isoOrNull(visit.departedAt),
    arrivedAt: isoOrNull(visit.arrivedAt),
    endedAt: isoOrNull(visit.endedAt),
    report: visit.report ?? null,
    reason: visit.reason ?? null,
  }
}

/** From where our people set out, and when, is our own affair. */
export function visitForCustomer<V extends ReturnType<typeof visitRecordOf>>(visit: V) {
  const { travelMinutes: _way, leaveBy: _leaves, ...shown } = visit
  return shown
}

/** R4.3: to be there when expected; whoever is expected sooner than the journey takes leaves at once. */
function leaveFor({ from, dispatchedAt }: Pick<Visit, 'from' | 'dispatchedAt'>, travelMinutes: number): Instant {
  return Math.max(dispatchedAt, leaveBy(from, { travelMinutes }))
}
