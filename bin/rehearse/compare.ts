import type { Reading, Readings } from './oracle.ts'
import type { Targets } from './options.ts'

/** The calls themselves take real time. */
const toleranceSeconds = 90
const nearSeconds = 60

export interface Comparison {
  incident: string
  metric: keyof Targets
  record: Reading | null
  log: Reading | null
}

/** How the records stand against the log's own arithmetic. Near its target, a second decides: such a breach is listed apart. */
export interface Verdict {
  disagree: Comparison[]
  near: Comparison[]
}

export function compare(
  pairs: readonly { number: string; record: Readings; log: Readings }[],
  targets: Targets,
): Verdict {
  const all = pairs.flatMap(({ number, record, log }) =>
    (['response', 'resolution'] as const).map((metric) => ({
      incident: number,
      metric,
      record: record[metric],
      log: log[metric],
    })),
  )
  return {
    disagree: all.filter((one) => !agrees(one, targets)),
    near: all.filter((one) => isNear(one, targets)),
  }
}

function agrees(one: Comparison, targets: Targets): boolean {
  const { record, log } = one
  if (record === null || log === null) return record === log
  if (Math.abs(record.elapsedSeconds - log.elapsedSeconds) > toleranceSeconds) return false
  return record.breached === log.breached || isNear(one, targets)
}

function isNear({ metric, record, log }: Comparison, targets: Targets): boolean {
  return [record, log].some((reading) => reading && Math.abs(reading.elapsedSeconds - targets[metric]) <= nearSeconds)
}
