import type { Addressee } from '../../domain/people/audiences.ts'
import { onDuty, standingBy } from '../../domain/people/rota.ts'
import { fromDate, type Instant } from '../../domain/time/instant.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { isPage } from '../../domain/ticket/pages.ts'
import { partyIdOf } from '../../domain/ticket/party.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Contact, PrismaClient, User } from '../../prisma/client/client.ts'
import { languageOf } from '../../domain/people/languages.ts'
import { usualTimeZone } from '../../domain/people/time-zones.ts'
import type { Reader } from '../../letters/view.ts'
import { dutiesFor, dutiesKeptAt, type DutyAt } from '../../store/rota.ts'
import { prepared } from '../../store/prepared.ts'
import { forInformation, isWatching, maySee } from './watching.ts'

export interface Recipient extends Reader {
  address: string
  /** Has a channel by which to be paged. */
  pageable: boolean
  /** When this person is paged: 0 at once; later turns only while nobody takes the ticket (R3.4). */
  turn: number
  /** The duty on which nobody stands, so that the managers are told as well. */
  unmanned?: string
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
 * Looks up, in two statements, and a third where a tier is paged, everybody whom these notices of many tickets concern. Who
 * serves on a tier, and who of it is on duty, is asked when the mail is sent, not when it fell due (SLA 16). Nobody whose
 * account is disabled is told anything.
 */
export async function lookUpPeople(
  database: PrismaClient,
  due: readonly Concerning[],
  tickets: ReadonlyMap<string, { record: TicketRecord }>,
): Promise<People> {
  const notices = due.map(({ notice }) => notice)
  const byName = notices
    .flatMap(({ assigneeId, previousId, visitorId, stepOwnerId, alsoIds = [] }) => [
      ...[assigneeId, previousId, visitorId, stepOwnerId],
      ...alsoIds,
    ])
    .concat([...tickets.values()].flatMap(({ record }) => record.watchers.map(({ id }) => id)))
    .filter((id) => id !== undefined)
  const at = fromDate(new Date())
  const isCalled = ({ ticketId, notice }: Concerning) => {
    const record = tickets.get(ticketId)?.record
    return record !== undefined && notice.to.some((one) => one !== 'manager') && isPage(notice, record)
  }
  const duties = due.some(isCalled) ? await dutiesKeptAt(database, at) : []
  const standing = duties.flatMap(({ shifts }) => [...onDuty(shifts, at), ...standingBy(shifts, at)])
  const tiers = notices.map(({ tier }) => tier)
  const named = [...tickets.values()].flatMap(({ record }) => [
    ...[record.reporter?.id ?? [], record.acceptor?.id ?? []].flat(),
    ...[...record.watchers.map(({ id }) => id), ...(record.standing.followers ?? [])],
  ])
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
        AND ("id" = ANY(${[...byName, ...standing]}) OR "role" = 'manager' OR "tier" = ANY(${tiers}))
      ORDER BY "id"`,
  ])
  const managers = staff.filter(({ role }) => role === 'manager')
  return {
    whomToTell(notice, record) {
      const called = isCalled({ ticketId: record.id, notice })
      const people = { record, contacts, managers, staff, duties: called ? duties : [], at }
      const others = staff.filter(({ id }) => notice.alsoIds?.includes(id)).map(recipientOfOurs)
      const all = [...notice.to.flatMap((audience) => resolve(audience, notice, people)), ...others]
      // Whom it concerns is told so, and not for information.
      const concerned = all.filter(({ watches }) => !watches)
      const watching = all.filter((one) => one.watches && !concerned.some(({ id }) => id === one.id))
      return onceEach([...concerned, ...watching])
    },
  }
}

/** Each person once, and as soon as any of the reasons to call this person asks for. */
function onceEach(all: readonly Recipient[]): Recipient[] {
  const soonest = new Map<string, Recipient>()
  for (const one of all) {
    const known = soonest.get(one.id)
    soonest.set(one.id, known ? { ...one, ...known, turn: Math.min(known.turn, one.turn) } : one)
  }
  return [...soonest.values()]
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
  /** Those by which somebody is paged; none for what pages nobody. */
  duties: DutyAt[]
  at: Instant
}

function resolve(audience: Addressee, notice: Notice, people: Circle): Recipient[] {
  const { record, contacts, managers, staff } = people
  switch (audience) {
    case 'reporter':
    case 'acceptor':
      if (audience === 'reporter' && record.reporter === null) return callerOf(record)
      return contacts.filter(({ id }) => id === record[audience]?.id).map(recipientOutside)
    case 'followers':
      return contacts.filter(({ id }) => record.standing.followers?.includes(id)).map(recipientOutside)
    case 'assignee': {
      const assignee = staff.find(({ id }) => id === notice.assigneeId)
      // What is nobody's is its tier's, so that nothing is dropped (R1.5).
      return assignee ? [recipientOfOurs(assignee)] : resolve('tier', notice, people)
    }
    case 'previous':
      return staff.filter(({ id }) => id === notice.previousId).map(recipientOfOurs)
    case 'visitor':
      return staff.filter(({ id }) => id === notice.visitorId).map(recipientOfOurs)
    case 'stepOwner':
      return staff.filter(({ id }) => id === notice.stepOwnerId).map(recipientOfOurs)
    case 'tier':
      return tierCalled(notice, people)
    case 'manager':
      return managers.map(recipientOfOurs)
    case 'party':
      return partyOf(notice, record)
    case 'watchers':
      return contacts
        .filter(({ id }) => isWatching(id, notice, record))
        .map(recipientOutside)
        .map(forInformation)
    case 'watchingStaff':
      return staff
        .filter((user) => isWatching(user.id, notice, record, 'internal') && maySee(user, record))
        .map(recipientOfOurs)
        .map(forInformation)
  }
}

/**
 * R3.4: those on duty at this hour first, then whoever was named to be next, then the rest of the tier. Where no duty is for
 * that tier and customer all are called at once; where nobody stands on one, the managers are told as well, so that it is
 * never silent (SLA 20).
 */
function tierCalled({ tier }: Notice, { record, managers, staff, duties, at }: Circle): Recipient[] {
  // SLA 24: where nobody knows whose it is, the whole tier is called, whomever it serves.
  const serves = (user: OurPerson) => maySee(user, record)
  const onTier = tier === 'manager' ? managers : staff.filter((user) => user.tier === tier && serves(user))
  const ofTier = onTier.length > 0 ? onTier : managers
  const kept = dutiesFor(duties, tier, record.customer?.id)
  const [duty] = kept
  if (duty === undefined) return ofTier.map(recipientOfOurs)
  const ofRota = (ids: string[]) => staff.filter((user) => ids.includes(user.id) && serves(user))
  const first = ofRota(kept.flatMap(({ shifts }) => onDuty(shifts, at)))
  if (first.length === 0) {
    const told = managers.map((manager) => ({ ...recipientOfOurs(manager), unmanned: duty.name }))
    return [...told, ...ofTier.map(recipientOfOurs)]
  }
  const next = ofRota(kept.flatMap(({ shifts }) => standingBy(shifts, at))).filter((user) => !first.includes(user))
  const rest = ofTier.filter((user) => !first.includes(user) && !next.includes(user))
  const turns = [first, next, rest].filter((turn) => turn.length > 0)
  return turns.flatMap((users, turn) => users.map((user) => ({ ...recipientOfOurs(user), turn })))
}

/** In the zone of the customer, unless this person has another: a language is no place. */
function recipientOutside({ id, name, email, language, timeZone }: CustomersPerson): Recipient {
  return { id, name, address: email, language: languageOf(language), timeZone, ...outside }
}

const outside = { staff: false, pageable: false, turn: 0 }

function recipientOfOurs({ id, name, email, language, timeZone, pageable }: OurPerson): Recipient {
  return { id, name, address: email, language: languageOf(language), timeZone, staff: true, pageable, turn: 0 }
}

/** Who was removed hears of that, and of nothing else any more. */
function partyOf({ party: n, message }: Notice, { parties }: TicketRecord): Recipient[] {
  const party = parties.find((one) => one.n === n && (one.removedAt === null || message === 'party-removed'))
  if (party === undefined) return []
  const { name, email, language, timeZone } = party
  return [{ id: partyIdOf(party), name, address: email, language, timeZone, party: party.n, ...outside }]
}

/** SLA 24: a caller nobody knows, at the address that was given on the phone. */
function callerOf({ caller }: TicketRecord): Recipient[] {
  if (!caller?.email) return []
  const { name, email, language } = caller
  return [{ id: 'caller', name, address: email, language, timeZone: usualTimeZone, ...outside }]
}
