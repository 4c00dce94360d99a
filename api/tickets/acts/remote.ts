import { z } from 'zod'
import { fromIso } from '../../../domain/time/instant.ts'
import { id, instant, text } from '../../../http/fields.ts'
import { whenWriting } from '../ceilings.ts'
import { contactOf } from '../lookups.ts'
import { act, type Acts, type Asked } from './act.ts'

const heardFrom = id.optional().meta({ description: 'For staff: the contact of the customer who said it, or `caller`' })

/** R4.2: remote support, as long as the customer has authorised it. */
export const remote = {
  requestRemote: act({
    noun: 'remote-requests',
    summary: 'Ask the customer to authorise remote access; it takes the place of a request that is unanswered',
    body: z
      .strictObject({
        purpose: text(2000).meta({ description: 'What for; the customer is told' }),
        from: instant.optional().meta({ description: 'Now when absent' }),
        until: instant.meta({ description: 'At most 31 days after the beginning' }),
      })
      .meta({
        example: {
          ...{ purpose: 'Read the log of the connection pool, and restart it' },
          ...{ from: '2026-11-27T10:10:00+08:00', until: '2026-11-27T12:00:00+08:00' },
        },
      }),
    tell: ({ purpose, from, until }) => ({ purpose, ...times(from, until) }),
  }),
  answerRemote: act({
    noun: 'remote-answers',
    summary: 'Authorise remote access or refuse it; staff write down what the customer said',
    body: z
      .strictObject({
        granted: z.boolean(),
        from: instant.optional().meta({ description: 'As it was asked when absent; never before now' }),
        until: instant.optional().meta({ description: 'As it was asked when absent' }),
        reason: text(2000).optional(),
        heardFrom,
      })
      .meta({ example: { granted: true, until: '2026-11-27T11:00:00+08:00' } }),
    ceilings: whenWriting,
    tell: async ({ granted, from, until, reason, heardFrom }, asked) => ({
      ...{ granted, ...(reason && { reason }), ...(await said(heardFrom, asked)) },
      ...(from && { from: fromIso(from) }),
      ...(until && { until: fromIso(until) }),
    }),
  }),
  revokeRemote: act({
    noun: 'remote-revocations',
    summary: 'Take the authorisation back; whoever is there logs off',
    body: z
      .strictObject({ reason: text(2000).optional(), heardFrom })
      .meta({ example: { reason: 'The audit begins' } }),
    ceilings: whenWriting,
    tell: async ({ reason, heardFrom }, asked) => ({ ...(reason && { reason }), ...(await said(heardFrom, asked)) }),
  }),
  startRemote: act({
    noun: 'remote-sessions',
    summary: "Begin a remote session; only as long as the customer's authorisation stands",
    body: z.strictObject({}),
    tell: () => ({}),
  }),
  endRemote: act({
    noun: 'remote-session-end',
    summary: 'End the remote session that is open, and say what was done',
    body: z.strictObject({ done: text(20_000) }).meta({ example: { done: 'Enlarged the pool, and watched it' } }),
    tell: (body) => body,
  }),
} satisfies Acts

function times(from: string | undefined, until: string) {
  return { ...(from && { from: fromIso(from) }), until: fromIso(until) }
}

async function said(contactId: string | undefined, { ticket, services }: Pick<Asked, 'ticket' | 'services'>) {
  return contactId === undefined
    ? {}
    : { heardFrom: await contactOf(services.database, ticket, contactId, 'heardFrom') }
}
