import { z } from 'zod'
import type { Contact } from '../../prisma/client/client.ts'
import { idFrom } from '../shared/idempotency.ts'
import { readsOf } from '../shared/owned.ts'
import { notFound } from '../../http/faults.ts'
import { type AnyRoute, route } from '../../http/operation.ts'
import { inScope } from '../shared/scope.ts'
import { email, id, instant, language, line, phone } from '../../http/fields.ts'
import { deskStaff } from '../shared/who.ts'

const person = { customerId: id, name: line(200), email, phone: phone.optional(), language }
const example = { customerId: 'cus_binhai', name: 'Li Hua', email: 'li.hua@example.com', language: 'en' }

const contact = z
  .strictObject({ ...person, id, name: z.string(), phone: z.string().nullable(), createdAt: instant })
  .meta({ id: 'Contact', example: { id: 'con_lihua', ...example, phone: null, createdAt: '2026-11-24T01:00:00Z' } })

const newContact = z.strictObject(person).meta({ id: 'NewContact', example })

function shown({ id, customerId, name, email, phone, language, createdAt }: Contact) {
  return { id, customerId, name, email, phone, language, createdAt: createdAt.toISOString() }
}

export const contactRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/v1/contacts',
    summary: "Add a customer's person: someone who reports, accepts, is told",
    tag: 'contacts',
    who: deskStaff,
    body: newContact,
    answers: { 201: { description: 'Added, or found again', schema: contact, headers: ['Location'] } },
    async handle({ body, user, idempotencyKey }, { database }) {
      const customer = await database.customer.findUnique({ where: { id: body.customerId } })
      if (customer === null || !inScope(user, customer.id)) throw notFound('customerId')
      const id = idFrom('con', user.id, idempotencyKey)
      await database.contact.createMany({ data: { id, ...body }, skipDuplicates: true })
      const row = await database.contact.findUniqueOrThrow({ where: { id } })
      return { status: 201, body: shown(row), headers: { Location: `/v1/contacts/${id}` } }
    },
  }),
  ...readsOf({
    name: 'contact',
    schema: contact,
    shown,
    page: (database, page) => database.contact.findMany(page),
    find: (database, id) => database.contact.findUnique({ where: { id } }),
  }),
]
