import { z } from 'zod'
import { outcomes } from '../../domain/ticket/rehearsal.ts'
import { id, instant } from '../../http/fields.ts'
import { policyDraft } from './policy-schema.ts'

/** Which tickets, and by what they are played again. */
export const request = z
  .strictObject({
    from: instant.meta({ description: 'Of tickets opened from then on; within two years' }),
    to: instant.meta({ description: 'And before then' }),
    draft: policyDraft,
  })
  .meta({
    id: 'NewRehearsal',
    example: {
      from: '2026-10-01T00:00:00+08:00',
      to: '2026-11-01T00:00:00+08:00',
      draft: {
        rows: [
          {
            metric: 'response',
            target: { amount: 5, unit: 'workingMinutes' },
            calendar: 'always',
            anchor: 'opened',
            source: 'R2.1',
          },
        ],
      },
    },
  })

const counts = z.strictObject(Object.fromEntries(outcomes.map((outcome) => [outcome, z.int()])))
const fate = z
  .strictObject({ outcome: z.enum(outcomes), dueAt: instant.nullable() })
  .nullable()
  .meta({ description: 'Null where it is not promised. `left`: withdrawn, cancelled or not needed' })
export const rehearsal = z
  .strictObject({
    policyId: id,
    from: instant,
    to: instant,
    at: instant.meta({ description: 'Up to when it was played' }),
    tickets: z.int(),
    promises: z
      .array(z.strictObject({ promise: z.string(), before: counts, after: counts }))
      .meta({ description: 'By metric, and tier or what began it: `arrival@headquarters`' }),
    differences: z.array(
      z.strictObject({
        ticketId: id,
        number: z.string(),
        openedAt: instant,
        clocks: z.array(z.strictObject({ clockId: z.string(), before: fate, after: fate })),
      }),
    ),
  })
  .meta({ id: 'Rehearsal' })
