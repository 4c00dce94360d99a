import { z } from 'zod'
import { channels, faultClasses, kinds, priorities } from '../../domain/promises/subject.ts'
import { sources } from '../../domain/ticket/source.ts'
import type { Open } from '../../domain/ticket/state.ts'
import { pathOfKind } from '../../domain/ticket/paths.ts'
import { isRefusal } from '../../domain/ticket/refusal.ts'
import { open } from '../../domain/ticket/verbs/open.ts'
import { fromDate, fromIso, type Instant } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { Fault } from '../../http/faults.ts'
import type { Services } from '../shared/services.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { inScope } from '../shared/scope.ts'
import { nearestFor, siteOf } from './nearest.ts'
import { coverageFor, coverageStart } from './terms.ts'
import { email, id, instant, language, line, phone, text } from '../../http/fields.ts'
import { faultOf } from './put.ts'
import { liveContracts, listed } from '../shared/retirement.ts'
import { type Naming, whoseIs } from './whose.ts'

const caller = z
  .strictObject({
    name: line(200),
    phone: phone.optional(),
    email: email.optional(),
    organisation: line(200).optional(),
    language: language.default('zh-CN'),
  })
  .meta({ id: 'Caller', description: 'With a phone number or an e-mail address at least' })

const forStaff = ' For staff'

export const newTicket = z
  .strictObject({
    contractId: id.optional().meta({
      description:
        'It may have ended, or not begun: then, or without one, the ticket is taken all the same, and uncovered',
    }),
    customerId: id.optional().meta({ description: `Whose it is, where no contract is named.${forStaff}` }),
    systemId: id.optional(),
    subject: line(200),
    description: text(20_000),
    kind: z.enum(kinds).default('incident'),
    class: z.enum(faultClasses).default('general'),
    priority: z.enum(priorities).default('normal'),
    channel: z.enum(channels).optional().meta({ description: 'Default: web for customers, phone for staff' }),
    source: z
      .enum(sources)
      .default('customer')
      .meta({
        description: `The customer's report, an answer to our survey, or what our staff noticed themselves.${forStaff}`,
      }),
    reporterId: id.optional().meta({
      description:
        'A contact of that customer; a customer reports in person. Not needed for what staff noticed, and for an alarm of a system that is named',
    }),
    caller: caller.optional().meta({ description: `Instead of reporterId, whom nobody knows so far.${forStaff}` }),
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
  const now = fromDate(clock())
  const calledAt = calledAtOf(body, user, now)
  const naming = await namedBy(body, user, database, clock())
  const whose = await whoseIs(database, user, naming, calledAt ?? now)
  const { subject, description, kind, class: faultClass, priority, source, backdateReason } = body
  const path = pathOfKind(kind)
  const [coverage, near] = await Promise.all([
    coverageFor(database, whose.terms, coverageStart(now), now),
    nearestFor(database, siteOf(whose), whose.terms, clock()),
  ])
  const opening: Open = {
    id,
    number,
    ...whose,
    coverage,
    ...near,
    subject,
    description,
    kind,
    class: faultClass,
    priority,
    channel: body.channel ?? (user.role === 'customer' ? 'web' : 'phone'),
    source,
    ...(body.caller && { caller: given(body.caller) }),
    ...(body.follows && (await followedOf(database, user, whose.customer?.id ?? null, body.follows))),
    ...(calledAt !== undefined && { calledAt }),
    ...(backdateReason && { backdateReason }),
    ...(path && { path }),
  }
  // A process that begins with a refusal could only fail, so the rule is asked before it is started.
  const answer = open(opening, now)
  if (isRefusal(answer)) throw faultOf(answer)
  return opening
}

/** What somebody left out is not there, rather than undefined: it becomes JSON. */
function given({ name, phone, email, organisation, language }: NonNullable<NewTicket['caller']>): Open['caller'] {
  return { name, ...(phone && { phone }), ...(email && { email }), ...(organisation && { organisation }), language }
}

/** SLA 6: our staff log a call; how far back is what the calendars are known for. */
function calledAtOf({ calledAt }: NewTicket, user: SignedIn, now: Instant): Instant | undefined {
  if (calledAt === undefined) return undefined
  if (user.role === 'customer') throw Fault.invalid({ field: 'calledAt', message: 'Only our staff back-date a call' })
  const at = fromIso(calledAt)
  if (at < coverageStart(now)) throw Fault.invalid({ field: 'calledAt', message: 'A call is logged within two days' })
  return at
}

/** A customer's person reports in person, for nobody else. */
async function namedBy(body: NewTicket, user: SignedIn, database: PrismaClient, now: Date): Promise<Naming> {
  const { contractId, customerId, systemId, reporterId, caller, source } = body
  if (user.role !== 'customer') return { contractId, customerId, systemId, reporterId }
  const wrong = (field: string, message: string) => Fault.invalid({ field, message })
  if (reporterId !== undefined && reporterId !== user.contactId) {
    throw wrong('reporterId', 'You report for yourself; leave it out')
  }
  if (caller) throw wrong('caller', 'You report for yourself; leave it out')
  if (customerId !== undefined) throw wrong('customerId', 'It is your own organisation; leave it out')
  if (source !== 'customer') throw wrong('source', 'For our staff; leave it out')
  if (contractId === undefined) await refuseWithout(database, user, now)
  return { contractId, systemId, reporterId: user.contactId }
}

/** SLA 24: whoever has a contract is not to lose its promises by not naming it. */
async function refuseWithout(database: PrismaClient, { customerIds }: SignedIn, now: Date): Promise<void> {
  const live = await liveContracts(database, now, { customerId: { in: customerIds === 'all' ? [] : customerIds } })
  if (live.length === 0) return
  throw Fault.invalid({ field: 'contractId', message: `Name the contract that it is about: ${listed(live)}` })
}

/** Another customer's thing is answered as one that does not exist. */
async function followedOf(
  database: PrismaClient,
  user: SignedIn,
  customerId: string | null,
  id: string,
): Promise<Pick<Open, 'follows' | 'followsNumber'>> {
  const row = await database.ticket.findUnique({ where: { id }, select: { customerId: true, number: true } })
  if (row === null || row.customerId !== customerId || !inScope(user, row.customerId)) throw Fault.absent('follows')
  return { follows: id, followsNumber: row.number }
}
