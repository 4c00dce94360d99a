import { z } from 'zod'
import type { System } from '../../prisma/client/client.ts'
import { idFrom } from '../shared/idempotency.ts'
import { readsOf } from '../shared/owned.ts'
import { notFound } from '../../http/faults.ts'
import { type AnyRoute, route } from '../../http/operation.ts'
import { inScope } from '../shared/scope.ts'
import { id, instant, line } from '../../http/fields.ts'
import { deskStaff } from '../shared/who.ts'

const system = z.strictObject({ id, customerId: id, name: z.string(), createdAt: instant }).meta({
  id: 'System',
  example: { id: 'sys_lims', customerId: 'cus_binhai', name: 'LIMS', createdAt: '2026-11-24T01:00:00Z' },
})

const newSystem = z
  .strictObject({ customerId: id, name: line(200) })
  .meta({ id: 'NewSystem', example: { customerId: 'cus_binhai', name: 'LIMS' } })

function shown({ id, customerId, name, createdAt }: System): z.input<typeof system> {
  return { id, customerId, name, createdAt: createdAt.toISOString() }
}

export const systemRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/v1/systems',
    summary: "Add a customer's system",
    tag: 'systems',
    who: deskStaff,
    body: newSystem,
    answers: { 201: { description: 'Added, or found again', schema: system, headers: ['Location'] } },
    async handle({ body, user, idempotencyKey }, { database }) {
      const customer = await database.customer.findUnique({ where: { id: body.customerId } })
      if (customer === null || !inScope(user, customer.id)) throw notFound('customerId')
      const id = idFrom('sys', user.id, idempotencyKey)
      await database.system.createMany({ data: { id, ...body }, skipDuplicates: true })
      const row = await database.system.findUniqueOrThrow({ where: { id } })
      return { status: 201, body: shown(row), headers: { Location: `/v1/systems/${id}` } }
    },
  }),
  ...readsOf({
    name: 'system',
    schema: system,
    shown,
    page: (database, page) => database.system.findMany(page),
    find: (database, id) => database.system.findUnique({ where: { id } }),
  }),
]
