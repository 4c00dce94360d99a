import { z } from 'zod'
import { partKinds, partSteps, places } from '../../../domain/ticket/parts.ts'
import { fromIso } from '../../../domain/time/instant.ts'
import { instant, line, text } from '../../../http/fields.ts'
import { act, type Acts } from './act.ts'

const expectedBy = instant
  .optional()
  .meta({ description: 'When it is expected there, within a year; our people ask for it then, else after a week' })

/** R4.3: parts that are needed, and equipment that was taken away. */
export const parts = {
  addPart: act({
    noun: 'parts',
    summary: 'Ask for a part, or put down equipment that was taken away; the customer is told',
    body: z
      .strictObject({
        kind: z.enum(partKinds),
        what: line(100),
        serial: line(100).optional(),
        quantity: z.int().min(1).max(100_000).default(1),
        expectedBy,
      })
      .meta({ example: { kind: 'requested', what: 'Power supply 750 W', expectedBy: '2026-11-28T10:00:00+08:00' } }),
    tell: ({ serial, expectedBy, ...body }) => ({ ...body, ...(serial && { serial }), ...by(expectedBy) }),
  }),
  movePart: act({
    noun: 'part-movements',
    summary: 'Say that a part was sent, came, was fitted, given back or written off; what comes ends the wait for it',
    body: z
      .strictObject({
        part: z.int().min(1).max(100_000).meta({ description: 'Its number within the ticket' }),
        step: z.enum(partSteps),
        place: z.enum(places).optional().meta({ description: 'For `sent` and `received`: where to, or where it came' }),
        note: text(2000).optional().meta({ description: 'The customer is told; `writtenOff` needs one' }),
        expectedBy,
      })
      .meta({ example: { part: 1, step: 'sent', place: 'vendor', note: 'Under the guarantee of its maker' } }),
    tell: ({ place, note, expectedBy, ...body }) => ({
      ...{ ...body, ...(place && { place }), ...(note && { note }) },
      ...by(expectedBy),
    }),
  }),
} satisfies Acts

function by(expectedBy: string | undefined) {
  return expectedBy === undefined ? {} : { expectedBy: fromIso(expectedBy) }
}
