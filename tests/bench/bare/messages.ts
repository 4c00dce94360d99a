import type { Spread } from '../measures/stopwatch.ts'

/** What the bench asks of the program of bare workflows: so many lives, by so many clients, of so many updates each. */
export interface BareLap {
  lives: number
  clients: number
  updates: number
}

export interface BareLapDone {
  /** From the first start to the last answer. */
  seconds: number
  /** Of all updates. */
  updates: Spread
  workflowIds: string[]
}

export interface BarePlace {
  postgresUrl: string
  temporalAddress: string
  namespace: string
}

export const bareTaskQueue = 'bench-bare'
