import { type BusinessCalendar, coverageOf } from '../../domain/time/business-calendar.ts'
import type { CalendarRef, CoverageByCalendar } from '../../domain/time/coverage.ts'
import type { Instant } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'

export interface Horizon {
  calendars: CalendarRef[]
  from: Instant
  until: Instant
}

/** Turns calendars into working windows in UTC, since a workflow knows no time zone. A version never changes (SLA 3). */
export function coverageActivities({ database }: { database: PrismaClient }) {
  return {
    async coverage({ calendars, from, until }: Horizon): Promise<CoverageByCalendar> {
      const rows = await database.calendar.findMany({ where: { OR: calendars.map(versionOf) } })
      const found = new Map(
        rows.map((row) => [`${row.id}@${row.version}`, row.definition as unknown as BusinessCalendar]),
      )
      return Object.fromEntries(
        calendars.map((ref) => {
          const calendar = found.get(ref)
          if (calendar === undefined) throw new Error(`Calendar ${ref} is not in the database`)
          return [ref, coverageOf(calendar, from, until)]
        }),
      )
    },
  }
}

function versionOf(ref: CalendarRef): { id: string; version: number } {
  const at = ref.lastIndexOf('@')
  return { id: ref.slice(0, at), version: Number(ref.slice(at + 1)) }
}
