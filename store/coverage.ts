import { type BusinessCalendar, coverageOf } from '../domain/time/business-calendar.ts'
import type { CalendarRef, Coverage, CoverageByCalendar } from '../domain/time/coverage.ts'
import { untilWithin } from '../domain/time/coverage-size.ts'
import type { Instant } from '../domain/time/instant.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import { calendarIn } from './rows.ts'

/** A version of a calendar never changes (SLA 3), so what was read and reckoned once is kept. */
interface Known {
  calendars: Map<CalendarRef, BusinessCalendar>
  coverages: Map<string, Coverage>
}
const knownTo = new WeakMap<PrismaClient, Known>()

/** Enough for the calendars of a day; each has some hundred windows. What is longer is not kept: both bound the memory. */
const mostCoverages = 500
const mostSegments = 1000

/** The calendars' working time as instants, since a workflow knows no time zone; less of it when all would be too large. */
export async function coverageBetween(
  database: PrismaClient,
  refs: readonly CalendarRef[],
  { from, until, mostBytes }: { from: Instant; until: Instant; mostBytes: number },
): Promise<CoverageByCalendar> {
  const calendars = await calendarsOf(database, refs)
  const { coverages } = knowledgeOf(database)
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
  const { calendars } = knowledgeOf(database)
  await readMissing(database, refs, calendars)
  return new Map(
    refs.map((ref) => {
      const calendar = calendars.get(ref)
      if (calendar === undefined) throw new Error(`Calendar ${ref} is not in the database`)
      return [ref, calendar]
    }),
  )
}

function knowledgeOf(database: PrismaClient): Known {
  const known = knownTo.get(database) ?? { calendars: new Map(), coverages: new Map() }
  knownTo.set(database, known)
  return known
}

async function readMissing(
  database: PrismaClient,
  refs: readonly CalendarRef[],
  calendars: Known['calendars'],
): Promise<void> {
  const missing = refs.filter((ref) => !calendars.has(ref))
  if (missing.length === 0) return
  const rows = await database.calendar.findMany({ where: { OR: missing.map(versionOf) } })
  for (const row of rows) calendars.set(`${row.id}@${row.version}`, calendarIn(row))
}

function expanded(
  coverages: Known['coverages'],
  ref: CalendarRef,
  calendar: BusinessCalendar,
  from: Instant,
  until: Instant,
): Coverage {
  const key = `${ref} ${from} ${until}`
  const coverage = coverages.get(key) ?? coverageOf(calendar, from, until)
  if (coverages.size >= mostCoverages) coverages.clear()
  if (coverage.segments.length <= mostSegments) coverages.set(key, coverage)
  return coverage
}

function versionOf(ref: CalendarRef): { id: string; version: number } {
  const at = ref.lastIndexOf('@')
  return { id: ref.slice(0, at), version: Number(ref.slice(at + 1)) }
}
