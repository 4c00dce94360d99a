import type { Reported } from './state.ts'

/** What holds for a ticket; R4.3: `leastTravel`: in minutes, of the nearest who may go, absent where nobody knows or need come. */
export type Termed = Pick<Reported, 'terms' | 'coverage' | 'leastTravel'>

/** What holds from now on; how near the nearest is stays known where it was not asked again. */
export function termed({ terms, coverage, leastTravel }: Termed): Termed {
  return { terms, coverage, ...(leastTravel !== undefined && { leastTravel }) }
}

/** Whose it is, as it is known from then on, with all that follows from that. */
export type Rebound = Pick<
  Reported,
  'customer' | 'system' | 'reporter' | 'uncovered' | 'quoteFirst' | 'terms' | 'coverage' | 'leastTravel'
>
