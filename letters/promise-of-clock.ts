import type { ClockRecord } from '../domain/ticket/record.ts'
import { metricOfOldRound } from '../domain/ticket/rounds.ts'

/** Which promise a clock is: its metric, and the tier whose own it is. */
export function promiseOfClock(
  clocks: readonly ClockRecord[],
  clockId: string,
): { metric: ClockRecord['metric']; tier: ClockRecord['tier'] } {
  const clock = clocks.find(({ id }) => id === clockId)
  if (clock) return { metric: clock.metric, tier: clock.tier }
  const metric = metricOfOldRound(clockId)
  if (metric === undefined) throw new Error(`The ticket has no clock ${clockId}`)
  return { metric, tier: null }
}
