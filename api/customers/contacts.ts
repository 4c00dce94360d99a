import { z } from 'zod'
import { email, id, instant, language, line, phone } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { Contact } from '../../prisma/client/client.ts'
import { idFrom } from '../shared/idempotency.ts'
import { readsOf, requireCustomer } from '../shared/owned.ts'
import { operation, type Surfaces } from '../shared/services.ts'
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

const addContact = operation({
  summary: "Add a customer's person: someone who reports, accepts, is told",
  who: deskStaff,
  body: newContact,
  async run({ body, user, idempotencyKey }, { database }) {
    await requireCustomer(database, user, body.customerId)
    const id = idFrom('con', user.id, idempotencyKey)
    await database.contact.createMany({ data: { id, ...body }, skipDuplicates: true })
    return database.contact.findUniqueOrThrow({ where: { id } })
  },
})

export const contacts: Surfaces = [
  json(addContact, {
    post: '/v1/contacts',
    tag: 'contacts',
    answers: { 201: { description: 'Added, or found again', schema: contact, headers: ['Location'] } },
    shown,
    location: ({ id }) => `/v1/contacts/${id}`,
  }),
  ...readsOf({
    name: 'contact',
    schema: contact,
    shown,
    page: (database, page) => database.contact.findMany(page),
    find: (database, id) => database.contact.findUnique({ where: { id } }),
  }),
]
