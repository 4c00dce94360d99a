import { z } from 'zod'
import { functions } from '../../../domain/people/functions.ts'
import type { Bodies } from '../../../domain/ticket/verbs/rules.ts'
import { id, instant, line, text } from '../../../http/fields.ts'
import { fromIso } from '../../../domain/time/instant.ts'
import { contactOf } from '../lookups.ts'
import { workReport } from '../visit-schema.ts'
import { requireStillMayGo, visitorOf } from '../visitor.ts'
import { act, type Acts, type Asked } from './act.ts'

const toldReason = text(2000).meta({ description: 'The customer is told' })
const agreedBy = id
  .optional()
  .meta({ description: "The customer's contact who chose this time; where it is later, the arrival is due then" })
const nothing = z.strictObject({})
const thatVisit = (_body: unknown, { visit }: Asked) => ({ visit })

/** From remote support to somebody on site, and what came of it. */
export const onSite = {
  declareRemoteFailed: act({
    noun: 'remote-failures',
    summary: 'Declare remote support failed; what is promised then counts from here',
    body: z.strictObject({ reason: toldReason }),
    tell: (body) => body,
  }),
  dispatch: act({
    noun: 'visits',
    summary: 'Send an engineer on site',
    body: z
      .strictObject({
        engineerId: id,
        from: instant.optional().meta({ description: 'When the engineer is expected; now when absent' }),
        until: instant.optional().meta({ description: 'Until when the engineer is booked; four hours when absent' }),
        purpose: text(2000).optional().meta({ description: 'What for; the customer is told' }),
        needs: z
          .strictObject({
            function: z.enum(functions).optional(),
            skills: z.array(line(60)).max(10).optional(),
          })
          .optional()
          .meta({ description: 'What the engineer must be, and be able to do' }),
        assists: z
          .literal(true)
          .optional()
          .meta({ description: 'Comes to help or to deliver, and could not handle the fault: it keeps no promise' }),
        agreedBy,
      })
      .meta({
        example: {
          ...{ engineerId: 'usr_chenhao', from: '2026-11-27T04:30:00+08:00', until: '2026-11-27T08:00:00+08:00' },
          ...{ purpose: 'Change the power supply', needs: { skills: ['database'] }, agreedBy: 'con_qianwei' },
        },
      }),
    async tell({ engineerId, from, until, agreedBy, ...body }, { ticket, services }) {
      const { engineer, travelMinutes } = await visitorOf(services.database, ticket, engineerId, {
        needs: body.needs,
        at: from ? new Date(from) : services.now(),
      })
      return {
        ...body,
        engineer,
        ...(travelMinutes !== null && { travelMinutes }),
        ...(from && { from: fromIso(from) }),
        ...(until && { until: fromIso(until) }),
        ...(await agreed(agreedBy, { ticket, services })),
      }
    },
  }),
  acceptVisit: act({
    noun: 'visits/{visit}/acceptance',
    summary: 'Say that you will go',
    body: nothing,
    tell: thatVisit,
  }),
  moveVisit: act({
    noun: 'visits/{visit}/slot',
    summary: 'Give a visit another time, as long as nobody has set out',
    body: z.strictObject({ from: instant, until: instant, reason: toldReason, agreedBy }).meta({
      example: {
        ...{ from: '2026-11-27T14:00:00+08:00', until: '2026-11-27T17:00:00+08:00' },
        ...{ reason: 'The room is open from two o’clock', agreedBy: 'con_qianwei' },
      },
    }),
    async tell({ from, until, reason, agreedBy }, { visit, ...asked }) {
      await requireStillMayGo(asked.services.database, asked.ticket, visit, new Date(from))
      return { visit, reason, from: fromIso(from), until: fromIso(until), ...(await agreed(agreedBy, asked)) }
    },
  }),
  cancelVisit: act({
    noun: 'visits/{visit}/cancellation',
    summary: 'Call a visit off, or decline yours; the engineer is free again',
    body: z.strictObject({ reason: toldReason }),
    tell: ({ reason }, { visit }) => ({ visit, reason }),
  }),
  depart: act({
    noun: 'visits/{visit}/departure',
    summary: 'Set out',
    body: nothing,
    tell: thatVisit,
  }),
  arrive: act({
    noun: 'visits/{visit}/arrival',
    summary: 'Check in on site, in person',
    body: z.strictObject({ note: text(2000).optional().meta({ description: 'For colleagues' }) }),
    tell: ({ note }, { visit }) => ({ visit, ...(note !== undefined && { note }) }),
  }),
  completeVisit: act({
    noun: 'visits/{visit}/report',
    summary: 'Report what was done on site, with material and who confirmed it; the visit is over',
    body: workReport,
    tell: (report, { visit }) => ({ visit, report, tracks: true as const }),
  }),
  abandonVisit: act({
    noun: 'visits/{visit}/no-access',
    summary: 'Say that nobody could get in; the customer is waited for, where the contract lets that be a reason',
    body: z.strictObject({ reason: toldReason }),
    tell: ({ reason }, { visit }) => ({ visit, reason }),
  }),
} satisfies Acts

/** For whoever is there without being sent, as a resident engineer is. */
export const unsent = act<{ note?: string | undefined }, Bodies['arrive']>({
  noun: 'arrivals',
  summary: 'Check in on site, in person, where nobody sent you',
  body: z.strictObject({ note: text(2000).optional().meta({ description: 'For colleagues' }) }),
  tell: ({ note }) => (note === undefined ? {} : { note }),
})

/** SLA 9 */
async function agreed(contactId: string | undefined, { ticket, services }: Pick<Asked, 'ticket' | 'services'>) {
  if (contactId === undefined) return {}
  return { agreedBy: await contactOf(services.database, ticket, contactId, 'agreedBy') }
}
