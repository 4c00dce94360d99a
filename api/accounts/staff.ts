import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/page.ts'
import { notFound } from '../../http/faults.ts'
import { type AnyRoute, route } from '../../http/operation.ts'
import { id } from '../../http/fields.ts'
import { managers, staff } from '../shared/who.ts'

const member = z
  .strictObject({
    id,
    name: z.string(),
    role: z.enum(staff),
    tier: z.enum(tiers).nullable(),
    email: z.email(),
  })
  .meta({ id: 'StaffMember' })

const binding = z
  .strictObject({ userId: id, customerId: id })
  .meta({ id: 'StaffBinding', example: { userId: 'usr_chenhao', customerId: 'cus_binhai' } })

export const staffRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/v1/staff',
    summary: 'Who works here',
    tag: 'staff',
    who: staff,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'A page', schema: pageSchema(member) } },
    async handle({ query }, { database }) {
      const { where, ...order } = pageById(query)
      const rows = await database.user.findMany({
        where: { AND: [where, { role: { in: [...staff] }, disabledAt: null }] },
        ...order,
      })
      const page = pageOf(rows, query.limit, (row) => [row.id])
      const items = page.items.map(({ id, name, role, tier, email }) => ({ id, name, role, tier, email }))
      return { status: 200, body: { ...page, items } }
    },
  }),
  route({
    method: 'post',
    path: '/v1/staff-bindings',
    summary: 'Let a member of staff serve a customer',
    tag: 'staff',
    who: managers,
    body: binding,
    answers: { 201: { description: 'Bound', schema: binding } },
    async handle({ body }, { database }) {
      const [user, customer] = await Promise.all([
        database.user.findUnique({ where: { id: body.userId } }),
        database.customer.findUnique({ where: { id: body.customerId } }),
      ])
      if (user === null || user.role === 'customer') throw notFound('userId')
      if (customer === null) throw notFound('customerId')
      await database.staffBinding.createMany({ data: body, skipDuplicates: true })
      return { status: 201, body }
    },
  }),
]
