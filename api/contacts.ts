import { z } from 'zod'
import type { Contact } from '../prisma/client/client.ts'
import { idFrom } from './idempotency.ts'
import { pageById, pageOf, pageQuery, pageSchema } from './page.ts'
import { notFound } from './problem.ts'
import { type AnyRoute, route } from './route.ts'
import { inScope, scopeFilter, visible } from './scope.ts'
import { email, id, instant, language, line, phone } from './text.ts'
import { deskStaff, everyone } from './who.ts'

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
  route({
    method: 'get',
    path: '/v1/contacts',
    summary: 'The contacts that you may see',
    tag: 'contacts',
    who: everyone,
    query: z.strictObject({ ...pageQuery, customerId: id.optional() }),
    answers: { 200: { description: 'A page', schema: pageSchema(contact) } },
    async handle({ query, user }, { database }) {
      const { where, ...order } = pageById(query)
      const rows = await database.contact.findMany({
        where: { AND: [scopeFilter(user), where, { customerId: query.customerId }] },
        ...order,
      })
      const page = pageOf(rows, query.limit, (row) => [row.id])
      return { status: 200, body: { ...page, items: page.items.map(shown) } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/contacts/{id}',
    summary: 'One contact',
    tag: 'contacts',
    who: everyone,
    params: z.strictObject({ id }),
    answers: { 200: { description: 'The contact', schema: contact } },
    async handle({ params, user }, { database }) {
      const row = visible(user, await database.contact.findUnique({ where: { id: params.id } }))
      return { status: 200, body: shown(row) }
    },
  }),
]
