import { z } from 'zod'
import type { Contact } from '../../domain/people/actors.ts'
import { faultClasses, kinds, priorities } from '../../domain/promises/subject.ts'
import { channels, type Open } from '../../domain/ticket/state.ts'
import { isRefusal } from '../../domain/ticket/refusal.ts'
import { open } from '../../domain/ticket/verbs/open.ts'
import { fromIso, type Instant } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { Fault } from '../../http/faults.ts'
import type { Services } from '../shared/services.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { visible } from '../shared/scope.ts'
import { type Contract, coverageFor, coverageStart, termsOf } from './terms.ts'
import { id, instant, line, text } from '../../http/fields.ts'
import { faultOf } from './put.ts'
import { refuseRetired } from '../shared/retirement.ts'

export const newTicket = z
  .strictObject({
    contractId: id,
    systemId: id.optional(),
    subject: line(200),
    description: text(20_000),
    kind: z.enum(kinds).default('incident'),
    class: z.enum(faultClasses).default('general'),
    priority: z.enum(priorities).default('normal'),
    channel: z.enum(channels).optional().meta({ description: 'Default: web for customers, phone for staff' }),
    reporterId: id.optional().meta({ description: 'A contact of that customer; a customer reports in person' }),
    calledAt: instant.optional().meta({ description: 'When the phone call came, if it is logged later' }),
    backdateReason: text(2000).optional(),
    follows: id.optional().meta({ description: 'A ticket of the same customer that this one follows' }),
  })
  .meta({
    id: 'NewTicket',
    example: {
      contractId: 'ctr_jiangzhou',
      subject: 'Submitting an application fails',
      description: 'The page shows error 500 after "Submit".',
      priority: 'high',
      reporterId: 'con_zhaomin',
    },
  })

type NewTicket = z.output<typeof newTicket>

/** Looks up and checks all that a ticket is opened with. Throws the Problem that names the field. */
export async function openingOf(
  body: NewTicket,
  user: SignedIn,
  { id, number }: { id: string; number: string },
  { database, now: clock }: Services,
): Promise<Open> {
  const now = Math.floor(clock().getTime() / 1000)
  const calledAt = calledAtOf(body, user, now)
  const contract = await contractOf(database, user, body.contractId, calledAt ?? now)
  const [terms, system, reporter, follows] = await Promise.all([
    termsOf(database, contract),
    body.systemId && systemOf(database, contract, body.systemId),
    reporterOf(database, user, contract, body.reporterId),
    body.follows && followedOf(database, contract, body.follows),
  ])
  const { subject, description, kind, class: faultClass, priority, backdateReason } = body
  const opening: Open = {
    id,
    number,
    customer: { id: contract.customer.id, name: contract.customer.name },
    ...(system && { system }),
    terms,
    coverage: await coverageFor(database, terms, coverageStart(now), now),
    subject,
    description,
    kind,
    class: faultClass,
    priority,
    channel: body.channel ?? (user.role === 'customer' ? 'web' : 'phone'),
    reporter,
    ...(follows && { follows }),
    ...(calledAt !== undefined && { calledAt }),
    ...(backdateReason && { backdateReason }),
  }
  // A process that begins with a refusal could only fail, so the rule is asked before it is started.
  const answer = open(opening, now)
  if (isRefusal(answer)) throw faultOf(answer)
  return opening
}

/** SLA 6: our staff log a call; how far back is what the calendars are known for. */
function calledAtOf({ calledAt }: NewTicket, user: SignedIn, now: Instant): Instant | undefined {
  if (calledAt === undefined) return undefined
  if (user.role === 'customer') throw Fault.invalid({ field: 'calledAt', message: 'Only our staff back-date a call' })
  const at = fromIso(calledAt)
  if (at < coverageStart(now)) throw Fault.invalid({ field: 'calledAt', message: 'A call is logged within two days' })
  return at
}

async function contractOf(database: PrismaClient, user: SignedIn, id: string, at: Instant): Promise<Contract> {
  const row = await database.contract.findUnique({ where: { id }, include: { acceptor: true, customer: true } })
  const contract = visible(user, row, 'contractId')
  refuseRetired(contract, 'contractId')
  refuseRetired(contract.customer, 'contractId')
  const { startsOn, endsOn } = contract
  // Its dates name no zone: it runs while it is one of its days anywhere.
  if (at < startsOn.getTime() / 1000 - 14 * hour) throw outside(`This contract begins on ${dateOf(startsOn)}`)
  if (at >= endsOn.getTime() / 1000 + 36 * hour) throw outside(`This contract ended on ${dateOf(endsOn)}`)
  return contract
}

const hour = 3600

function outside(message: string) {
  return Fault.invalid({ field: 'contractId', message })
}

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

async function systemOf(database: PrismaClient, contract: Contract, id: string) {
  const system = ofCustomer(contract, await database.system.findUnique({ where: { id } }), 'systemId')
  refuseRetired(system, 'systemId')
  return { id, name: system.name }
}

async function reporterOf(
  database: PrismaClient,
  user: SignedIn,
  contract: Contract,
  reporterId: string | undefined,
): Promise<Contact> {
  const id = user.role === 'customer' ? user.contactId : reporterId
  if (user.role === 'customer' && reporterId !== undefined && reporterId !== id) {
    throw Fault.invalid({ field: 'reporterId', message: 'You report for yourself; leave it out' })
  }
  if (id === undefined)
    throw Fault.invalid({ field: 'reporterId', message: "Name the customer's contact who reported it" })
  const contact = ofCustomer(contract, await database.contact.findUnique({ where: { id } }), 'reporterId')
  refuseRetired(contact, 'reporterId')
  return { id, name: contact.name }
}

async function followedOf(database: PrismaClient, contract: Contract, id: string): Promise<string> {
  const row = await database.ticket.findUnique({ where: { id }, select: { customerId: true } })
  ofCustomer(contract, row, 'follows')
  return id
}

/** Another customer's thing is answered as one that does not exist. */
function ofCustomer<T extends { customerId: string }>({ customerId }: Contract, row: T | null, field: string): T {
  if (row === null || row.customerId !== customerId) throw Fault.absent(field)
  return row
}
