import { z } from 'zod'
import { id, instant, text } from '../../../http/fields.ts'
import { causeCodes } from '../../../domain/ticket/acceptance.ts'
import { channels } from '../../../domain/ticket/state.ts'
import { whenWriting } from '../ceilings.ts'
import { contactOf } from '../lookups.ts'
import { act, type Acts } from './act.ts'
import { pauseReasons } from '../../../domain/promises/facts.ts'
import { fromIso } from '../../../domain/time/instant.ts'

const message = { message: text(20_000), channel: z.enum(channels).default('web') }

/** What is said and done until it is repaired. */
export const work = {
  respond: act({
    noun: 'responses',
    summary: 'Give the customer the first answer',
    body: z.strictObject(message),
    tell: (body) => body,
  }),
  reply: act({
    noun: 'replies',
    summary: 'Write to the other side; staff also write down what the customer said',
    body: z.strictObject({
      message: message.message,
      channel: z.enum(channels).optional().meta({ description: 'Default: web; phone with `from`' }),
      from: id
        .optional()
        .meta({ description: 'For staff: the contact of the customer who said it, or `caller`. It is not mailed' }),
    }),
    ceilings: whenWriting,
    async tell({ from, channel = from ? 'phone' : 'web', ...body }, { ticket, services }) {
      return { ...body, channel, ...(from && { from: await contactOf(services.database, ticket, from, 'from') }) }
    },
  }),
  note: act({
    noun: 'notes',
    summary: 'Note something that the customer never sees',
    body: z.strictObject({ text: text(20_000) }),
    tell: (body) => body,
  }),
  pause: act({
    noun: 'pauses',
    summary: 'Pause the clocks that the contract lets this reason pause',
    body: z.strictObject({
      reason: z.enum(pauseReasons),
      explanation: text(2000).meta({ description: 'The customer is told' }),
      expectedEnd: instant.optional().meta({ description: 'Reminds, and does not resume; within a year' }),
    }),
    tell: ({ expectedEnd, ...body }) => ({ ...body, ...(expectedEnd && { expectedEnd: fromIso(expectedEnd) }) }),
  }),
  resume: act({
    noun: 'resumption',
    summary: 'Go on after a pause',
    body: z.strictObject({ explanation: text(2000).optional() }),
    tell: (body) => body,
  }),
  resolve: act({
    noun: 'resolution',
    summary: 'Record the repair and how it was verified, and ask for the sign-off',
    body: z.strictObject({
      cause: text(20_000),
      causeCode: z.enum(causeCodes).default('unknown'),
      fix: text(20_000),
      verification: text(20_000),
    }),
    tell: (body) => body,
  }),
} satisfies Acts
