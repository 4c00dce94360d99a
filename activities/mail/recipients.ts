import type { Addressee } from '../../domain/people/audiences.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Contact, PrismaClient, User } from '../../prisma/client/client.ts'
import { languageOf } from '../../domain/people/languages.ts'
import { usualTimeZone } from '../../domain/people/time-zones.ts'
import type { Reader } from '../../letters/view.ts'
import { prepared } from '../../store/prepared.ts'

export interface Recipient extends Reader {
  id: string
  address: string
  /** Has a channel by which to be paged. */
  pageable: boolean
}

/** Everybody whom some notices may concern. */
export interface People {
  /** Each person once. */
  whomToTell(notice: Notice, record: TicketRecord): Recipient[]
}

interface Concerning {
  ticketId: string
  notice: Notice
}

/**
 * Looks up, in two statements, everybody whom these notices of many tickets concern. Who serves on a tier is asked when the
 * mail is sent, not when it fell due (SLA 16). Nobody whose account is disabled is told anything.
 */
export async function lookUpPeople(
  database: PrismaClient,
  due: readonly Concerning[],
  tickets: ReadonlyMap<string, { record: TicketRecord }>,
): Promise<People> {
  const notices = due.map(({ notice }) => notice)
  const byName = notices
    .flatMap(({ assigneeId, previousId, visitorId, alsoIds = [] }) => [assigneeId, previousId, visitorId, ...alsoIds])
    .filter((id) => id !== undefined)
  const tiers = notices.map(({ tier }) => tier)
  const named = [...tickets.values()].flatMap(({ record }) =>
    [record.reporter?.id ?? [], record.acceptor?.id ?? []].flat(),
  )
  const [contacts, staff] = await Promise.all([
    database.$queryRaw<CustomersPerson[]>`${prepared}
      SELECT contact."id", contact."name", contact."email", contact."language",
        COALESCE(contact."timeZone", customer."timeZone") AS "timeZone"
      FROM "Contact" AS contact JOIN "Customer" AS customer ON customer."id" = contact."customerId"
      WHERE contact."id" = ANY(${named})`,
    database.$queryRaw<OurPerson[]>`${prepared}
      SELECT "id", "name", "email", "language", "timeZone", "role", "tier",
        ARRAY(SELECT "customerId" FROM "StaffBinding" WHERE "userId" = "User"."id") AS "serves",
        EXISTS (SELECT FROM "NotificationChannel" WHERE "userId" = "User"."id" AND "enabled") AS "pageable"
      FROM "User" WHERE "disabledAt" IS NULL AND "role" <> 'customer'
        AND ("id" = ANY(${byName}) OR "role" = 'manager' OR "tier" = ANY(${tiers}))
      ORDER BY "id"`,
  ])
  const managers = staff.filter(({ role }) => role === 'manager')
  return {
    whomToTell(notice, record) {
      const people = { record, contacts, managers, staff }
      const others = staff.filter(({ id }) => notice.alsoIds?.includes(id)).map(recipientOfOurs)
      const all = [...notice.to.flatMap((audience) => resolve(audience, notice, people)), ...others]
      return [...new Map(all.map((recipient) => [recipient.id, recipient])).values()]
    },
  }
}

type CustomersPerson = Pick<Contact, 'id' | 'name' | 'email' | 'language'> & { timeZone: string }

type OurPerson = Pick<User, 'id' | 'name' | 'email' | 'language' | 'timeZone' | 'role' | 'tier'> & {
  /** Ids of the customers whom a manager gave this person. */
  serves: string[]
  pageable: boolean
}

interface Circle {
  record: TicketRecord
  contacts: CustomersPerson[]
  managers: OurPerson[]
  /** The managers, those of the tiers in question, and those named. */
  staff: OurPerson[]
}

function resolve(audience: Addressee, notice: Notice, people: Circle): Recipient[] {
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
    case 'visitor':
      return staff.filter(({ id }) => id === notice.visitorId).map(recipientOfOurs)
    case 'tier': {
      const { tier } = notice
      // SLA 24: where nobody knows whose it is, the whole tier is called, whomever it serves.
      const { customer } = record
      const onTier =
        tier === 'manager'
          ? managers
          : staff.filter((user) => user.tier === tier && (!customer || user.serves.includes(customer.id)))
      return (onTier.length ? onTier : managers).map(recipientOfOurs)
    }
    case 'manager':
      return managers.map(recipientOfOurs)
  }
}

/** In the zone of the customer, unless this person has another: a language is no place. */
function recipientOutside({ id, name, email, language, timeZone }: CustomersPerson): Recipient {
  return { id, name, address: email, language: languageOf(language), timeZone, staff: false, pageable: false }
}

function recipientOfOurs({ id, name, email, language, timeZone, pageable }: OurPerson): Recipient {
  return { id, name, address: email, language: languageOf(language), timeZone, staff: true, pageable }
}

/** SLA 24: a caller nobody knows, at the address that was given on the phone. */
function callerOf({ caller }: TicketRecord): Recipient[] {
  if (!caller?.email) return []
  const { name, email, language } = caller
  return [{ id: 'caller', name, address: email, language, timeZone: usualTimeZone, staff: false, pageable: false }]
}
