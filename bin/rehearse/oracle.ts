import type { Incident } from './log.ts'
import type { Targets } from './options.ts'

/** What a clock shows: seconds used when it was last stopped, and whether its promise was broken. */
export interface Reading {
  elapsedSeconds: number
  breached: boolean
}

/** Null: the clock was never stopped. */
export interface Readings {
  response: Reading | null
  resolution: Reading | null
}

const counted = ['New', 'Active', 'Awaiting Problem', 'Awaiting Evidence']

/**
 * What the log itself says, by plain arithmetic; knows nothing of the plan. An incident that was resolved and is at work
 * again when the log ends shows what it used until the resolve, but is late as soon as its going on makes it late.
 */
export function oracleOf({ openedAt, rows }: Incident, targets: Targets): Readings {
  const answered = rows.find(({ state }) => state !== 'New')
  const response = answered && answered.at - openedAt
  const closedAt = rows.findIndex(({ state }) => state === 'Closed')
  const lived = closedAt < 0 ? rows : rows.slice(0, closedAt + 1)

  let worked = 0
  let untilResolve: number | undefined
  let state: string = 'New'
  let since = openedAt
  for (const row of lived) {
    if (counted.includes(state)) worked += row.at - since
    const repaired = row.state === 'Resolved' || row.state === 'Closed'
    if (repaired) untilResolve = worked
    state = row.state
    since = row.at
  }
  return {
    response: response === undefined ? null : { elapsedSeconds: response, breached: response > targets.response },
    resolution:
      untilResolve === undefined ? null : { elapsedSeconds: untilResolve, breached: worked > targets.resolution },
  }
}
