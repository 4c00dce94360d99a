import { z } from 'zod'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { noteOf } from '../shared/changes.ts'
import { listed, openTickets, refuseRetired } from '../shared/retirement.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'

/** It is there or not, so nobody can have seen an older one: who made and ended it is written down all the same. */
const binding = z
  .strictObject({ userId: id, customerId: id })
  .meta({ id: 'StaffBinding', example: { userId: 'usr_chenhao', customerId: 'cus_binhai' } })

const bind = operation({
  summary: 'Let a member of staff serve a customer',
  who: managers,
  body: binding,
  async run(call, { database, now }) {
    const { userId, customerId } = call.body
    const [user, customer, there] = await Promise.all([
      database.user.findUnique({ where: { id: userId } }),
      database.customer.findUnique({ where: { id: customerId } }),
      database.staffBinding.findUnique({ where: { userId_customerId: call.body } }),
    ])
    if (user === null || user.role === 'customer') throw Fault.absent('userId')
    if (customer === null) throw Fault.absent('customerId')
    refuseRetired(customer, 'customerId')
    if (there === null) {
      const what = { thing: 'staffBinding', thingId: userId, before: {}, after: { customerId } } as const
      await database.$transaction([
        database.staffBinding.createMany({ data: call.body, skipDuplicates: true }),
        database.change.createMany({ data: noteOf(call, now(), what), skipDuplicates: true }),
      ])
    }
    return call.body
  },
})

const unbind = operation({
  summary: 'Let a member of staff serve a customer no more',
  who: managers,
  params: z.strictObject({ userId: id, customerId: id }),
  async run(call, { database, now }) {
    const { userId, customerId } = call.params
    const [user, customer, there, tickets, visited] = await Promise.all([
      database.user.findUnique({ where: { id: userId } }),
      database.customer.findUnique({ where: { id: customerId } }),
      database.staffBinding.findUnique({ where: { userId_customerId: call.params } }),
      openTickets(database, { customerId, assigneeId: userId }),
      openTickets(database, { customerId, visits: { some: { engineerId: userId, booked: true } } }),
    ])
    if (user === null || user.role === 'customer' || customer === null) throw Fault.absent()
    if (there === null) return
    // An assignee is told of every step, and whoever is sent of where to go: who shall not know any more must not be it (R3.5).
    const first = [
      ...(tickets.length > 0 ? [`Hand over ${listed(tickets)}`] : []),
      ...(visited.length > 0 ? [`End the visit of ${listed(visited)}`] : []),
    ]
    if (first.length > 0) throw new Fault('notNow', `First: ${first.join('; ')}`)
    const what = { thing: 'staffBinding', thingId: userId, before: { customerId }, after: {} } as const
    await database.$transaction([
      database.staffBinding.deleteMany({ where: call.params }),
      database.change.createMany({ data: noteOf(call, now(), what), skipDuplicates: true }),
    ])
  },
})

export const bindings: Surfaces = [
  json(bind, {
    post: '/v1/staff-bindings',
    tag: 'staff',
    answers: { 201: { description: 'Bound', schema: binding } },
  }),
  json(unbind, {
    delete: '/v1/staff-bindings/{userId}/{customerId}',
    tag: 'staff',
    answers: { 204: { description: 'Not bound any more' } },
  }),
]
