import { z } from 'zod'
import { authorisationEnds } from '../../domain/ticket/remote.ts'
import { instant } from '../../http/fields.ts'
import { named, staffMember } from './given-schema.ts'

const period = { purpose: z.string(), from: instant, until: instant }

/** R4.2: what is known of remote support. Instants are UTC. */
export const remote = z
  .strictObject({
    asked: z
      .strictObject({ ...period, by: staffMember, at: instant })
      .nullable()
      .meta({ description: 'What the customer was asked to authorise, and has not answered' }),
    authorisation: z
      .strictObject({
        ...period,
        by: named.meta({ description: 'Who of the customer granted it' }),
        at: instant,
        loggedBy: staffMember.nullable().meta({ description: 'Who of us wrote down what was said' }),
        ended: z.strictObject({ at: instant, why: z.enum(authorisationEnds) }).nullable(),
      })
      .nullable()
      .meta({ description: 'The newest that was granted' }),
    sessions: z
      .array(
        z.strictObject({
          n: z.int(),
          engineer: staffMember,
          startedAt: instant,
          endedAt: instant.nullable(),
          done: z.string().nullable().meta({ description: 'Up to 1,000 characters; the whole stands in the events' }),
        }),
      )
      .meta({ description: 'The one under way, and the newest of those that are over' }),
  })
  .meta({ id: 'Remote' })
