import { barsTo, servesNot } from '../../domain/people/qualifications.ts'
import type { Needs } from '../../domain/ticket/visit.ts'
import { Fault } from '../../http/faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import type { Subject } from './lookups.ts'
import { dayAt, findVisitors, type Visitor } from './staff-for-visits.ts'

/**
 * R3.3, R3.8: who is to be sent, when nothing bars this person: an enabled account that serves the customer, a certificate
 * on file that is valid on that day there, and the function and the skills that are needed. Throws a Fault that names all
 * that bars.
 */
export async function visitorOf(
  database: PrismaClient,
  ticket: Subject,
  engineerId: string,
  { needs, at }: { needs: Needs | undefined; at: Date },
): Promise<Visitor> {
  const [[visitor], on] = await Promise.all([
    findVisitors(database, ticket, { where: { id: engineerId }, take: 1 }),
    dayAt(database, ticket, at),
  ])
  if (visitor === undefined) throw invalid('No engineer, senior or manager by that id whose account is enabled')
  const { customerId } = ticket
  const bars = visitor.serves ? barsTo(visitor, { customerId, on, ...needs }) : [servesNot(visitor)]
  if (bars.length > 0) throw invalid(bars.map(({ words }) => words).join('; '))
  return visitor
}

/** R3.3: whoever was to go may also go then. Of a visit that is not booked its verb says what is wrong. */
export async function requireStillMayGo(database: PrismaClient, ticket: Subject, n: number, at: Date): Promise<void> {
  const booked = await database.visit.findFirst({ where: { ticketId: ticket.id, n, booked: true } })
  if (booked) await visitorOf(database, ticket, booked.engineerId, { needs: undefined, at })
}

function invalid(message: string): Fault {
  return Fault.invalid({ field: 'engineerId', message })
}
