/** One turn: the product's lap and the bare workflow's, one after the other. */
export interface Turn {
  lives: number
  /** Seconds to the last answer, and to the last mail. */
  seconds: number
  drainedSeconds: number
  bareSeconds: number
  /** Milliseconds of a processor, by part, of the whole lap. */
  cpu: Record<string, number>
  bareCpu: Record<string, number>
  /** Of a fixed piece of work, before the turn. */
  paceMs: number
}

/** Medians of the turns: a ratio is taken within a turn, so that a machine that changes its pace changes both halves. */
export interface Summary {
  /** Milliseconds of a processor for a lifecycle. */
  cpuMs: number
  bareCpuMs: number
  cpuRatio: number
  /** Lifecycles a second, to the last answer. */
  rate: number
  bareRate: number
  rateRatio: number
  /** The same, to the last mail. */
  drainedRate: number
  drainedRatio: number
  oneClientActMs: number
}

export function summaryOf(turns: readonly Turn[], oneClientActMs: number): Summary {
  const over = (figure: (turn: Turn) => number) => median(turns.map(figure))
  return {
    cpuMs: over(({ cpu, lives }) => sumOf(cpu) / lives),
    bareCpuMs: over(({ bareCpu, lives }) => sumOf(bareCpu) / lives),
    cpuRatio: over(({ cpu, bareCpu }) => sumOf(cpu) / sumOf(bareCpu)),
    rate: over(({ lives, seconds }) => lives / seconds),
    bareRate: over(({ lives, bareSeconds }) => lives / bareSeconds),
    rateRatio: over(({ seconds, bareSeconds }) => bareSeconds / seconds),
    drainedRate: over(({ lives, drainedSeconds }) => lives / drainedSeconds),
    drainedRatio: over(({ drainedSeconds, bareSeconds }) => bareSeconds / drainedSeconds),
    oneClientActMs,
  }
}

export const sumOf = (parts: Record<string, number>) => Object.values(parts).reduce((sum, one) => sum + one, 0)

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  if (low === undefined || high === undefined) throw new Error('There is nothing to take the middle of')
  return (low + high) / 2
}
