import { clockId, stopOf } from '../promises/clock.ts'
import type { Metric } from '../promises/metrics.ts'
import type { TicketState } from './state.ts'

/** What is promised anew each time: an answer to each message, a signature for each repair. */
const inRounds: readonly Metric[] = ['update', 'signOff']
const roundsKept = 50

/** Rounds that are long over leave the ticket, which would grow with them for ever; its events and breaches keep them. */
export function forgetOldRounds(state: TicketState): TicketState {
  const old = inRounds.flatMap((metric) =>
    state.clocks.filter((clock) => clock.metric === metric && stopOf(clock)).slice(0, -roundsKept),
  )
  if (old.length === 0) return state
  const clocks = state.clocks.filter((clock) => !old.includes(clock))
  return { ...state, clocks, ...(old.some(({ breach }) => breach) && { brokenBefore: true }) }
}

/** A clock that the ticket does not know any more was a round of this promise; such clocks have no tier. */
export function metricOfOldRound(id: string): Metric | undefined {
  return inRounds.find((metric) => id.startsWith(clockId(metric, undefined, 0).slice(0, -1)))
}
