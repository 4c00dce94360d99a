import { z } from 'zod'
import { whyNoShift } from '../../domain/people/standing-in.ts'
import { whyTooLong } from '../../domain/people/rota-weeks.ts'
import { fromIso, toDate } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { notACursor, pageOf, pageQuery, pageSchema, positionOf } from '../../http/paging.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { correctionsOf, someOf } from '../shared/corrections.ts'
import { retiredQuery, whereRetired } from '../shared/retirement.ts'
import { scopeFilter } from '../shared/scope.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers, staff } from '../shared/who.ts'
import { requireOnTier } from './people.ts'
import { rotaHasChanged } from '../shared/rotas.ts'
import { correctedShift, type ShiftRow, shift, shiftOf, shiftsBetween, shiftsWhere, shownShift } from './shift-row.ts'

const list = operation({
  summary: 'The shifts of the duties that you may see, by when they begin',
  who: staff,
  query: z.strictObject({
    ...pageQuery,
    ...retiredQuery,
    dutyId: id.optional(),
    userId: id.optional(),
    from: instant.optional().meta({ description: 'Those that end after it' }),
    until: instant.optional().meta({ description: 'Those that begin before it' }),
  }),
  async run({ query, user }, { database }) {
    const { dutyId, userId, from, until, limit } = query
    const rows = await shiftsWhere(database, {
      where: {
        AND: [
          { duty: { OR: [{ customerId: null }, scopeFilter(user)] } },
          { dutyId, userId, ...whereRetired(query) },
          ...(from === undefined ? [] : [{ until: { gt: new Date(from) } }]),
          ...(until === undefined ? [] : [{ from: { lt: new Date(until) } }]),
          after(query.cursor),
        ],
      },
      orderBy: [{ from: 'asc' }, { id: 'asc' }],
      take: limit + 1,
    })
    const page = pageOf(rows, limit, ({ from: begins, id: last }) => [String(begins), last])
    return { ...page, items: page.items.map(shownShift) }
  },
})

function after(cursor: string | undefined) {
  const [begins, last] = positionOf(cursor, 2) ?? []
  if (begins === undefined) return {}
  if (!/^\d{1,10}$/.test(begins)) throw notACursor()
  const from = toDate(Number(begins))
  return { OR: [{ from: { gt: from } }, { from, id: { gt: last } }] }
}

const read = operation({
  summary: 'One shift, with who takes over what of it, and its handover',
  who: staff,
  params: z.strictObject({ id }),
  run: ({ params, user }, { database }) => shiftOf(database, user, params.id),
})

const given = someOf({ from: instant, until: instant, standbyId: id.nullable() }).meta({
  id: 'ShiftChanges',
  example: { until: '2026-11-27T21:00:00+08:00' },
})

async function changed(row: ShiftRow, changes: z.output<typeof given>, { database }: Services): Promise<ShiftRow> {
  const { from, until, standbyId = row.standbyId } = changes
  const moved = { ...(from && { from: fromIso(from) }), ...(until && { until: fromIso(until) }) }
  const after = { ...row, standbyId, ...moved }
  if (standbyId !== null && standbyId !== row.standbyId) {
    await requireOnTier(database, row.duty, [{ field: 'standbyId', userId: standbyId }])
  }
  const tooLong = whyTooLong([[after.from, after.until]])
  if (tooLong) throw Fault.invalid({ field: 'until', message: tooLong })
  const wrong = await whyNot(database, after)
  if (wrong) throw Fault.invalid(wrong)
  return after
}

async function whyNot(database: PrismaClient, row: ShiftRow) {
  return whyNoShift(row, await shiftsBetween(database, row.dutyId, [row.from, Math.max(row.from, row.until)], row.id))
}

const version = ({ revision }: ShiftRow) => revision

export const shifts: Surfaces = [
  json(list, {
    get: '/v1/shifts',
    tag: 'rota',
    answers: { 200: { description: 'A page', schema: pageSchema(shift) } },
  }),
  json(read, {
    get: '/v1/shifts/{id}',
    tag: 'rota',
    answers: { 200: { description: 'The shift', schema: shift, headers: ['ETag'] } },
    shown: shownShift,
    version,
  }),
  ...correctionsOf({
    ...correctedShift,
    names: 'shifts',
    tag: 'rota',
    who: managers,
    given,
    schema: shift,
    inScope: () => true,
    changed,
    toDoFirst: async () => [],
    done: ({ duty }, services) => rotaHasChanged(services, duty),
    async toDoBeforeReturn(row, { database }) {
      const wrong = await whyNot(database, row)
      return wrong ? [wrong.message] : []
    },
  }),
]
