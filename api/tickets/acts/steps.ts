import { z } from 'zod'
import { channels } from '../../../domain/promises/subject.ts'
import { outcomes, stepNames } from '../../../domain/ticket/paths.ts'
import { fromIso } from '../../../domain/time/instant.ts'
import { id, instant, text } from '../../../http/fields.ts'
import { assigneeOf } from '../lookups.ts'
import { act, type Acts } from './act.ts'

const step = z.enum(stepNames).meta({ description: "One of the ticket's `steps`" })

/** R1.14: the steps of a complaint, a change request, a suggestion, a low rating, a repeated fault. */
export const steps = {
  assignStep: act({
    noun: 'step-assignments',
    summary: 'Say who is responsible for a step, or hand it over',
    body: z
      .strictObject({
        step,
        ownerId: id,
        reason: text(2000).optional().meta({ description: 'Needed where somebody has it already' }),
      })
      .meta({ id: 'StepAssignment', example: { step: 'investigate', ownerId: 'usr_chenhao' } }),
    tell: async ({ ownerId, ...body }, { ticket, services }) => ({
      ...body,
      owner: await assigneeOf(services.database, ticket, ownerId, 'ownerId'),
    }),
  }),
  completeStep: act({
    noun: 'step-completions',
    summary: 'Say what came of the step whose turn it is; the next one begins',
    body: z
      .strictObject({
        step,
        result: text(20_000).meta({ description: 'For ourselves' }),
        message: text(20_000).optional().meta({
          description:
            'What the customer is told: with acknowledge, answer, deliver, takeIn and inform, and what is proposed with plan',
        }),
        channel: z.enum(channels).default('web'),
        aboutIds: z
          .array(id)
          .min(1)
          .max(5)
          .optional()
          .meta({ description: 'With acknowledge: whom of us the complaint is about; they do not investigate it' }),
        outcome: z.enum(outcomes).optional().meta({ description: 'With decide: what was decided' }),
        decideBy: instant
          .optional()
          .meta({ description: 'With plan: until when the acceptor is asked to confirm it, within 92 days' }),
      })
      .meta({
        id: 'StepCompletion',
        example: {
          step: 'acknowledge',
          result: 'Called the customer: the engineer came two hours late, and did not say so',
          message: 'We have your complaint, are looking into it, and write to you again.',
          aboutIds: ['usr_lijing'],
        },
      }),
    async tell({ aboutIds, decideBy, ...body }, { ticket, services }) {
      const about =
        aboutIds && (await Promise.all(aboutIds.map((one) => assigneeOf(services.database, ticket, one, 'aboutIds'))))
      return { ...body, ...(about && { about }), ...(decideBy && { decideBy: fromIso(decideBy) }) }
    },
  }),
} satisfies Acts
