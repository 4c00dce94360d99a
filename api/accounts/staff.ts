import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { Fault } from '../../http/faults.ts'
import { email, id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { managers, staff } from '../shared/who.ts'

const member = z
  .strictObject({
    id,
    name: z.string(),
    role: z.enum(staff),
    tier: z.enum(tiers).nullable(),
    email,
  })
  .meta({ id: 'StaffMember' })

const binding = z
  .strictObject({ userId: id, customerId: id })
  .meta({ id: 'StaffBinding', example: { userId: 'usr_chenhao', customerId: 'cus_binhai' } })

const listStaff = operation({
  summary: 'Who works here',
  who: staff,
  query: z.strictObject(pageQuery),
  async run({ query }, { database }) {
    const { where, ...order } = pageById(query)
    const rows = await database.user.findMany({
      where: { AND: [where, { role: { in: [...staff] }, disabledAt: null }] },
      ...order,
    })
    const page = pageOf(rows, query.limit, (row) => [row.id])
    return { ...page, items: page.items.map(({ id, name, role, tier, email }) => ({ id, name, role, tier, email })) }
  },
})

const bindStaff = operation({
  summary: 'Let a member of staff serve a customer',
  who: managers,
  body: binding,
  async run({ body }, { database }) {
    const [user, customer] = await Promise.all([
      database.user.findUnique({ where: { id: body.userId } }),
      database.customer.findUnique({ where: { id: body.customerId } }),
    ])
    if (user === null || user.role === 'customer') throw Fault.absent('userId')
    if (customer === null) throw Fault.absent('customerId')
    await database.staffBinding.createMany({ data: body, skipDuplicates: true })
    return body
  },
})

export const staffSurfaces: Surfaces = [
  json(listStaff, {
    get: '/v1/staff',
    tag: 'staff',
    answers: { 200: { description: 'A page', schema: pageSchema(member) } },
  }),
  json(bindStaff, {
    post: '/v1/staff-bindings',
    tag: 'staff',
    answers: { 201: { description: 'Bound', schema: binding } },
  }),
]
