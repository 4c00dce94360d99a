import { z } from 'zod'
import { email, id, instant, language, line, phone, timeZone } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { Contact, PrismaClient } from '../../prisma/client/client.ts'
import { correctionsOf, someOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import { readsOf, requireCustomer } from '../shared/owned.ts'
import { keptFields, keptOf, listed, liveContracts, openTickets, type ToDoFirst } from '../shared/retirement.ts'
import { inScope } from '../shared/scope.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { deskStaff } from '../shared/who.ts'

const zone = timeZone.meta({
  description: 'An IANA name, where it is not that of the customer',
  example: 'Europe/Berlin',
})
const person = {
  ...{ customerId: id, name: line(200), email, phone: phone.optional(), language },
  timeZone: zone.optional(),
}
const example = { customerId: 'cus_binhai', name: 'Li Hua', email: 'li.hua@example.com', language: 'en' }

const contact = z
  .strictObject({
    ...person,
    ...{ id, name: z.string(), phone: z.string().nullable(), timeZone: zone.nullable(), ...keptFields },
    createdAt: instant,
  })
  .meta({
    id: 'Contact',
    example: {
      ...{ id: 'con_lihua', ...example, phone: null, timeZone: null, revision: 1, retiredAt: null },
      createdAt: '2026-11-24T01:00:00Z',
    },
  })

const newContact = z.strictObject(person).meta({ id: 'NewContact', example })

const { customerId: _stays, ...ofPerson } = person
const changes = someOf({ ...ofPerson, phone: phone.nullable(), timeZone: zone.nullable() }).meta({
  id: 'ContactChanges',
  example: { email: 'li.hua@lab.example', phone: null },
})

function shown({ id, customerId, name, email, phone, language, timeZone, createdAt, ...kept }: Contact) {
  const person = { id, customerId, name, email, phone, language, timeZone }
  return { ...person, ...keptOf(kept), createdAt: createdAt.toISOString() }
}

const find = (database: PrismaClient, id: string) => database.contact.findUnique({ where: { id } })

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
    answers: { 201: { description: 'Added, or found again', schema: contact, headers: ['Location', 'ETag'] } },
    shown,
    version: ({ revision }) => revision,
    location: ({ id }) => `/v1/contacts/${id}`,
  }),
  ...readsOf({
    name: 'contact',
    schema: contact,
    shown,
    page: (database, page) => database.contact.findMany(page),
    find,
  }),
  ...correctionsOf({
    thing: 'contact',
    names: 'contacts',
    who: deskStaff,
    given: changes,
    schema: contact,
    shown,
    find,
    inScope: (user, { customerId }) => inScope(user, customerId),
    changed: (row, given) => {
      const { name = row.name, email = row.email, phone = row.phone } = given
      const { language = row.language, timeZone = row.timeZone } = given
      return { ...row, name, email, phone, language, timeZone }
    },
    toDoFirst,
    write: (database, { id, revision }, { name, email, phone, language, timeZone, retiredAt, ...after }) => {
      const data = { name, email, phone, language, timeZone, retiredAt, revision: after.revision }
      return [database.contact.update({ where: { id, revision }, data })]
    },
  }),
]

/** Nobody else could sign what waits for this person (SLA 14), and nobody signs in for one who is not there. */
async function toDoFirst({ id, customerId }: Contact, { database, now }: Services): Promise<ToDoFirst> {
  const [contracts, tickets, accounts] = await Promise.all([
    liveContracts(database, now(), { acceptorId: id }),
    openTickets(database, { customerId, record: { path: ['acceptor', 'id'], equals: id } }),
    database.user.findMany({ where: { contactId: id, disabledAt: null }, select: { id: true } }),
  ])
  const toDo: [string, string[]][] = [
    ['Name another acceptor in', contracts],
    ['Retarget, once the contract names another acceptor,', tickets],
    ['Disable', accounts.map((account) => account.id)],
  ]
  return toDo.filter(([, names]) => names.length > 0).map(([what, names]) => `${what} ${listed(names)}`)
}
