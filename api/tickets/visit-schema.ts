import { z } from 'zod'
import { confirmations, materialMoves, visitStatuses } from '../../domain/ticket/visit.ts'
import { instant, line, text } from '../../http/fields.ts'
import { named, staffMember } from './given-schema.ts'

const confirmation = {
  how: z.enum(confirmations).meta({ description: "How the customer's person confirmed it on site" }),
  name: line(100).optional().meta({ description: 'Who confirmed it' }),
  scan: line(500).optional().meta({ description: 'Where the signed sheet, or its picture, is kept' }),
}

/** R4.1, R4.4: what a visit came to. */
export const workReport = z
  .strictObject({
    done: text(20_000),
    material: z
      .array(z.strictObject({ move: z.enum(materialMoves), what: line(100), quantity: z.int().min(1).max(100_000) }))
      .max(20)
      .default([])
      .meta({ description: 'Parts and tools that were brought, left with the customer, or taken away' }),
    confirmation: z.strictObject(confirmation).refine(({ how, name }) => how === 'absent' || name !== undefined, {
      error: 'Say who confirmed or refused it',
      path: ['name'],
    }),
  })
  .meta({
    example: {
      done: 'Changed the power supply, and watched the load for an hour',
      material: [
        { move: 'left', what: 'Power supply 750 W', quantity: 1 },
        { move: 'removed', what: 'Power supply, broken', quantity: 1 },
      ],
      confirmation: { how: 'paper', name: 'Qian Wei', scan: 'archive/2026/1127-1.pdf' },
    },
  })

/** A visit as it is shown. Instants are UTC. */
export const visit = z
  .strictObject({
    n: z.int(),
    engineer: staffMember,
    status: z.enum(visitStatuses),
    from: instant.meta({ description: 'When the engineer is expected' }),
    until: instant.meta({ description: 'Until when the engineer is booked' }),
    purpose: z.string().nullable(),
    assists: z.boolean().meta({ description: 'Comes to help or to deliver: a check-in keeps no promise' }),
    agreed: z
      .strictObject({ by: named, at: instant })
      .nullable()
      .meta({ description: 'Who of the customer chose this time' }),
    travelMinutes: z
      .int()
      .optional()
      .meta({ description: 'From the office of whoever goes; absent where nobody has said; for staff' }),
    leaveBy: instant
      .optional()
      .meta({ description: 'When whoever goes must leave to be there when expected; with `travelMinutes`' }),
    dispatchedAt: instant,
    acceptedAt: instant.nullable(),
    departedAt: instant.nullable(),
    arrivedAt: instant.nullable(),
    endedAt: instant.nullable(),
    report: z
      .strictObject({
        done: z.string().meta({ description: 'Up to 1,000 characters; the whole stands in the events' }),
        material: z.array(z.strictObject({ move: z.enum(materialMoves), what: z.string(), quantity: z.int() })),
        confirmation: z.strictObject({
          how: z.enum(confirmations),
          name: z.string().optional(),
          scan: z.string().optional(),
        }),
      })
      .nullable(),
    reason: z.string().nullable().meta({ description: 'Why nobody could get in, or why nobody comes' }),
  })
  .meta({ id: 'Visit' })
