import { z } from 'zod'
import { id, line, text } from '../../../http/fields.ts'
import { type SignMethod, signMethods } from '../../../domain/ticket/acceptance.ts'
import { cancelReasons } from '../../../domain/ticket/state.ts'
import { survivorOf } from '../survivor.ts'
import { followUpOf } from '../follow-up.ts'
import { act, type Acts } from './act.ts'
import type { SignedIn } from '../../../domain/people/signed-in.ts'

const reason = text(2000)
const score = z.int().min(1).max(5)
const signature = {
  method: z
    .enum(signMethods)
    .exclude(['link'])
    .optional()
    .meta({ description: 'Default: signedIn for customers, paper for staff' }),
  scan: line(500).optional().meta({
    description: 'The id of the attachment that shows the signed sheet, or where the scan is kept: needed for paper',
  }),
}

/** How it ends, and what may follow. */
export const closing = {
  signOff: act({
    noun: 'sign-off',
    summary: 'Sign the support record',
    body: z.strictObject({
      ...signature,
      rating: score.optional().meta({ description: 'From the customer alone' }),
      comment: text(5000).optional(),
      recordHash: z
        .string()
        .regex(/^[0-9a-f]{64}$/, { error: 'Expected a SHA-256 in hex' })
        .optional(),
    }),
    tell: async (body, { user, ticket, services }) => ({
      ...{ ...body, method: methodOf(body, user) },
      ...(await followUpOf(services.database, ticket, body.rating)),
    }),
  }),
  refuseSignOff: act({
    noun: 'sign-off-refusal',
    summary: 'Refuse the repair, with the reason; work goes on',
    body: z.strictObject({ ...signature, reason }),
    tell: (body, { user }) => ({ ...body, method: methodOf(body, user) }),
  }),
  disputeSignOff: act({
    noun: 'sign-off-dispute',
    summary: 'Dispute what was logged as signed on paper in your name; work goes on',
    body: z.strictObject({ reason }),
    tell: (body) => body,
  }),
  rate: act({
    noun: 'rating',
    summary: 'Rate a sign-off, each once, up to 30 days after it',
    body: z.strictObject({ score, comment: text(5000).optional() }),
    tell: async (body, { ticket, services }) => ({
      ...body,
      ...(await followUpOf(services.database, ticket, body.score)),
    }),
  }),
  cancel: act({
    noun: 'cancellation',
    summary: 'Cancel it',
    body: z.strictObject({ reason: z.enum(cancelReasons), explanation: text(2000).optional() }),
    tell: (body) => body,
  }),
  merge: act({
    noun: 'merging',
    summary:
      'Merge it into another ticket of the same customer, in which it goes on; undone by reinstatement within a day',
    body: z
      .strictObject({
        into: id.meta({
          description: 'The ticket in which it goes on: of the same customer, and neither closed nor cancelled',
        }),
        reason: reason.optional().meta({ description: 'For colleagues' }),
      })
      .meta({ example: { into: 'tic_7h2k9q4m1x8v5t3b6n0p', reason: 'The same outage, reported twice' } }),
    async tell({ into, reason }, { ticket, user, services }) {
      return { into: await survivorOf(services.database, user, ticket, into), ...(reason && { reason }) }
    },
  }),
  reinstate: act({
    noun: 'reinstatement',
    summary: 'Undo a cancellation or a merging, within a day; its clocks go on',
    body: z.strictObject({ reason: reason.meta({ description: 'The customer is told' }) }),
    tell: (body) => body,
  }),
  reopen: act({
    noun: 'reopening',
    summary: 'Go back to work, inside the reopening window',
    body: z.strictObject({ reason }),
    tell: (body) => body,
  }),
} satisfies Acts

function methodOf({ method }: { method?: 'signedIn' | 'paper' | undefined }, user: SignedIn): SignMethod {
  return method ?? (user.role === 'customer' ? 'signedIn' : 'paper')
}
