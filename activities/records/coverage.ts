import type { CalendarRef, CoverageByCalendar } from '../../domain/time/coverage.ts'
import type { Instant } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { coverageBetween } from '../../store/coverage.ts'

export interface Horizon {
  calendars: CalendarRef[]
  from: Instant
  until: Instant
}

/** Turns calendars into working windows in UTC, since a workflow knows no time zone. */
export function coverageActivities({ database }: { database: PrismaClient }) {
  return {
    coverage({ calendars, from, until }: Horizon): Promise<CoverageByCalendar> {
      return coverageBetween(database, calendars, from, until)
    },
  }
}
