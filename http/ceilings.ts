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

/** `key` names what is asked, for whoever asks it: a repeat has the same. */
type CountAgainst = (response: Response, counted: readonly Counted[], key: string) => Promise<void>

/**
 * What was refused or failed is not counted. What is not known yet (202) is, since it mostly happens after all: a slow
 * engine lifts no ceiling. It is asked for again with the same key, which is counted once and then let through, as often
 * as it takes.
 */
export function createCeilings(): CountAgainst {
  const counters = new Map<Ceiling, { counter: Counter; keys: Counter }>()
  const countersOf = (ceiling: Ceiling) => {
    const { seconds } = ceiling
    const both = counters.get(ceiling) ?? { counter: new Counter(seconds), keys: new Counter(seconds) }
    counters.set(ceiling, both)
    return both
  }
  return async (response, counted, key) => {
    for (const [ceiling, of] of counted) {
      const { counter, keys } = countersOf(ceiling)
      const own = JSON.stringify([of, key])
      const { count: times } = await keys.add(own)
      if (times > 1) continue
      const { count, secondsLeft } = await counter.add(of)
      response.once('finish', () => {
        if (response.statusCode < 400) return
        void counter.takeBack(of)
        void keys.forget(own)
      })
      if (count > ceiling.most) throw Fault.tooMany(secondsLeft, ceiling.instead)
    }
  }
}
