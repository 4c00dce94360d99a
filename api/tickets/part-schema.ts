import { z } from 'zod'
import { partKinds, partSteps, places } from '../../domain/ticket/parts.ts'
import { instant } from '../../http/fields.ts'
import { staffMember } from './given-schema.ts'

/** R4.3: a part that is needed, or equipment that was taken away. Instants are UTC. */
export const part = z
  .strictObject({
    n: z.int(),
    kind: z.enum(partKinds),
    what: z.string(),
    serial: z.string().nullable(),
    quantity: z.int(),
    status: z.enum([...partKinds, ...partSteps]),
    place: z.enum(places).nullable().meta({ description: 'Where it was sent to, or where it came' }),
    visit: z.int().nullable().meta({ description: 'Of the visit that took it away' }),
    by: staffMember.meta({ description: 'Who said so last' }),
    at: instant,
    expectedBy: instant.nullable(),
    away: z.boolean().meta({ description: 'It is neither fitted nor given back nor written off' }),
  })
  .meta({ id: 'Part' })

export const waitedFor = z
  .strictObject({ n: z.int(), what: z.string() })
  .optional()
  .meta({ description: 'The part that it waits for' })
