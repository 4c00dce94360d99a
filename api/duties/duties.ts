import { z } from 'zod'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import type { Duty, PrismaClient } from '../../prisma/client/client.ts'
import { pinCalendars } from '../shared/calendar-refs.ts'
import { correctionsOf, someOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import { requireCustomer } from '../shared/owned.ts'
import { retiredQuery, whereRetired } from '../shared/retirement.ts'
import { scopeFilter, visible } from '../shared/scope.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers, staff } from '../shared/who.ts'
import { rotaHasChanged } from '../shared/rotas.ts'
import { correctedDuty, duty, dutyFields, newDuty, shownDuty } from './duty-row.ts'

/** Each is asked of whenever a page goes out. */
const mostDuties = 200

const create = operation({
  summary: 'Set a duty: how many of a tier must stand by, and when',
  who: managers,
  body: newDuty,
  async run({ body, user, idempotencyKey }, services) {
    const { database } = services
    const id = idFrom('dut', user.id, idempotencyKey)
    const known = await correctedDuty.find(database, id)
    if (known) return known
    if (body.customerId !== undefined) await requireCustomer(database, user, body.customerId)
    if ((await database.duty.count({ where: { retiredAt: null } })) >= mostDuties) {
      throw new Fault('notNow', `There are ${mostDuties} duties: retire one first`)
    }
    const { customerId, ...given } = body
    const data = { id, ...given, ...(await pinned(database, given)), ...(customerId && { customerId }) }
    await database.duty.createMany({ data, skipDuplicates: true })
    const made = await database.duty.findUniqueOrThrow({ where: { id } })
    await rotaHasChanged(services, made)
    return made
  },
})

const list = operation({
  summary: 'The duties that you may see',
  who: staff,
  query: z.strictObject({ ...pageQuery, ...retiredQuery, customerId: id.optional() }),
  async run({ query, user }, { database }) {
    const { where, ...order } = pageById(query)
    const mine = { OR: [{ customerId: null }, scopeFilter(user)] }
    const filters = [mine, where, { customerId: query.customerId }, whereRetired(query)]
    const rows = await database.duty.findMany({ where: { AND: filters }, ...order })
    const page = pageOf(rows, query.limit, (row) => [row.id])
    return { ...page, items: page.items.map(shownDuty) }
  },
})

const read = operation({
  summary: 'One duty',
  who: staff,
  params: z.strictObject({ id }),
  run: async ({ params, user }, { database }) => visible(user, await correctedDuty.find(database, params.id)),
})

/** SLA 3: a calendar is named by its version, so that it counts as it did when it was named. */
async function pinned(database: PrismaClient, given: Partial<Pick<Duty, 'calendar' | 'workingDays'>>) {
  const named = (['calendar', 'workingDays'] as const).flatMap((field) => {
    const calendar = given[field]
    return calendar === undefined ? [] : [{ field, calendar }]
  })
  const pin = await pinCalendars(database, named)
  return Object.fromEntries(named.map(({ field, calendar }) => [field, pin(calendar)]))
}

const version = ({ revision }: Duty) => revision
const given = someOf(dutyFields).meta({ id: 'DutyChanges', example: { atLeast: 2 } })

async function changed(row: Duty, changes: z.output<typeof given>, { database }: Services): Promise<Duty> {
  return { ...row, ...changes, ...(await pinned(database, changes)) }
}

export const duties: Surfaces = [
  json(create, {
    post: '/v1/duties',
    tag: 'rota',
    answers: { 201: { description: 'Set, or found again', schema: duty, headers: ['Location', 'ETag'] } },
    shown: shownDuty,
    version,
    location: ({ id }) => `/v1/duties/${id}`,
  }),
  json(list, {
    get: '/v1/duties',
    tag: 'rota',
    answers: { 200: { description: 'A page', schema: pageSchema(duty) } },
  }),
  json(read, {
    get: '/v1/duties/{id}',
    tag: 'rota',
    answers: { 200: { description: 'The duty', schema: duty, headers: ['ETag'] } },
    shown: shownDuty,
    version,
  }),
  ...correctionsOf({
    ...correctedDuty,
    names: 'duties',
    tag: 'rota',
    who: managers,
    given,
    schema: duty,
    inScope: () => true,
    changed,
    // Its shifts stay as they are: nobody is paged by them while it is retired.
    toDoFirst: async () => [],
    done: (row, services) => rotaHasChanged(services, row),
  }),
]
