import { type BusinessCalendar, coverageOf } from '../domain/time/business-calendar.ts'
import type { CalendarRef, Coverage, CoverageByCalendar } from '../domain/time/coverage.ts'
import { untilWithin } from '../domain/time/coverage-size.ts'
import type { Instant } from '../domain/time/instant.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import { type Kept, keptFor } from './kept.ts'
import { calendarIn } from './rows.ts'

/** A version of a calendar never changes (SLA 3), so what was read and reckoned once is kept. */
const calendarsKnownTo = keptFor<BusinessCalendar>(200)

/** Enough for the calendars of a day; each has some hundred windows. What is longer is not kept: both bound the memory. */
const coveragesKnownTo = keptFor<Coverage>(500)
const mostSegments = 1000

/** The calendars' working time as instants, since a workflow knows no time zone; less of it when all would be too large. */
export async function coverageBetween(
  database: PrismaClient,
  refs: readonly CalendarRef[],
  { from, until, mostBytes }: { from: Instant; until: Instant; mostBytes: number },
): Promise<CoverageByCalendar> {
  const calendars = await calendarsOf(database, refs)
  const coverages = coveragesKnownTo(database)
  const end = untilWithin(mostBytes, [...calendars.values()], from, until)
  return Object.fromEntries(
    [...calendars].map(([ref, calendar]) => [ref, expanded(coverages, ref, calendar, from, end)]),
  )
}

/** The calendars by the versions that are named. */
export async function calendarsOf(
  database: PrismaClient,
  refs: readonly CalendarRef[],
): Promise<Map<CalendarRef, BusinessCalendar>> {
  const known = calendarsKnownTo(database)
  const missing = refs.filter((ref) => known.get(ref) === undefined)
  const read = await readCalendars(database, missing)
  const calendars = refs.map((ref): [CalendarRef, BusinessCalendar] => {
    const calendar = read.get(ref) ?? known.get(ref)
    if (calendar === undefined) throw new Error(`Calendar ${ref} is not in the database`)
    return [ref, calendar]
  })
  for (const [ref, calendar] of read) known.keep(ref, calendar)
  return new Map(calendars)
}

async function readCalendars(
  database: PrismaClient,
  refs: readonly CalendarRef[],
): Promise<Map<CalendarRef, BusinessCalendar>> {
  if (refs.length === 0) return new Map()
  const rows = await database.calendar.findMany({ where: { OR: refs.map(versionOf) } })
  return new Map(rows.map((row) => [`${row.id}@${row.version}`, calendarIn(row)]))
}

function expanded(
  coverages: Kept<Coverage>,
  ref: CalendarRef,
  calendar: BusinessCalendar,
  from: Instant,
  until: Instant,
): Coverage {
  const key = `${ref} ${from} ${until}`
  const coverage = coverages.get(key) ?? coverageOf(calendar, from, until)
  if (coverage.segments.length <= mostSegments) coverages.keep(key, coverage)
  return coverage
}

function versionOf(ref: CalendarRef): { id: string; version: number } {
  const at = ref.lastIndexOf('@')
  return { id: ref.slice(0, at), version: Number(ref.slice(at + 1)) }
}
