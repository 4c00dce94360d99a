import { z } from 'zod'
import { unkeepable } from '../../domain/promises/bounds.ts'
import { checkCalendar } from '../../domain/time/business-calendar.ts'
import { fieldFaults } from '../../http/schema-faults.ts'
import { withHolidays } from './holidays.ts'
import { Fault } from '../../http/faults.ts'
import { Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import type { Version } from '../../store/versions.ts'
import type { Services, Surfaces } from '../shared/services.ts'
import { calendarFields } from '../shared/promise-fields.ts'
import { id, instant, line } from '../../http/fields.ts'
import { keptFields, keptOf, listed, liveContracts, mostNamed, type ToDoFirst } from '../shared/retirement.ts'
import { staff } from '../shared/who.ts'
import { versioned } from './versioned.ts'
import { calendarIn } from '../../store/rows.ts'

const weekdays = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [
    day,
    [
      ['08:30', '12:00'],
      ['13:30', '17:30'],
    ],
  ]),
)
const example = { name: '5×8', timeZone: 'Asia/Shanghai', week: weekdays, holidays: 'CN' }

const newCalendar = z
  .strictObject({
    name: line(200),
    ...calendarFields,
    holidays: z.literal('CN').optional().meta({
      description: "China's public holidays and make-up working days as far as published; overrides go first",
    }),
  })
  .meta({ id: 'NewCalendar', example })

type NewCalendar = z.output<typeof newCalendar>

const calendar = z
  .strictObject({
    id,
    version: z.int(),
    name: z.string(),
    ...calendarFields,
    overrides: z.array(z.strictObject({ date: z.iso.date(), windows: z.array(z.array(z.string())) })),
    provisionalAfter: z.iso.date().nullable().meta({ description: 'Holidays after it are not published yet' }),
    ...keptFields,
    createdAt: instant,
  })
  .meta({ id: 'Calendar' })

async function definitionOf({ name: _name, holidays, ...terms }: NewCalendar, { now }: Services) {
  const definition = holidays ? withHolidays(terms, now().getUTCFullYear()) : terms
  const faults = checkCalendar(definition)
  if (faults.length > 0) {
    throw Fault.invalid(...fieldFaults(faults))
  }
  if (unkeepable([{ path: [], calendar: definition, target: { amount: 1, unit: 'workingMinutes' } }]).length === 0) {
    return definition
  }
  const message = 'Not a minute can be promised on it: give it windows on some weekday'
  throw Fault.invalid({ field: 'week', message })
}

/** Whatever the versions, it is promised on by its id. */
async function toDoFirst({ id }: Version, { database, now }: Services): Promise<ToDoFirst> {
  const prefix = `${id}@`
  const policies = await database.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM (
      SELECT DISTINCT ON ("id") "id", "definition", "retiredAt" FROM "Policy" ORDER BY "id", "version" DESC) AS newest
    WHERE "retiredAt" IS NULL AND ${names(prefix)}
    ORDER BY "id" LIMIT ${mostNamed + 1}`
  const onCalendar = { path: ['calendar'], string_starts_with: prefix }
  const own = { OR: [{ deemedAcceptance: onCalendar }, { followUp: onCalendar }] }
  const [contracts, pinned] = await Promise.all([
    liveContracts(database, now(), own),
    contractsPinnedTo(database, now(), prefix),
  ])
  return [
    ...(policies.length > 0 ? [`Add a version without it to ${listed(policies.map((policy) => policy.id))}`] : []),
    ...(pinned.length > 0 ? [`Put ${listed(pinned)} on a version of the policy without it`] : []),
    ...(contracts.length > 0 ? [`Name another calendar for acceptance and follow-up in ${listed(contracts)}`] : []),
  ]
}

/** SLA 18: the contracts that neither ended nor are retired, on a version of their policy that names it. */
async function contractsPinnedTo(database: PrismaClient, now: Date, prefix: string): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Contract" c JOIN "Policy" p ON p."id" = c."policyId" AND p."version" = c."policyVersion"
    WHERE c."retiredAt" IS NULL AND c."endsOn" >= ${now.toISOString().slice(0, 10)}::date AND ${names(prefix)}
    ORDER BY c."id" LIMIT ${mostNamed + 1}`
  return rows.map(({ id }) => id)
}

/** Of a policy's definition. */
function names(prefix: string): Prisma.Sql {
  return Prisma.sql`(starts_with("definition" ->> 'noticeHours', ${prefix}) OR jsonb_path_exists(
    "definition", '$.**.calendar ? (@ starts with $prefix)', jsonb_build_object('prefix', ${prefix}::text)))`
}

export const calendars: Surfaces = versioned({
  name: 'calendar',
  names: 'calendars',
  prefix: 'cal',
  creating: 'Create a calendar',
  addingVersion: 'Add a version; what was promised on earlier ones stays',
  given: newCalendar,
  schema: calendar,
  readers: staff,
  table: (database) => database.calendar,
  definitionOf,
  shown(row) {
    const { timeZone, week, overrides, provisionalAfter = null } = calendarIn(row)
    const { id, version, name } = row
    const created = { ...keptOf(row), createdAt: row.createdAt.toISOString() }
    return { id, version, name, timeZone, week, overrides, provisionalAfter, ...created }
  },
  toDoFirst,
})
