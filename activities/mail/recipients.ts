import type { Addressee } from '../../domain/people/audiences.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Prisma, PrismaClient, User } from '../../prisma/client/client.ts'
import { languageOf } from '../../domain/people/languages.ts'
import type { Reader } from '../../letters/view.ts'

export interface Recipient extends Reader {
  id: string
  address: string
}

/** Who is to be told of something, each person once. */
export type Resolve = (notice: Notice) => Recipient[]

/**
 * Looks up, in three statements, everybody whom these notices concern. Who serves on a tier is asked when the mail is
 * sent, not when it fell due (SLA 16). Nobody whose account is disabled is told anything.
 */
export async function lookUpRecipients(
  database: PrismaClient,
  record: TicketRecord,
  notices: readonly Notice[],
): Promise<Resolve> {
  const byName = notices
    .flatMap(({ assigneeId, previousId, alsoIds = [] }) => [assigneeId, previousId, ...alsoIds])
    .filter((id) => id !== undefined)
  const tiers = notices.map(({ tier }) => tier)
  // SLA 24: where nobody knows whose it is, the whole tier is called, whomever it serves.
  const serving = record.customer ? { bindings: { some: { customerId: record.customer.id } } } : {}
  const named = [record.reporter, record.acceptor].flatMap((contact) => contact?.id ?? [])
  const [contacts, staff] = await Promise.all([
    database.contact.findMany({
      where: { id: { in: named } },
      include: { customer: { select: { timeZone: true } } },
    }),
    database.user.findMany({
      where: {
        disabledAt: null,
        role: { not: 'customer' },
        OR: [{ id: { in: byName } }, { role: 'manager' }, { tier: { in: tiers }, ...serving }],
      },
    }),
  ])
  const people = { record, contacts, managers: staff.filter(({ role }) => role === 'manager'), staff }
  return (notice) => {
    const others = staff.filter(({ id }) => notice.alsoIds?.includes(id)).map(recipientOfOurs)
    const all = [...notice.to.flatMap((audience) => resolve(audience, notice, people)), ...others]
    return [...new Map(all.map((recipient) => [recipient.id, recipient])).values()]
  }
}

type CustomersPerson = Prisma.ContactGetPayload<{ include: { customer: { select: { timeZone: true } } } }>

interface People {
  record: TicketRecord
  contacts: CustomersPerson[]
  managers: User[]
  /** The managers, those of the tiers in question who are bound to the customer, and those named. */
  staff: User[]
}

function resolve(audience: Addressee, notice: Notice, people: People): Recipient[] {
  const { record, contacts, managers, staff } = people
  switch (audience) {
    case 'reporter':
    case 'acceptor':
      if (audience === 'reporter' && record.reporter === null) return callerOf(record)
      return contacts.filter(({ id }) => id === record[audience]?.id).map(recipientOutside)
    case 'assignee': {
      const assignee = staff.find(({ id }) => id === notice.assigneeId)
      // What is nobody's is its tier's, so that nothing is dropped (R1.5).
      return assignee ? [recipientOfOurs(assignee)] : resolve('tier', notice, people)
    }
    case 'previous':
      return staff.filter(({ id }) => id === notice.previousId).map(recipientOfOurs)
    case 'tier': {
      const { tier } = notice
      const onTier = tier === 'manager' ? managers : staff.filter((user) => user.tier === tier)
      return (onTier.length ? onTier : managers).map(recipientOfOurs)
    }
    case 'manager':
      return managers.map(recipientOfOurs)
  }
}

/** In the zone of the customer, unless this person has another: a language is no place. */
function recipientOutside({ id, name, email, language, timeZone, customer }: CustomersPerson): Recipient {
  const zone = timeZone ?? customer.timeZone
  return { id, name, address: email, language: languageOf(language), timeZone: zone, staff: false }
}

function recipientOfOurs({ id, name, email, language, timeZone }: User): Recipient {
  return { id, name, address: email, language: languageOf(language), timeZone, staff: true }
}

/** As of a customer of whom nothing else is known. */
const usualZone = 'Asia/Shanghai'

/** SLA 24: a caller nobody knows, at the address that was given on the phone. */
function callerOf({ caller }: TicketRecord): Recipient[] {
  if (!caller?.email) return []
  const { name, email, language } = caller
  return [{ id: 'caller', name, address: email, language, timeZone: usualZone, staff: false }]
}
