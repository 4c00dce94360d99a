import { isoOrNull, toIso } from '../time/instant.ts'
import type { Visit } from './visit.ts'

/** A visit as it is shown and stored; instants are ISO, UTC. */
export function visitRecordOf({ paged: _ours, pageAt: _when, assists, agreed, ...visit }: Visit) {
  return {
    n: visit.n,
    engineer: visit.engineer,
    status: visit.status,
    from: toIso(visit.from),
    until: toIso(visit.until),
    purpose: visit.purpose ?? null,
    assists: assists ?? false,
    agreed: agreed ? { by: agreed.by, at: toIso(agreed.at) } : null,
    dispatchedAt: toIso(visit.dispatchedAt),
    acceptedAt: isoOrNull(visit.acceptedAt),
    departedAt: isoOrNull(visit.departedAt),
    arrivedAt: isoOrNull(visit.arrivedAt),
    endedAt: isoOrNull(visit.endedAt),
    report: visit.report ?? null,
    reason: visit.reason ?? null,
  }
}
