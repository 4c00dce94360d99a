import { type BusinessCalendar, coverageOf } from '../domain/time/business-calendar.ts'
import type { CalendarRef, Coverage, CoverageByCalendar } from '../domain/time/coverage.ts'
import type { Instant } from '../domain/time/instant.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import { calendarIn } from './rows.ts'

/** A version of a calendar never changes (SLA 3), so what was read and reckoned once is kept. */
interface Known {
  calendars: Map<CalendarRef, BusinessCalendar>
  coverages: Map<string, Coverage>
}
const knownTo = new WeakMap<PrismaClient, Known>()

/** Enough for the calendars of a day; each has some hundred windows. */
const mostCoverages = 500

/** The calendars' working time as instants, since a workflow knows no time zone. */
export async function coverageBetween(
  database: PrismaClient,
  refs: readonly CalendarRef[],
  from: Instant,
  until: Instant,
): Promise<CoverageByCalendar> {
  const known = knownTo.get(database) ?? { calendars: new Map(), coverages: new Map() }
  knownTo.set(database, known)
  await readMissing(database, refs, known)
  return Object.fromEntries(refs.map((ref) => [ref, expanded(known, ref, from, until)]))
}

async function readMissing(database: PrismaClient, refs: readonly CalendarRef[], { calendars }: Known): Promise<void> {
  const missing = refs.filter((ref) => !calendars.has(ref))
  if (missing.length === 0) return
  const rows = await database.calendar.findMany({ where: { OR: missing.map(versionOf) } })
  for (const row of rows) calendars.set(`${row.id}@${row.version}`, calendarIn(row))
}

function expanded({ calendars, coverages }: Known, ref: CalendarRef, from: Instant, until: Instant): Coverage {
  const key = `${ref} ${from} ${until}`
  const calendar = calendars.get(ref)
  if (calendar === undefined) throw new Error(`Calendar ${ref} is not in the database`)
  const coverage = coverages.get(key) ?? coverageOf(calendar, from, until)
  if (coverages.size >= mostCoverages) coverages.clear()
  coverages.set(key, coverage)
  return coverage
}

function versionOf(ref: CalendarRef): { id: string; version: number } {
  const at = ref.lastIndexOf('@')
  return { id: ref.slice(0, at), version: Number(ref.slice(at + 1)) }
}
