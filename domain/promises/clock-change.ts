import {
  type Breach,
  type Clock,
  clockId,
  type ClockTerms,
  isRunning,
  openPauseOf,
  type PauseReason,
  stopOf,
  type StopReason,
} from './clock.ts'
import type { Metric } from './metrics.ts'
import type { Tier } from '../people/tiers.ts'
import type { Instant } from '../time/instant.ts'

/** What an event does to the clocks of its ticket; written with the event, so that the audit says why a clock moved. */
export type ClockChange =
  | { do: 'start'; metric: Metric; tier?: Tier; cycle: number; at: Instant; terms: ClockTerms }
  | { do: 'pause'; id: string; at: Instant; reason: PauseReason }
  | { do: 'resume'; id: string; at: Instant }
  | { do: 'stop'; id: string; at: Instant; why: StopReason }
  | { do: 'reopen'; id: string; at: Instant }
  | { do: 'retarget'; id: string; at: Instant; terms: ClockTerms }
  | { do: 'reach'; id: string; percent: number }
  | { do: 'breach'; id: string; breach: Breach }

export function applyClockChange(clocks: readonly Clock[], change: ClockChange): Clock[] {
  if (change.do === 'start') {
    const { metric, tier, cycle, at, terms } = change
    const id = clockId(metric, tier, cycle)
    return [
      ...clocks,
      {
        id,
        metric,
        ...(tier && { tier }),
        cycle,
        revision: 0,
        reached: 0,
        acknowledged: false,
        ...terms,
        ledger: [{ type: 'start', at }],
      },
    ]
  }
  return clocks.map((clock) => (clock.id === change.id ? changed(clock, change) : clock))
}

function changed(clock: Clock, change: Exclude<ClockChange, { do: 'start' }>): Clock {
  switch (change.do) {
    case 'pause':
      return { ...clock, ledger: [...clock.ledger, { type: 'pause', at: change.at, reason: change.reason }] }
    case 'resume':
      return { ...clock, ledger: [...clock.ledger, { type: 'resume', at: change.at }] }
    case 'stop':
      return { ...clock, ledger: [...clock.ledger, { type: 'stop', at: change.at, why: change.why }] }
    case 'reopen':
      return { ...clock, ledger: [...clock.ledger, { type: 'reopen', at: change.at }] }
    case 'retarget':
      return {
        ...clock,
        ...change.terms,
        revision: clock.revision + 1,
        reached: 0,
        ledger: [...clock.ledger, { type: 'retarget', at: change.at, from: clock.target }],
      }
    case 'reach':
      return { ...clock, reached: change.percent, acknowledged: false }
    case 'breach':
      // Written once: a later re-target or reopening never replaces it (SLA 17).
      return clock.breach ? clock : { ...clock, breach: change.breach }
  }
}

/** Ends a pause that is open and stops the clock, in this order, so that the ledger reads as it happened. */
export function stopping(clock: Clock, at: Instant, why: StopReason): ClockChange[] {
  if (stopOf(clock)) return []
  const resume: ClockChange[] = openPauseOf(clock) ? [{ do: 'resume', id: clock.id, at }] : []
  return [...resume, { do: 'stop', id: clock.id, at, why }]
}

export function pausing(clocks: readonly Clock[], metrics: readonly Metric[], reason: PauseReason, at: Instant) {
  return clocks
    .filter((clock) => isRunning(clock) && metrics.includes(clock.metric))
    .map((clock): ClockChange => ({ do: 'pause', id: clock.id, at, reason }))
}

export function resuming(clocks: readonly Clock[], at: Instant) {
  return clocks.filter((clock) => openPauseOf(clock)).map((clock): ClockChange => ({ do: 'resume', id: clock.id, at }))
}
