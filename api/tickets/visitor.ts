import type { StaffMember } from '../../domain/people/actors.ts'
import type { StaffFunction } from '../../domain/people/functions.ts'
import { barsTo, type Qualification } from '../../domain/people/qualifications.ts'
import { usualTimeZone } from '../../domain/people/time-zones.ts'
import type { Needs } from '../../domain/ticket/visit.ts'
import { Fault } from '../../http/faults.ts'
import type { PrismaClient, Qualification as Row } from '../../prisma/client/client.ts'
import { dateOf } from '../../store/rows.ts'
import { serves, staffMemberIn, type Subject } from './lookups.ts'

/** R3.5: nobody of the desk goes on site, since whoever was sent must be able to say how it goes on. */
const whoGoes = { role: { not: 'agent' } }

/**
 * R3.3, R3.8: who is to be sent, when nothing bars this person: an enabled account that serves the customer, a certificate
 * on file that is valid on that day there, and the function and the skills that are needed. Throws a Fault that names all
 * that bars.
 */
export async function visitorOf(
  database: PrismaClient,
  { customerId }: Subject,
  engineerId: string,
  { needs, at }: { needs: Needs | undefined; at: Date },
): Promise<StaffMember> {
  const [user, customer] = await Promise.all([
    database.user.findFirst({
      where: { AND: [{ id: engineerId, disabledAt: null }, serves(customerId), whoGoes] },
      include: { qualifications: { where: { retiredAt: null } } },
    }),
    customerId === null
      ? null
      : database.customer.findUnique({ where: { id: customerId }, select: { timeZone: true } }),
  ])
  if (user === null) {
    throw invalid('No engineer, senior or manager by that id who serves this customer')
  }
  const { name, function: does, qualifications } = user
  const candidate = {
    name,
    function: does as StaffFunction | null,
    qualifications: qualifications.map(qualificationIn),
  }
  const bars = barsTo(candidate, { customerId, on: dayIn(customer?.timeZone ?? usualTimeZone, at), ...needs })
  if (bars.length > 0) throw invalid(`${bars.join('; ')}`)
  return staffMemberIn(user)
}

/** R3.3: whoever was to go may also go then. Of a visit that is not booked its verb says what is wrong. */
export async function requireStillMayGo(database: PrismaClient, ticket: Subject, n: number, at: Date): Promise<void> {
  const booked = await database.visit.findFirst({ where: { ticketId: ticket.id, n, booked: true } })
  if (booked) await visitorOf(database, ticket, booked.engineerId, { needs: undefined, at })
}

/** The date there, as YYYY-MM-DD (SLA 5). */
function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
}

function qualificationIn({ skill, certificate, customerId, validFrom, validUntil }: Row): Qualification {
  return { skill, certificate, customerId, validFrom: dateOf(validFrom), validUntil: validUntil && dateOf(validUntil) }
}

function invalid(message: string): Fault {
  return Fault.invalid({ field: 'engineerId', message })
}
