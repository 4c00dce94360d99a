import { z } from 'zod'
import { instant } from '../../http/fields.ts'

/** What happens, and when, if nobody does anything. */
export const nextStep = z.strictObject({
  what: z.enum([
    'warning',
    'breach',
    'page',
    'pauseOverrun',
    'signOffReminder',
    'signOffLapse',
    'deemedAcceptance',
    'visitUnaccepted',
    'remoteUnanswered',
    'remoteRanOut',
    'partOverdue',
    'partyOverdue',
    'stepUnattended',
    'infeasible',
    'followUp',
    'end',
  ]),
  at: instant,
  clockId: z.string().nullable(),
  percent: z.number().nullable(),
})
