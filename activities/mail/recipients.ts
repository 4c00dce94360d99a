import type { Audience } from '../../domain/people/audiences.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Contact, PrismaClient, User } from '../../prisma/client/client.ts'
import { languageOf } from '../../domain/people/languages.ts'
import type { Reader } from '../../letters/view.ts'

export interface Recipient extends Reader {
  id: string
  address: string
}

/** Who is to be told of something, each person once. */
export type Resolve = (notice: Notice) => Recipient[]

/**
 * Looks up, in two statements, everybody whom these notices concern. Who serves on a tier is asked when the mail is
 * sent, not when it fell due (SLA 16). Nobody whose account is disabled is told anything.
 */
export async function lookUpRecipients(
  database: PrismaClient,
  record: TicketRecord,
  notices: readonly Notice[],
): Promise<Resolve> {
  const assignees = notices.flatMap(({ assigneeId }) => assigneeId ?? [])
  const tiers = notices.map(({ tier }) => tier)
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
  return (notice) => {
    const all = notice.to.flatMap((audience) => resolve(audience, notice, people))
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

function resolve(audience: Audience, notice: Notice, people: People): Recipient[] {
  const { record, contacts, managers, staff } = people
  switch (audience) {
    case 'reporter':
    case 'acceptor':
      return contacts.filter(({ id }) => id === record[audience].id).map((contact) => recipient(contact, false))
    case 'assignee': {
      const assignee = staff.find(({ id }) => id === notice.assigneeId)
      // What is nobody's is its tier's, so that nothing is dropped (R1.5).
      return assignee ? [recipient(assignee, true)] : resolve('tier', notice, people)
    }
    case 'tier': {
      const { tier } = notice
      const onTier = tier === 'manager' ? managers : staff.filter((user) => user.tier === tier)
      return (onTier.length ? onTier : managers).map((user) => recipient(user, true))
    }
    case 'manager':
      return managers.map((user) => recipient(user, true))
  }
}

function recipient({ id, name, email, language }: Contact | User, staff: boolean): Recipient {
  return { id, name, address: email, language: languageOf(language), staff }
}
