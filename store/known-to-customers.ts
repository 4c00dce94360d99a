import { customerAudiences } from '../domain/people/audiences.ts'
import { kindsForCustomer } from '../domain/ticket/customers-may-know.ts'
import type { Prisma } from '../prisma/client/client.ts'

/** The events of which a customer may know, as the domain says it. */
export const knownToCustomers: Prisma.TicketEventWhereInput = {
  OR: [
    { type: { in: kindsForCustomer.all } },
    {
      type: { in: kindsForCustomer.ifTold },
      OR: customerAudiences.map((audience) => ({ data: { path: ['notify'], array_contains: [audience] } })),
    },
  ],
}
