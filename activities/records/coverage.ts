import type { CalendarRef, CoverageByCalendar } from '../../domain/time/coverage.ts'
import { carriedBytes } from '../../domain/time/coverage-size.ts'
import { type Instant, secondsPerDay } from '../../domain/time/instant.ts'
import { marginDays } from '../../domain/time/reach.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { coverageBetween } from '../../store/coverage.ts'

export interface Horizon {
  calendars: CalendarRef[]
  from: Instant
  until: Instant
  askedAt: Instant
}

/**
 * Turns calendars into working windows in UTC, since a workflow knows no time zone. More than a ticket can carry is never
 * answered, since the engine would refuse it again and again: then they end before `until`, and say when to ask again.
 */
export function coverageActivities({ database }: { database: PrismaClient }) {
  return {
    async coverage({ calendars, from, until, askedAt }: Horizon): Promise<CoverageByCalendar> {
      const coverage = await coverageBetween(database, calendars, { from, until, mostBytes: carriedBytes })
      if (Object.values(coverage).every((known) => known.until >= until)) return coverage
      const askAgainAt = askedAt + marginDays * secondsPerDay
      return Object.fromEntries(Object.entries(coverage).map(([ref, known]) => [ref, { ...known, askAgainAt }]))
    },
  }
}
