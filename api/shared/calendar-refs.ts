import type { CalendarRef } from '../../domain/time/coverage.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { Fault } from '../../http/faults.ts'

/**
 * The version that each reference means, `<id>@<version>`: the newest when it names none, since what is promised never
 * moves with a later edit (SLA 18). Throws a 400 that names the fields of calendars that are unknown or retired.
 */
export async function pinCalendars(
  database: PrismaClient,
  references: { field: string; calendar: string }[],
): Promise<(calendar: string) => CalendarRef> {
  const ids = references.map(({ calendar }) => calendar.split('@')[0] as string)
  const rows = await database.calendar.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, version: true, retiredAt: true },
    orderBy: { version: 'asc' },
  })
  const newest = new Map(rows.map(({ id, version }) => [id, `${id}@${version}`]))
  const known = new Set(['always', ...newest.keys(), ...rows.map(({ id, version }) => `${id}@${version}`)])
  const unknown = references.filter(({ calendar }) => !known.has(calendar))
  if (unknown.length > 0) throw Fault.invalid(...unknown.map(({ field }) => ({ field, message: 'No such calendar' })))
  const retired = new Set(rows.filter(({ retiredAt }) => retiredAt).map(({ id }) => id))
  const named = references.filter((_, index) => retired.has(ids[index] as string))
  if (named.length > 0) throw Fault.invalid(...named.map(({ field }) => ({ field, message: 'It is retired' })))
  return (calendar) => newest.get(calendar) ?? calendar
}
