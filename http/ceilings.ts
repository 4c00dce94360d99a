import type { Response } from 'express'
import { Counter } from './counter.ts'
import { Fault } from './faults.ts'

/** How often something may be done in a time. */
export interface Ceiling {
  most: number
  seconds: number
  /** Read by whoever reaches it: what it is, and what to do instead. */
  instead: string
}

/** A ceiling, and for whom it is counted. */
export type Counted = readonly [ceiling: Ceiling, of: string]

/**
 * What was refused or failed is not counted, nor what is not known yet: it is asked for again with the same key, as often
 * as it takes. What is done again with the same key is counted.
 */
export function createCeilings(): (response: Response, counted: readonly Counted[]) => Promise<void> {
  const counters = new Map<Ceiling, Counter>()
  const counterOf = (ceiling: Ceiling) => {
    const counter = counters.get(ceiling) ?? new Counter(ceiling.seconds)
    counters.set(ceiling, counter)
    return counter
  }
  return async (response, counted) => {
    for (const [ceiling, of] of counted) {
      const counter = counterOf(ceiling)
      const { count, secondsLeft } = await counter.add(of)
      response.once('finish', () => {
        if (response.statusCode >= 400 || response.statusCode === 202) void counter.takeBack(of)
      })
      if (count > ceiling.most) throw Fault.tooMany(secondsLeft, ceiling.instead)
    }
  }
}
