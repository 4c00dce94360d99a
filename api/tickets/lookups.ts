import { callerId, type Contact, type StaffMember, staffMember } from '../../domain/people/actors.ts'
import type { Bodies } from '../../domain/ticket/verbs/rules.ts'
import type { Terms } from '../../domain/ticket/state.ts'
import { fromDate, fromIso } from '../../domain/time/instant.ts'
import type { PrismaClient, Ticket } from '../../prisma/client/client.ts'
import { Fault } from '../../http/faults.ts'
import type { Finds } from '../../http/operation.ts'
import { faultsOfPromises } from '../shared/keepable.ts'
import { refuseRetired } from '../shared/retirement.ts'
import type { Services } from '../shared/services.ts'
import { coverageFor, coverageStart, deskTermsOf, termsOf } from './terms.ts'
import { deskPolicyId } from '../../domain/ticket/desk-terms.ts'
import { actorIn, ticketRecordIn } from '../../store/rows.ts'
import { findVersion } from '../../store/versions.ts'

/** What of a ticket must be known before a verb is put to it. */
export interface Subject {
  id: string
  /** Null as long as nobody knows whose it is. */
  customerId: string | null
  contractId: string | null
  systemId: string | null
  openedAt: Date
  /** The ticket in which it goes on. */
  mergedIntoId: string | null
}

export const subject: Finds<Subject> = {
  table: 'Ticket',
  columns: ['id', 'customerId', 'contractId', 'systemId', 'openedAt', 'mergedIntoId'],
  as: (row) => row as Subject,
}

/** A ticket as readers are shown it, and whose it is. */
export const wholeTicket: Finds<Pick<Ticket, 'customerId' | 'record' | 'stuckSince'>> = {
  table: 'Ticket',
  columns: ['id', 'customerId', 'record', 'stuckSince'],
  as: (row) => row as Ticket,
}

/** Managers and admins serve all, the others whom they are bound to; a ticket of nobody's anybody of our staff (SLA 24). */
export function serves(customerId: string | null) {
  const bound = { role: { in: ['agent', 'engineer', 'senior'] } }
  return {
    OR: [
      { role: { in: ['manager', 'admin'] } },
      customerId === null ? bound : { ...bound, bindings: { some: { customerId } } },
    ],
  }
}

/** R3.5: only whose account is enabled, and who may see the customer, can be given its tickets; with the tier that counts. */
export async function assigneeOf(
  database: PrismaClient,
  ticket: Subject,
  assigneeId: string,
  field = 'assigneeId',
): Promise<StaffMember> {
  const user = await database.user.findFirst({
    where: { id: assigneeId, disabledAt: null, ...serves(ticket.customerId) },
    select: { id: true, name: true, role: true, tier: true },
  })
  if (user === null) {
    throw Fault.invalid({ field, message: 'No member of our staff by that id who serves this customer' })
  }
  return staffMemberIn(user)
}

/** As they are named in a ticket, with the tier that counts. */
export function staffMemberIn(user: Parameters<typeof actorIn>[0]): StaffMember {
  return staffMember(actorIn(user))
}

/** A person of the ticket's customer, or the caller whom nobody knows. */
export async function contactOf(database: PrismaClient, ticket: Subject, id: string, field: string): Promise<Contact> {
  if (id === callerId) return callerOf(database, ticket, field)
  const contact = await database.contact.findUnique({ where: { id } })
  if (contact === null || contact.customerId !== ticket.customerId) throw Fault.absent(field)
  refuseRetired(contact, field)
  return { id, name: contact.name }
}

async function callerOf(database: PrismaClient, { id }: Subject, field: string): Promise<Contact> {
  const { caller } = ticketRecordIn(
    await database.ticket.findUniqueOrThrow({ where: { id }, select: { record: true } }),
  )
  if (caller === null) throw Fault.absent(field)
  return { id: callerId, name: caller.name }
}

/** SLA 18: what the contract promises now, with the working time since the ticket was opened. */
export async function promisesNow(
  { database, now }: Pick<Services, 'database' | 'now'>,
  ticket: Subject,
  reason: string,
): Promise<Bodies['retarget']> {
  const row = await database.ticket.findUniqueOrThrow({ where: { id: ticket.id }, select: { record: true } })
  const { clocks, openedAt, contractId, uncovered, acceptor } = ticketRecordIn(row)
  const terms =
    uncovered || contractId === null
      ? await deskTermsOf(database, await newestDeskPolicy(database), { contractId, reporter: acceptor })
      : await termsOf(database, await namedContract(database, contractId), fromIso(openedAt))
  await refuseUnkeepable(database, terms)
  // Clocks that have stopped keep their calendars.
  const kept = clocks.map((clock) => clock.calendar)
  const from = coverageStart(fromIso(openedAt))
  const coverage = await coverageFor(database, terms, from, fromDate(now()), kept)
  return { terms, coverage, reason }
}

async function newestDeskPolicy(database: PrismaClient): Promise<number | null> {
  return (await findVersion(database.policy, deskPolicyId))?.version ?? null
}

function namedContract(database: PrismaClient, id: string) {
  return database.contract.findUniqueOrThrow({ where: { id }, include: { acceptor: true, customer: true } })
}

/** H3: a policy may have been stored before such were refused. */
async function refuseUnkeepable(database: PrismaClient, { policy, ...own }: Terms): Promise<void> {
  const [fault] = await faultsOfPromises(database, policy, own)
  if (fault === undefined) return
  const which = `${policy.id}, version ${policy.version}, cannot be kept: put the contract on a version that can`
  throw new Fault('notNow', `${which}. ${fault.field}: ${fault.message}`)
}
