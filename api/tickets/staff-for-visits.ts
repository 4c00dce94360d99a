import { servesCustomer, type StaffMember } from '../../domain/people/actors.ts'
import type { StaffFunction } from '../../domain/people/functions.ts'
import type { Candidate, Qualification } from '../../domain/people/qualifications.ts'
import { usualTimeZone } from '../../domain/people/time-zones.ts'
import { minutesTo } from '../../domain/people/travel.ts'
import { whoeverGoes } from '../../domain/ticket/verbs/on-site.ts'
import type { Prisma, PrismaClient, Qualification as Row } from '../../prisma/client/client.ts'
import { dateOf } from '../../store/rows.ts'
import { staffMemberIn, type Subject } from './lookups.ts'

/** Where somebody is to go. */
export type Site = Pick<Subject, 'customerId' | 'systemId'>

/** Somebody who might be sent there. */
export interface Visitor extends Candidate {
  id: string
  engineer: StaffMember
  /** R3.5 */
  serves: boolean
  office: { id: string; name: string } | null
  /** R4.3: from their office; null where nobody has said how long it takes. */
  travelMinutes: number | null
}

/** R3.5: nobody of the desk goes on site, since whoever was sent must be able to say how it goes on. */
const whoGoes = { role: { in: [...whoeverGoes] }, disabledAt: null }

/** With all by which a visit is weighed. */
export async function findVisitors(
  database: PrismaClient,
  { customerId, systemId }: Site,
  { where, take }: { where: Prisma.UserWhereInput; take: number },
): Promise<Visitor[]> {
  const there = { customerId: customerId ?? '' }
  const users = await database.user.findMany({
    where: { AND: [where, whoGoes] },
    orderBy: { id: 'asc' },
    take,
    include: {
      qualifications: { where: { retiredAt: null } },
      bindings: { where: there },
      office: { include: { journeys: { where: there } } },
    },
  })
  return users.map(({ office, qualifications, bindings, ...user }) => ({
    ...{ id: user.id, name: user.name, function: user.function as StaffFunction | null },
    engineer: staffMemberIn(user),
    qualifications: qualifications.map(qualificationIn),
    serves: servesCustomer({ role: user.role, bound: bindings.map((one) => one.customerId) }, customerId),
    office: office && { id: office.id, name: office.name },
    travelMinutes: minutesTo(office?.journeys ?? [], systemId),
  }))
}

/** The date there, as YYYY-MM-DD (SLA 5). */
export async function dayAt(database: PrismaClient, { customerId }: Pick<Site, 'customerId'>, at: Date) {
  const customer =
    customerId === null
      ? null
      : await database.customer.findUnique({ where: { id: customerId }, select: { timeZone: true } })
  const timeZone = customer?.timeZone ?? usualTimeZone
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
}

function qualificationIn({ skill, certificate, customerId, validFrom, validUntil }: Row): Qualification {
  return { skill, certificate, customerId, validFrom: dateOf(validFrom), validUntil: validUntil && dateOf(validUntil) }
}
