import { z } from 'zod'
import { Fault } from '../../http/faults.ts'
import { id, instant, line } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import { isOf } from '../shared/changes.ts'
import { correctionsOf, someOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import { keptFields, listed, mostNamed, retiredQuery, whereRetired } from '../shared/retirement.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers, staff } from '../shared/who.ts'
import { checkSites, journeys } from './journeys.ts'
import { findOffice, findOffices, journeyRows, type OfficeRow, shown, shownTo } from './office-row.ts'

const name = line(200)
const example = {
  name: '滨海办事处 Binhai office',
  journeys: [
    { customerId: 'cus_binhai', systemId: null, minutes: 20 },
    { customerId: 'cus_huayue', systemId: 'sys_mes', minutes: 95 },
  ],
}

const office = z
  .strictObject({
    id,
    name: z.string(),
    journeys: z
      .array(z.strictObject({ customerId: id, systemId: id.nullable(), minutes: z.int() }))
      .meta({ description: 'To those customers whom the reader may see' }),
    ...keptFields,
    createdAt: instant,
  })
  .meta({
    id: 'Office',
    example: { id: 'off_binhai', ...example, revision: 1, retiredAt: null, createdAt: '2026-11-24T01:00:00Z' },
  })

const newOffice = z.strictObject({ name, journeys: journeys.default([]) }).meta({ id: 'NewOffice', example })

const add = operation({
  summary: 'Add an office from which our staff set out, with the minutes from there to customers',
  who: managers,
  body: newOffice,
  async run({ body, user, idempotencyKey }, { database }) {
    const id = idFrom('off', user.id, idempotencyKey)
    const made = await findOffice(database, id)
    if (made) return made
    await checkSites(database, body.journeys, [])
    try {
      await database.$transaction([
        database.office.create({ data: { id, name: body.name } }),
        database.journey.createMany({ data: journeyRows(id, body.journeys) }),
      ])
    } catch (error) {
      // The same request was faster.
      if (!isOf(error, 'P2002')) throw error
    }
    return foundOffice(database, id)
  },
})

const list = operation({
  summary: 'The offices',
  who: staff,
  query: z.strictObject({ ...pageQuery, ...retiredQuery }),
  async run({ query, user }, { database }) {
    const { where, ...order } = pageById(query)
    const rows = await findOffices(database, { where: { AND: [where, whereRetired(query)] }, ...order })
    const page = pageOf(rows, query.limit, (row) => [row.id])
    return { ...page, items: page.items.map((row) => shownTo(row, user)) }
  },
})

const read = operation({
  summary: 'One office',
  who: staff,
  params: z.strictObject({ id }),
  run: ({ params }, { database }) => foundOffice(database, params.id),
})

async function foundOffice(database: Services['database'], id: string): Promise<OfficeRow> {
  const row = await findOffice(database, id)
  if (row === null) throw Fault.absent()
  return row
}

const tag = 'offices'
const version = ({ revision }: OfficeRow) => revision

/** R4.3: offices 办事处 and the minutes from each to the customers' sites, by which the nearest who can go is found. */
export const offices: Surfaces = [
  json(add, {
    post: '/v1/offices',
    tag,
    answers: { 201: { description: 'Added, or found again', schema: office, headers: ['Location', 'ETag'] } },
    shown: (row, { user }) => shownTo(row, user),
    version,
    location: ({ id }) => `/v1/offices/${id}`,
  }),
  json(list, {
    get: '/v1/offices',
    tag,
    answers: { 200: { description: 'A page', schema: pageSchema(office) } },
  }),
  json(read, {
    get: '/v1/offices/{id}',
    tag,
    answers: { 200: { description: 'The office', schema: office, headers: ['ETag'] } },
    shown: (row, { user }) => shownTo(row, user),
    version,
  }),
  ...correctionsOf({
    thing: 'office',
    names: 'offices',
    who: managers,
    given: someOf({ name, journeys }).meta({
      id: 'OfficeChanges',
      description: 'Journeys that are given take the place of all that were',
      example: { journeys: example.journeys },
    }),
    schema: office,
    shown,
    answered: shownTo,
    find: findOffice,
    inScope: () => true,
    async changed(row, { name = row.name, journeys = row.journeys }, { database }) {
      await checkSites(database, journeys, row.journeys)
      return { ...row, name, journeys }
    },
    toDoFirst: ({ id: officeId }, { database }) => moveStaff(database, officeId),
    write(database, { id, revision, journeys: before }, { name, retiredAt, journeys: after, ...kept }) {
      const data = { name, retiredAt, revision: kept.revision }
      const update = database.office.update({ where: { id, revision }, data })
      if (before === after) return [update]
      return [
        update,
        database.journey.deleteMany({ where: { officeId: id } }),
        database.journey.createMany({ data: journeyRows(id, after) }),
      ]
    },
  }),
]

/** Whose way nobody would know any more. */
async function moveStaff(database: Services['database'], officeId: string): Promise<string[]> {
  const members = await database.user.findMany({
    where: { officeId, disabledAt: null },
    orderBy: { id: 'asc' },
    take: mostNamed + 1,
    select: { id: true },
  })
  return members.length === 0 ? [] : [`Name another office, or none, for ${listed(members.map(({ id }) => id))}`]
}
