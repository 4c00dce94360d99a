import { z } from 'zod'
import { id, text } from '../../../http/fields.ts'
import { assigneeOf } from '../lookups.ts'
import { act, type Acts } from './act.ts'

/** From remote support to somebody on site. */
export const onSite = {
  declareRemoteFailed: act({
    noun: 'remote-failures',
    summary: 'Declare remote support failed; what is promised then counts from here',
    body: z.strictObject({ reason: text(2000).meta({ description: 'The customer is told' }) }),
    tell: (body) => body,
  }),
  dispatch: act({
    noun: 'dispatches',
    summary: 'Send an engineer on site; it reserves nobody, and gives the ticket to nobody',
    body: z.strictObject({ engineerId: id }),
    tell: async ({ engineerId }, { ticket, services }) => ({
      engineer: await assigneeOf(services.database, ticket, engineerId, 'engineerId'),
    }),
  }),
  arrive: act({
    noun: 'arrivals',
    summary: 'Check in on site, in person',
    body: z.strictObject({ note: text(2000).optional().meta({ description: 'For colleagues' }) }),
    tell: ({ note }) => (note === undefined ? {} : { note }),
  }),
} satisfies Acts
