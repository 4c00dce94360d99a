import { z } from 'zod'
import { fromIso } from '../../../domain/time/instant.ts'
import { id, instant, text } from '../../../http/fields.ts'
import { whenWriting } from '../ceilings.ts'
import { contactOf } from '../lookups.ts'
import { act, type Acts } from './act.ts'

const known = new Set(Intl.supportedValuesOf('currency'))

/** R6.3: what work costs that no contract covers, and the customer's word on it. */
export const quotes = {
  quote: act({
    noun: 'quotes',
    summary: 'Quote what work costs that no contract covers; it is not resolved before the customer accepts it',
    body: z
      .strictObject({
        amount: z.string().regex(/^(?!0(\.0{1,2})?$)(0|[1-9]\d{0,9})(\.\d{1,2})?$/, {
          error: 'More than 0, with at most ten digits before the point and two after it, such as 1280.50',
        }),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/, { abort: true, error: 'An ISO 4217 code in capitals, such as CNY' })
          .refine((code) => known.has(code), {
            error: 'No currency that we know; give its ISO 4217 code, such as CNY',
          }),
        purpose: text(2000).meta({ description: 'What for; the customer is told' }),
        validUntil: instant.meta({ description: 'Until when it can be accepted: ahead, within 92 days' }),
      })
      .meta({
        example: {
          ...{ amount: '1280.50', currency: 'CNY', purpose: 'Restore the database from its backup, one day' },
          validUntil: '2026-12-04T18:00:00+08:00',
        },
      }),
    tell: ({ validUntil, ...body }) => ({ ...body, validUntil: fromIso(validUntil) }),
  }),
  decideQuote: act({
    noun: 'quote-decisions',
    summary: 'Accept or decline the newest quote; staff write down what the customer said',
    body: z
      .strictObject({
        quote: z.int().min(1).max(100).meta({ description: 'Its number within the ticket: the newest' }),
        accepted: z.boolean(),
        reason: text(2000).optional().meta({ description: 'What is declined needs one' }),
        heardFrom: id
          .optional()
          .meta({ description: 'For staff: the contact of the customer who said it, or `caller`' }),
      })
      .meta({ example: { quote: 1, accepted: true } }),
    ceilings: whenWriting,
    async tell({ heardFrom, reason, ...body }, { ticket, services }) {
      const from = heardFrom && { heardFrom: await contactOf(services.database, ticket, heardFrom, 'heardFrom') }
      return { ...body, ...(reason && { reason }), ...from }
    },
  }),
  waiveQuote: act({
    noun: 'quote-waiver',
    summary: 'Let uncovered work be done without a quote, with the reason; no customer reads it',
    body: z
      .strictObject({ reason: text(2000) })
      .meta({ example: { reason: 'Goodwill: the contract begins on Monday' } }),
    tell: (body) => body,
  }),
} satisfies Acts
