import type { Metric, Mode } from '../promises/metrics.ts'
import type { Instant } from '../time/instant.ts'

/** What is kept by somebody who is there, and by nobody else. */
export function isKeptOnSite({ metric, mode }: { metric: Metric; mode?: Mode | null }): boolean {
  return metric === 'arrival' || mode === 'onSite'
}

/** What the journey and the work there take, in minutes. */
export interface Needed {
  travelMinutes: number
  workMinutes?: number | undefined
}

/** When somebody must leave at the latest, to have it done by the due instant: leaving just then still keeps it (SLA 17). */
export function leaveBy(dueAt: Instant, { travelMinutes, workMinutes = 0 }: Needed): Instant {
  return dueAt - 60 * (travelMinutes + workMinutes)
}
