import { customerAudiences } from '../domain/people/audiences.ts'
import { kindsForCustomer } from '../domain/ticket/customers-may-know.ts'
import { Prisma } from '../prisma/client/client.ts'

/** The events of which a customer may know, as the domain says it. */
export const knownToCustomers: Prisma.TicketEventWhereInput = {
  OR: [
    // Null where it is not there at all: not of a target of the desk's own (SLA 24).
    { type: { in: kindsForCustomer.all }, data: { path: ['internal'], equals: Prisma.AnyNull } },
    {
      type: { in: [...kindsForCustomer.all, ...kindsForCustomer.ifTold] },
      OR: customerAudiences.map((audience) => ({ data: { path: ['notify'], array_contains: [audience] } })),
    },
  ],
}
