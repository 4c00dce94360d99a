import type { ClockRecord } from '../domain/ticket/record.ts'

/** Which promise a clock is: its metric, and the tier whose own it is. */
export function promiseOfClock(
  clocks: readonly ClockRecord[],
  clockId: string,
): { metric: ClockRecord['metric']; tier: ClockRecord['tier'] } {
  const clock = clocks.find(({ id }) => id === clockId)
  if (clock === undefined) throw new Error(`The ticket has no clock ${clockId}`)
  const { metric, tier } = clock
  return { metric, tier }
}
