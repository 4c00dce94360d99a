import { dueOf, isRunning } from '../promises/clock.ts'
import type { CalendarRef } from '../time/coverage.ts'
import { type Instant, secondsPerDay } from '../time/instant.ts'
import { hasEnded, type TicketState } from './state.ts'

/** How far ahead calendars are known, and how close the end of that may come before more is asked for. */
export const horizonDays = 60
const marginDays = 30

/** What must be asked of the calendars so that every clock's due is known. */
export interface HorizonNeed {
  calendars: CalendarRef[]
  from: Instant
  until: Instant
}

/** When the known working time gets too short; undefined when nothing but 7×24 is promised, or all is over. */
export function horizonEndsAt(state: TicketState): Instant | undefined {
  const known = Object.values(state.coverage).map((coverage) => coverage.until)
  return known.length === 0 || hasEnded(state) ? undefined : Math.min(...known) - marginDays * secondsPerDay
}

/** Undefined while enough is known. A due past the horizon doubles it, so that a few questions reach any due. */
export function horizonNeed(state: TicketState, now: Instant): HorizonNeed | undefined {
  const ends = horizonEndsAt(state)
  if (ends === undefined) return undefined
  const calendars = Object.keys(state.coverage)
  const coverages = Object.values(state.coverage)
  const from = Math.min(...coverages.map((coverage) => coverage.from))
  const until = Math.max(...coverages.map((coverage) => coverage.until))
  if (ends <= now) return { calendars, from, until: Math.max(until, now) + horizonDays * secondsPerDay }
  const unknownDue = state.clocks.some((clock) => isRunning(clock) && dueOf(clock, state.coverage) === undefined)
  return unknownDue && until - from < longestYears * 366 * secondsPerDay
    ? { calendars, from, until: until + (until - from) }
    : undefined
}

/** No contract promises anything past this; a calendar that holds no such due is left at it. */
const longestYears = 10
