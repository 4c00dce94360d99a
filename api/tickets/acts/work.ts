import { z } from 'zod'
import { id, instant, text } from '../../../http/fields.ts'
import { causeCodes } from '../../../domain/ticket/acceptance.ts'
import { channels } from '../../../domain/promises/subject.ts'
import { largestFile, stored } from '../attachments/store.ts'
import { whenWriting } from '../ceilings.ts'
import { contactOf } from '../lookups.ts'
import { repeatOf, subjectWithRepeats } from '../repeats.ts'
import type { SentFile } from '../../../http/upload.ts'
import { act, type Acts } from './act.ts'
import { pauseReasons } from '../../../domain/promises/facts.ts'
import { fromIso } from '../../../domain/time/instant.ts'

const message = { message: text(20_000), channel: z.enum(channels).default('web') }
const clearAnswer = z
  .literal(true)
  .optional()
  .meta({ description: 'It settles what was asked: a clear answer, which is more than a first one' })

/** What is said and done until it is repaired. */
export const work = {
  respond: act({
    noun: 'responses',
    summary: 'Give the customer the first answer',
    body: z.strictObject({ ...message, clearAnswer }),
    tell: ({ clearAnswer, ...body }) => ({ ...body, ...(clearAnswer && { clearAnswer }) }),
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
      clearAnswer,
    }),
    ceilings: whenWriting,
    async tell({ from, channel = from ? 'phone' : 'web', clearAnswer, ...body }, { ticket, services }) {
      const said = { ...body, channel, ...(clearAnswer && { clearAnswer }) }
      return { ...said, ...(from && { from: await contactOf(services.database, ticket, from, 'from') }) }
    },
  }),
  note: act({
    noun: 'notes',
    summary: 'Note something that the customer never sees',
    body: z.strictObject({ text: text(20_000) }),
    tell: (body) => body,
  }),
  promiseCallBack: act({
    noun: 'call-backs',
    summary: 'Promise to call the customer back by an instant; our next word keeps it',
    body: z.strictObject({
      by: instant.meta({ description: 'Ahead, within 31 days' }),
      message: text(2000).optional().meta({ description: 'The customer is told' }),
    }),
    tell: ({ by, message }) => ({ dueAt: fromIso(by), ...(message && { message }) }),
  }),
  propose: act({
    noun: 'proposals',
    summary: 'Propose how it is solved, before it is carried out',
    body: z.strictObject({
      solution: text(20_000),
      decideBy: instant
        .optional()
        .meta({ description: 'Asks the customer to decide by then, within 92 days; the customer is waited for' }),
    }),
    tell: ({ decideBy, ...body }) => ({ ...body, ...(decideBy && { decideBy: fromIso(decideBy) }) }),
  }),
  decideProposal: act({
    noun: 'proposal-decisions',
    summary: 'Accept or decline the newest proposal; staff write down what the customer said',
    body: z.strictObject({
      accepted: z.boolean(),
      reason: text(2000).optional().meta({ description: 'What is declined needs one' }),
      from: id.optional().meta({ description: 'For staff: the contact of the customer who said it, or `caller`' }),
    }),
    ceilings: whenWriting,
    async tell({ from, ...body }, { ticket, services }) {
      return { ...body, ...(from && { from: await contactOf(services.database, ticket, from, 'from') }) }
    },
  }),
  attach: act({
    noun: 'attachments',
    summary: 'Add a file: a screenshot, a log, a signed sheet',
    takesFile: largestFile,
    body: z.strictObject({
      internal: z.enum(['true', 'false']).optional().meta({ description: 'For staff: no customer learns of it' }),
    }),
    ceilings: whenWriting,
    async tell({ internal }, { ticket, user, services, file, idempotencyKey }) {
      // One that takes a file is asked for with one.
      const attachment = await stored(services, ticket.id, file as SentFile, { userId: user.id, idempotencyKey })
      return { attachment, ...(internal === 'true' && { internal: true as const }) }
    },
  }),
  pause: act({
    noun: 'pauses',
    summary: 'Pause the clocks that the contract lets this reason pause',
    body: z
      .strictObject({
        reason: z.enum(pauseReasons),
        explanation: text(2000).meta({ description: 'The customer is told' }),
        expectedEnd: instant.optional().meta({ description: 'Reminds, and does not resume; within a year' }),
        party: z.int().min(1).max(9999).optional().meta({
          description:
            'The party of the ticket that is waited for, whose answer ends the pause; no customer is told whose',
        }),
        part: z.int().min(1).max(100_000).optional().meta({ description: 'Which of `parts` it waits for' }),
      })
      .refine(({ reason, part }) => reason !== 'parts' || part !== undefined, {
        path: ['part'],
        error: 'Say which part it waits for; ask for it first, at `parts`',
      }),
    tell: ({ expectedEnd, part, party, ...body }) => ({
      ...body,
      ...(part && { part }),
      ...(party && { party }),
      ...(expectedEnd && { expectedEnd: fromIso(expectedEnd) }),
    }),
  }),
  resume: act({
    noun: 'resumption',
    summary: 'Go on after a pause',
    body: z.strictObject({ explanation: text(2000).optional() }),
    tell: (body) => body,
  }),
  restore: act({
    noun: 'restoration',
    summary: 'Say that the service is usable again, and the cause still to be removed',
    body: z.strictObject({ workaround: text(20_000) }),
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
    finds: subjectWithRepeats,
    tell(body, { ticket }) {
      const repeated = repeatOf(ticket, body.causeCode)
      return { ...body, ...(repeated && { repeatOf: repeated }) }
    },
  }),
} satisfies Acts
