import { z } from 'zod'
import { type BusinessCalendar, checkCalendar } from '../../domain/time/business-calendar.ts'
import type { Calendar, Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { fieldName } from '../../http/schema-faults.ts'
import { withHolidays } from './holidays.ts'
import { idFrom } from '../shared/idempotency.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/page.ts'
import { invalid, notFound } from '../../http/faults.ts'
import { type AnyRoute, type Call, route, type Services } from '../../http/operation.ts'
import { calendarFields } from '../shared/promise-fields.ts'
import { id, instant, line } from '../../http/fields.ts'
import { appendVersion, requestKeyOf, versionQuery } from './versions.ts'
import { managers, staff } from '../shared/who.ts'

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

const calendar = z
  .strictObject({
    id,
    version: z.int(),
    name: z.string(),
    ...calendarFields,
    overrides: z.array(z.strictObject({ date: z.iso.date(), windows: z.array(z.array(z.string())) })),
    provisionalAfter: z.iso.date().nullable().meta({ description: 'Holidays after it are not published yet' }),
    createdAt: instant,
  })
  .meta({ id: 'Calendar' })

function shown({ id, version, name, definition, createdAt }: Calendar) {
  const { timeZone, week, overrides, provisionalAfter = null } = definition as unknown as BusinessCalendar
  return { id, version, name, timeZone, week, overrides, provisionalAfter, createdAt: createdAt.toISOString() }
}

type NewCalendar = z.output<typeof newCalendar>

async function save(calendarId: string, call: Call<unknown, unknown, NewCalendar>, { database, now }: Services) {
  const { name, holidays, ...terms } = call.body
  const definition = holidays ? withHolidays(terms, now().getUTCFullYear()) : terms
  const faults = checkCalendar(definition)
  if (faults.length > 0) throw invalid(...faults.map(({ path, message }) => ({ field: fieldName(path), message })))
  const requestKey = requestKeyOf(call.user.id, call.idempotencyKey)
  const json = definition as unknown as Prisma.InputJsonObject
  const row = await appendVersion({
    made: () => database.calendar.findUnique({ where: { requestKey } }),
    newest: async () => (await newest(database, calendarId))?.version ?? 0,
    insert: (version) =>
      database.calendar.createMany({
        data: { id: calendarId, version, name, definition: json, requestKey },
        skipDuplicates: true,
      }),
  })
  return {
    status: 201,
    body: shown(row),
    headers: { Location: `/v1/calendars/${calendarId}?version=${row.version}` },
  }
}

function newest(database: PrismaClient, id: string, version?: number): Promise<Calendar | null> {
  return database.calendar.findFirst({ where: { id, version }, orderBy: { version: 'desc' } })
}

const saved = { description: 'Created, or found again', schema: calendar, headers: ['Location'] } as const

export const calendarRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/v1/calendars',
    summary: 'Create a calendar',
    tag: 'calendars',
    who: managers,
    body: newCalendar,
    answers: { 201: saved },
    handle: (call, services) => save(idFrom('cal', call.user.id, call.idempotencyKey), call, services),
  }),
  route({
    method: 'post',
    path: '/v1/calendars/{id}/versions',
    summary: 'Add a version; what was promised on earlier ones stays',
    tag: 'calendars',
    who: managers,
    params: z.strictObject({ id }),
    body: newCalendar,
    answers: { 201: saved },
    async handle(call, services) {
      if ((await newest(services.database, call.params.id)) === null) throw notFound()
      return save(call.params.id, call, services)
    },
  }),
  route({
    method: 'get',
    path: '/v1/calendars',
    summary: 'The newest version of each calendar',
    tag: 'calendars',
    who: staff,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'A page', schema: pageSchema(calendar) } },
    async handle({ query }, { database }) {
      const { where, take } = pageById(query)
      const orderBy = [{ id: 'asc' as const }, { version: 'desc' as const }]
      const rows = await database.calendar.findMany({ where, orderBy, distinct: ['id'], take })
      const page = pageOf(rows, query.limit, (row) => [row.id])
      return { status: 200, body: { ...page, items: page.items.map(shown) } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/calendars/{id}',
    summary: 'One calendar',
    tag: 'calendars',
    who: staff,
    params: z.strictObject({ id }),
    query: versionQuery,
    answers: { 200: { description: 'The calendar', schema: calendar } },
    async handle({ params, query }, { database }) {
      const row = await newest(database, params.id, query.version)
      if (row === null) throw notFound()
      return { status: 200, body: shown(row) }
    },
  }),
]
