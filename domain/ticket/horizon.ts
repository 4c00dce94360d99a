import { type Clock, dueOf, isRunning } from '../promises/clock.ts'
import type { CalendarRef } from '../time/coverage.ts'
import { type Instant, secondsPerDay } from '../time/instant.ts'
import { horizonDays, longestDays, marginDays } from '../time/reach.ts'
import { hasEnded, type TicketState } from './state.ts'

/** What must be asked of the calendars so that every clock's due is known. */
export interface HorizonNeed {
  calendars: CalendarRef[]
  from: Instant
  until: Instant
  askedAt: Instant
}

/** When the known working time gets too short; undefined when nothing but 7×24 is promised, or all is over. */
export function horizonEndsAt(state: TicketState): Instant | undefined {
  const ends = Object.values(state.coverage).map(
    ({ until, askAgainAt }) => askAgainAt ?? until - marginDays * secondsPerDay,
  )
  return ends.length === 0 || hasEnded(state) ? undefined : Math.min(...ends)
}

/** Undefined while enough is known. A due past the horizon doubles it, so that a few questions reach any due. */
export function horizonNeed(state: TicketState, now: Instant): HorizonNeed | undefined {
  const ends = horizonEndsAt(state)
  if (ends === undefined) return undefined
  const calendars = Object.keys(state.coverage)
  const coverages = Object.values(state.coverage)
  const from = Math.min(...coverages.map((coverage) => coverage.from))
  const until = Math.max(...coverages.map((coverage) => coverage.until))
  const need = { calendars, from, askedAt: now }
  if (ends <= now) return { ...need, until: Math.max(until, now) + horizonDays * secondsPerDay }
  const isFull = coverages.some(({ askAgainAt }) => askAgainAt !== undefined)
  const mayDouble = !isFull && until - from < longestDays * secondsPerDay
  if (!mayDouble || !state.clocks.some((clock) => isUncounted(state, clock))) return undefined
  return { ...need, until: Math.min(until + (until - from), now + longestDays * secondsPerDay) }
}

/** The clocks that run to a due which nobody knows, though all was asked for that may be: they can neither warn nor break. */
export function uncountedClocks(state: TicketState): Clock[] {
  return hasEnded(state) ? [] : state.clocks.filter((clock) => isUncounted(state, clock))
}

function isUncounted(state: TicketState, clock: Clock): boolean {
  return isRunning(clock) && dueOf(clock, state.coverage) === undefined
}
