import { z } from 'zod'
import { partyRoles } from '../../domain/ticket/party.ts'
import { instant, language } from '../../http/fields.ts'

/** Another party of the ticket. Instants are UTC. */
const party = z
  .strictObject({
    n: z.int(),
    role: z.enum(partyRoles),
    name: z.string(),
    organisation: z.string(),
    email: z.string(),
    language,
    timeZone: z.string(),
    about: z.string(),
    showsCustomer: z.boolean(),
    askedAt: instant.nullable().meta({ description: 'Since when it has not answered; null where it has' }),
    answerBy: instant.nullable(),
    late: z.boolean().meta({ description: 'The desk was told that its answer is late' }),
    removedAt: instant.nullable(),
  })
  .meta({ id: 'Party' })

export const parties = z.array(party).meta({
  description: 'Other departments, vendors and suppliers that are asked something; for staff, empty to customers',
})
