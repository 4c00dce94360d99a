import { z } from 'zod'
import { outcomes, pathNames, stepNames } from '../../domain/ticket/paths.ts'
import { instant } from '../../http/fields.ts'
import { named, staffMember } from './given-schema.ts'

/** R1.14: a step as it is shown. Instants are UTC. */
const step = z
  .strictObject({
    step: z.enum(stepNames),
    path: z.enum(pathNames),
    state: z.enum(['waiting', 'open', 'done']).meta({ description: 'Of a path one is open, until all are done' }),
    owner: staffMember.nullable().meta({ description: 'Who is responsible for it; null while nobody is' }),
    dueAt: instant.nullable().meta({ description: "The desk's own target, and no promise; for staff" }),
    doneAt: instant.nullable(),
    doneBy: named.nullable(),
    result: z
      .string()
      .nullable()
      .meta({ description: 'Up to 1,000 characters; the whole stands in the events. For staff' }),
    outcome: z.enum(outcomes).nullable().meta({ description: 'What was decided; for staff' }),
  })
  .meta({ id: 'Step' })

const steps = z.array(step).meta({
  description:
    'Of a complaint, a change request or a suggestion, in their order; and what follows a low rating or a repeated fault, for staff',
})

const complainedOf = z.array(staffMember).meta({ description: 'Whom of us the complaint is about; for staff' })

/** What a ticket shows of the paths that it is on. */
export const onPaths = { steps, complainedOf }
