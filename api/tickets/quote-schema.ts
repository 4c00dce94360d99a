import { z } from 'zod'
import { instant } from '../../http/fields.ts'
import { named, staffMember } from './given-schema.ts'

/** R6.3: what uncovered work costs, and what the customer said to it. Instants are UTC. */
export const quoting = z
  .strictObject({
    quote: z
      .strictObject({
        n: z.int(),
        amount: z.string(),
        currency: z.string(),
        purpose: z.string(),
        validUntil: instant,
        by: staffMember,
        at: instant,
        decided: z.strictObject({ accepted: z.boolean(), at: instant, by: named }).nullable(),
      })
      .nullable()
      .meta({ description: 'The newest' }),
    waived: z
      .strictObject({ by: staffMember, at: instant, reason: z.string().meta({ description: 'Empty for customers' }) })
      .nullable(),
  })
  .nullable()
  .meta({ id: 'Quoting', description: 'Null where nothing was quoted nor waived' })
