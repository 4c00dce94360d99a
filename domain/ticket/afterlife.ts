import { type Instant, secondsPerDay } from '../time/instant.ts'
import type { Standing } from './standing.ts'

/** What the time after the end depends on. */
type Ended = Pick<Standing, 'status'> & { terms: Pick<Standing['terms'], 'reopenWindowDays'> }

/** SLA 14 */
const ratingDays = 30

/** SLA 12: the last instant at which a closed ticket may be reopened. */
export function reopeningEndsAt(state: Ended): Instant | undefined {
  return state.status.name === 'closed' ? state.status.at + state.terms.reopenWindowDays * secondsPerDay : undefined
}

/** Whatever a contract says of reopening, whoever did not sign has so long to say so. */
const disputeDays = 7

/** SLA 14: the last instant at which a signature on paper may be disputed. */
export function disputingEndsAt(state: Ended): Instant | undefined {
  if (state.status.name !== 'closed') return undefined
  return state.status.at + Math.max(state.terms.reopenWindowDays, disputeDays) * secondsPerDay
}

/** SLA 14: the last instant at which a closed ticket may be rated. */
export function ratingEndsAt(state: Ended): Instant | undefined {
  return state.status.name === 'closed' ? state.status.at + ratingDays * secondsPerDay : undefined
}

/** SLA 13: the last instant at which a cancellation may be undone. */
export function undoingEndsAt(state: Ended): Instant | undefined {
  return state.status.name === 'cancelled' ? state.status.at + secondsPerDay : undefined
}

/**
 * From when on nothing can happen to the ticket any more: its reopening window and its rating are over, or the day in
 * which its cancellation can be undone. Until then it takes notes. Nor as long as something of it is away (R4.3).
 */
export function endsAt(state: Standing): Instant | undefined {
  if (state.partsAway) return undefined
  const undoing = undoingEndsAt(state)
  if (undoing !== undefined) return undoing + 1
  // SLA 14: what a low rating asks for is done first.
  if (state.steps?.some((step) => step.state === 'open')) return undefined
  const reopening = reopeningEndsAt(state)
  const rating = ratingEndsAt(state)
  if (reopening === undefined || rating === undefined) return undefined
  const disputing = (state.signedOnPaper && disputingEndsAt(state)) || 0
  return Math.max(reopening, disputing, state.rating ? 0 : rating) + 1
}

/** Nothing can happen to it any more. */
export function isOver(state: Standing, now: Instant): boolean {
  const end = endsAt(state)
  return end !== undefined && now >= end
}
