import { fromIso, type Instant } from '../time/instant.ts'
import type { ClockRecord } from './record.ts'
import { isKeptOnSite, leaveBy } from './time-to-go.ts'

/** A promise that runs and that whoever goes is to keep. */
export interface ToBeKept {
  clockId: string
  metric: ClockRecord['metric']
  dueAt: Instant
  workMinutes: number
}

/**
 * Of the promises that run, the one for which somebody must leave first: that somebody comes, what is kept on site, or that
 * the service is usable again. Undefined where none of them runs.
 */
export function firstToBeKept(clocks: readonly ClockRecord[]): ToBeKept | undefined {
  const running = clocks.flatMap(({ id, metric, mode, state, dueAt, workMinutes = 0 }): ToBeKept[] => {
    const counts = state === 'running' && (metric === 'restore' || isKeptOnSite({ metric, mode }))
    return counts && dueAt !== null ? [{ clockId: id, metric, dueAt: fromIso(dueAt), workMinutes }] : []
  })
  const latestThere = ({ dueAt, workMinutes }: ToBeKept) => leaveBy(dueAt, { travelMinutes: 0, workMinutes })
  return running.sort((one, other) => latestThere(one) - latestThere(other))[0]
}
