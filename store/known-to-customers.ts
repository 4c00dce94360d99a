import { customerAudiences } from '../domain/people/audiences.ts'
import { deskPrefix } from '../domain/promises/clock.ts'
import { kindsForCustomer } from '../domain/ticket/customers-may-know.ts'
import type { Prisma } from '../prisma/client/client.ts'

/** The events of which a customer may know, as the domain says it. */
export const knownToCustomers: Prisma.TicketEventWhereInput = {
  // SLA 24: nobody outside was promised what the desk sets itself.
  NOT: { type: { in: ['warned', 'breached'] }, data: { path: ['clockId'], string_starts_with: deskPrefix } },
  OR: [
    { type: { in: kindsForCustomer.all } },
    {
      type: { in: kindsForCustomer.ifTold },
      OR: customerAudiences.map((audience) => ({ data: { path: ['notify'], array_contains: [audience] } })),
    },
  ],
}
