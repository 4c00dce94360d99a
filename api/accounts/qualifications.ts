import { z } from 'zod'
import { Fault } from '../../http/faults.ts'
import { date, id, instant, line } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import type { PrismaClient, Qualification } from '../../prisma/client/client.ts'
import { dateOf } from '../../store/rows.ts'
import { correctionsOf, someOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import { keptFields, keptOf, refuseRetired, retiredQuery, whereRetired } from '../shared/retirement.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { managers, staff } from '../shared/who.ts'

const skill = line(60).meta({ description: 'As dispatches name it in `needs`' })
const certificate = line(100).meta({ description: 'What the certificate is called, with its number' })
const example = {
  ...{ userId: 'usr_zhengyong', skill: 'electrician', certificate: 'Electrician E-2023-118' },
  ...{ customerId: null, validFrom: '2023-09-01', validUntil: '2026-08-31' },
}

const qualification = z
  .strictObject({
    id,
    userId: id,
    skill: z.string(),
    certificate: z.string().nullable().meta({ description: 'Null for a skill without one' }),
    customerId: id.nullable().meta({ description: 'With whom a copy is on file; null: with every customer' }),
    validFrom: date,
    validUntil: date.nullable().meta({ description: 'Its last day' }),
    ...keptFields,
    createdAt: instant,
  })
  .meta({
    id: 'Qualification',
    example: { id: 'qua_zhengyong', ...example, revision: 1, retiredAt: null, createdAt: '2026-11-24T01:00:00Z' },
  })

const newQualification = z
  .strictObject({
    userId: id,
    skill,
    certificate: certificate.optional(),
    customerId: id.optional(),
    validFrom: date,
    validUntil: date.optional(),
  })
  .meta({ id: 'NewQualification', example: { ...example, customerId: undefined } })

function shown({
  id,
  userId,
  skill,
  certificate,
  customerId,
  validFrom,
  validUntil,
  createdAt,
  ...kept
}: Qualification) {
  return {
    ...{ id, userId, skill, certificate, customerId, validFrom: dateOf(validFrom) },
    ...{ validUntil: validUntil && dateOf(validUntil), ...keptOf(kept), createdAt: createdAt.toISOString() },
  }
}

const find = (database: PrismaClient, id: string) => database.qualification.findUnique({ where: { id } })

const add = operation({
  summary: 'Put on file what a member of staff can do, and the certificate that proves it',
  who: managers,
  body: newQualification,
  async run({ body, user, idempotencyKey }, { database }) {
    const { userId, customerId, ...given } = body
    const [member, customer] = await Promise.all([
      database.user.findUnique({ where: { id: userId } }),
      customerId === undefined ? null : database.customer.findUnique({ where: { id: customerId } }),
    ])
    if (member === null || member.role === 'customer') throw Fault.absent('userId')
    if (customerId !== undefined && customer === null) throw Fault.absent('customerId')
    if (customer) refuseRetired(customer, 'customerId')
    refuseBackwards(given)
    const id = idFrom('qua', user.id, idempotencyKey)
    const data = { id, userId, ...given, ...dates(given), ...(customerId && { customerId }) }
    await database.qualification.createMany({ data, skipDuplicates: true })
    return database.qualification.findUniqueOrThrow({ where: { id } })
  },
})

const list = operation({
  summary: 'Skills and certificates of our staff',
  who: staff,
  query: z.strictObject({
    ...pageQuery,
    ...retiredQuery,
    userId: id.optional(),
    customerId: id
      .optional()
      .meta({ description: 'Those that count there: on file with that customer, or with every' }),
    skill: skill.optional(),
  }),
  async run({ query }, { database }) {
    const { where, ...order } = pageById(query)
    const { userId, skill, customerId } = query
    const there = customerId === undefined ? {} : { OR: [{ customerId }, { customerId: null }] }
    const rows = await database.qualification.findMany({
      where: { AND: [where, whereRetired(query), there, { userId, skill }] },
      ...order,
    })
    const page = pageOf(rows, query.limit, (row) => [row.id])
    return { ...page, items: page.items.map(shown) }
  },
})

const read = operation({
  summary: 'One qualification',
  who: staff,
  params: z.strictObject({ id }),
  async run({ params }, { database }) {
    const row = await find(database, params.id)
    if (row === null) throw Fault.absent()
    return row
  },
})

/** R3.3: what is put on file, corrected and retired here says who may be sent on site. */
export const qualifications: Surfaces = [
  json(add, {
    post: '/v1/qualifications',
    tag: 'staff',
    answers: { 201: { description: 'Added, or found again', schema: qualification, headers: ['Location', 'ETag'] } },
    shown,
    version: ({ revision }) => revision,
    location: ({ id }) => `/v1/qualifications/${id}`,
  }),
  json(list, {
    get: '/v1/qualifications',
    tag: 'staff',
    answers: { 200: { description: 'A page', schema: pageSchema(qualification) } },
  }),
  json(read, {
    get: '/v1/qualifications/{id}',
    tag: 'staff',
    answers: { 200: { description: 'The qualification', schema: qualification, headers: ['ETag'] } },
    shown,
    version: ({ revision }) => revision,
  }),
  ...correctionsOf({
    thing: 'qualification',
    names: 'qualifications',
    who: managers,
    given: someOf({ skill, certificate: certificate.nullable(), validFrom: date, validUntil: date.nullable() }).meta({
      id: 'QualificationChanges',
      example: { validUntil: '2029-08-31' },
    }),
    schema: qualification,
    shown,
    find,
    inScope: () => true,
    changed(row, { skill = row.skill, certificate = row.certificate, validFrom, validUntil }) {
      const dated = {
        validFrom: validFrom ? new Date(validFrom) : row.validFrom,
        validUntil: validUntil === undefined ? row.validUntil : validUntil === null ? null : new Date(validUntil),
      }
      refuseBackwards({
        validFrom: dateOf(dated.validFrom),
        validUntil: dated.validUntil ? dateOf(dated.validUntil) : undefined,
      })
      return { ...row, skill, certificate, ...dated }
    },
    // Whoever was sent by it goes: who shall not is called off by hand.
    toDoFirst: async () => [],
    write: (database, { id, revision }, { skill, certificate, validFrom, validUntil, retiredAt, ...after }) => {
      const data = { skill, certificate, validFrom, validUntil, retiredAt, revision: after.revision }
      return [database.qualification.update({ where: { id, revision }, data })]
    },
  }),
]

interface Dated {
  validFrom: string
  validUntil?: string | undefined
}

function dates({ validFrom, validUntil }: Dated) {
  return { validFrom: new Date(validFrom), ...(validUntil && { validUntil: new Date(validUntil) }) }
}

function refuseBackwards({ validFrom, validUntil }: Dated): void {
  if (validUntil !== undefined && validUntil < validFrom) {
    throw Fault.invalid({ field: 'validUntil', message: 'It ends before it begins' })
  }
}
