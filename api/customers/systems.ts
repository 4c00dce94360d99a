import { z } from 'zod'
import { id, instant, line } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { PrismaClient, System } from '../../prisma/client/client.ts'
import { correctionsOf, someOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import { readsOf, requireCustomer } from '../shared/owned.ts'
import { endTickets, keptFields, keptOf } from '../shared/retirement.ts'
import { inScope } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { deskStaff } from '../shared/who.ts'

const system = z.strictObject({ id, customerId: id, name: z.string(), ...keptFields, createdAt: instant }).meta({
  id: 'System',
  example: {
    ...{ id: 'sys_lims', customerId: 'cus_binhai', name: 'LIMS', revision: 1, retiredAt: null },
    createdAt: '2026-11-24T01:00:00Z',
  },
})

const newSystem = z
  .strictObject({ customerId: id, name: line(200) })
  .meta({ id: 'NewSystem', example: { customerId: 'cus_binhai', name: 'LIMS' } })

function shown({ id, customerId, name, createdAt, ...kept }: System): z.input<typeof system> {
  return { id, customerId, name, ...keptOf(kept), createdAt: createdAt.toISOString() }
}

const find = (database: PrismaClient, id: string) => database.system.findUnique({ where: { id } })

const addSystem = operation({
  summary: "Add a customer's system",
  who: deskStaff,
  body: newSystem,
  async run({ body, user, idempotencyKey }, { database }) {
    await requireCustomer(database, user, body.customerId)
    const id = idFrom('sys', user.id, idempotencyKey)
    await database.system.createMany({ data: { id, ...body }, skipDuplicates: true })
    return database.system.findUniqueOrThrow({ where: { id } })
  },
})

export const systems: Surfaces = [
  json(addSystem, {
    post: '/v1/systems',
    tag: 'systems',
    answers: { 201: { description: 'Added, or found again', schema: system, headers: ['Location', 'ETag'] } },
    shown,
    version: ({ revision }) => revision,
    location: ({ id }) => `/v1/systems/${id}`,
  }),
  ...readsOf({
    name: 'system',
    schema: system,
    shown,
    page: (database, page) => database.system.findMany(page),
    find,
  }),
  ...correctionsOf({
    thing: 'system',
    names: 'systems',
    who: deskStaff,
    given: someOf({ name: line(200) }).meta({ id: 'SystemChanges', example: { name: 'LIMS 2' } }),
    schema: system,
    shown,
    find,
    inScope: (user, { customerId }) => inScope(user, customerId),
    changed: (row, { name = row.name }) => ({ ...row, name }),
    toDoFirst: ({ id: systemId, customerId }, { database }) => endTickets(database, { customerId, systemId }),
    write: (database, { id, revision }, { name, retiredAt, ...after }) => {
      const data = { name, retiredAt, revision: after.revision }
      return [database.system.update({ where: { id, revision }, data })]
    },
  }),
]
