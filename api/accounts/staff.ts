import { z } from 'zod'
import { functions } from '../../domain/people/functions.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { email, id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import type { User } from '../../prisma/client/client.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { staff } from '../shared/who.ts'

const member = z
  .strictObject({
    id,
    name: z.string(),
    role: z.enum(staff),
    tier: z.enum(tiers).nullable(),
    function: z.enum(functions).nullable(),
    email,
  })
  .meta({ id: 'StaffMember' })

function shown({ id, name, role, tier, function: does, email }: User) {
  return { id, name, role, tier, function: does, email }
}

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
    return { ...page, items: page.items.map(shown) }
  },
})

export const staffSurfaces: Surfaces = [
  json(listStaff, {
    get: '/v1/staff',
    tag: 'staff',
    answers: { 200: { description: 'A page', schema: pageSchema(member) } },
  }),
]
