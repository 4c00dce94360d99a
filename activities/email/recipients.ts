import type { Tier } from '../../domain/people.ts'
import type { Audience } from '../../domain/policy.ts'
import type { TicketEvent } from '../../domain/ticket/events.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Contact, PrismaClient, User } from '../../prisma/client/client.ts'
import type { Language } from './language.ts'

export interface Recipient {
  id: string
  name: string
  address: string
  language: Language
  /** One of us; reads what customers do not. */
  staff: boolean
}

/** Who is to be told of an event, each person once. */
export type Resolve = (audiences: readonly Audience[], event: TicketEvent) => Recipient[]

/**
 * Looks up, in two statements, everybody whom these events may concern. Who is on duty is asked when the mail is sent,
 * not when it fell due (SLA 16). Nobody whose account is disabled is told anything.
 */
export async function lookUpRecipients(
  database: PrismaClient,
  record: TicketRecord,
  events: readonly TicketEvent[],
): Promise<Resolve> {
  const assignees = events.flatMap((event) => assigneeIn(event, record)?.id ?? [])
  const tiers = events.map((event) => tierIn(event, record))
  const bindings = { some: { customerId: record.customer.id } }
  const [contacts, staff] = await Promise.all([
    database.contact.findMany({ where: { id: { in: [record.reporter.id, record.acceptor.id] } } }),
    database.user.findMany({
      where: {
        disabledAt: null,
        role: { not: 'customer' },
        OR: [{ id: { in: assignees } }, { role: 'manager' }, { tier: { in: tiers }, bindings }],
      },
    }),
  ])
  const people = { record, contacts, managers: staff.filter(({ role }) => role === 'manager'), staff }
  return (audiences, event) => {
    const all = audiences.flatMap((audience) => resolve(audience, event, people))
    return [...new Map(all.map((recipient) => [recipient.id, recipient])).values()]
  }
}

interface People {
  record: TicketRecord
  contacts: Contact[]
  managers: User[]
  /** The managers, those of the tiers in question who are bound to the customer, and the assignees. */
  staff: User[]
}

function resolve(audience: Audience, event: TicketEvent, people: People): Recipient[] {
  const { record, contacts, managers, staff } = people
  switch (audience) {
    case 'reporter':
    case 'acceptor':
      return contacts.filter(({ id }) => id === record[audience].id).map((contact) => recipient(contact, false))
    case 'assignee': {
      const assignee = staff.find(({ id }) => id === assigneeIn(event, record)?.id)
      // What is nobody's is its tier's, so that nothing is dropped (R1.5).
      return assignee ? [recipient(assignee, true)] : resolve('tier', event, people)
    }
    case 'tier': {
      const tier = tierIn(event, record)
      const onTier = tier === 'manager' ? managers : staff.filter((user) => user.tier === tier)
      return (onTier.length ? onTier : managers).map((user) => recipient(user, true))
    }
    case 'manager':
      return managers.map((user) => recipient(user, true))
  }
}

/** Whom an event itself names goes before who has the ticket now. */
function assigneeIn(event: TicketEvent, record: TicketRecord): { id: string } | null {
  return event.type === 'assigned' ? event.data.assignee : record.assignee
}

/** A tier that was called learns of it, even when the next one has been called since. */
function tierIn(event: TicketEvent, record: TicketRecord): Tier {
  return event.type === 'escalated' ? event.data.to : record.tier
}

function recipient({ id, name, email, language }: Contact | User, staff: boolean): Recipient {
  return { id, name, address: email, language: language === 'zh-CN' ? 'zh-CN' : 'en', staff }
}
