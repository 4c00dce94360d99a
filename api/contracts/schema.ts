import { z } from 'zod'
import { pauseReasons } from '../../domain/promises/facts.ts'
import { planMetrics } from '../../domain/promises/metrics.ts'
import { phases as phaseNames } from '../../domain/promises/subject.ts'
import { calendarRef, target } from '../shared/promise-fields.ts'
import { someOf } from '../shared/corrections.ts'
import { keptFields } from '../shared/retirement.ts'
import { date, id, instant, line } from '../../http/fields.ts'

/** SLA 10: which reasons stop which clocks. Waiting for the customer never pauses the first answer. */
const pauseRule = z
  .strictObject({ reason: z.enum(pauseReasons), metrics: z.array(z.enum(planMetrics)).min(1).max(planMetrics.length) })
  .refine(({ reason, metrics }) => reason !== 'customer' || !metrics.includes('response'), {
    path: ['metrics'],
    error: 'Waiting for the customer never pauses response',
  })
  .meta({ id: 'PauseRule', example: { reason: 'customer', metrics: ['resolution', 'update'] } })

/** R6.4 */
const phaseList = z
  .array(z.strictObject({ phase: z.enum(phaseNames), from: date }))
  .max(phaseNames.length)
  .superRefine((list, context) => {
    for (const [index, { phase, from }] of list.entries()) {
      const add = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [index, field], message })
      const before = list[index - 1]
      if (before && from <= before.from) add('from', 'Begins no later than the one before it')
      if (list.findIndex((one) => one.phase === phase) < index) add('phase', 'Named twice')
    }
  })
  .meta({
    description:
      "How far the contract has come, each from the beginning of a date in the customer's zone: rows of the policy may hold for some phases only",
  })

/** R2.9 */
const periodList = z
  .array(
    z
      .strictObject({ name: line(100), from: date, to: date })
      .refine(({ from, to }) => from <= to, { path: ['to'], error: 'Ends before it begins' }),
  )
  .max(50)
  .meta({
    description:
      "Important periods 重要时期, both dates included, in the customer's zone: what counts from within one is promised by the policy's rows for them. New tickets see a change, open ones when they are retargeted",
  })

const terms = {
  name: line(200),
  startsOn: date,
  endsOn: date,
  policyId: id,
  acceptorId: id.meta({ description: 'The only one who may sign: a contact of this customer' }),
  reopenWindowDays: z.int().min(0).max(365).meta({ description: 'Calendar days after the sign-off' }),
  pauseRules: z.array(pauseRule).max(20),
  phases: phaseList,
  importantPeriods: periodList,
}
const fields = {
  customerId: id,
  ...terms,
  reopenWindowDays: terms.reopenWindowDays.default(7),
  pauseRules: terms.pauseRules.default([]),
  phases: terms.phases.default([]),
  importantPeriods: terms.importantPeriods.default([]),
}
const stretch = z.strictObject({ target, calendar: calendarRef })
const deemedAcceptance = stretch.meta({
  id: 'DeemedAcceptance',
  description: 'When silence counts as acceptance, marked unsigned; absent: never',
})
const followUp = stretch.meta({
  id: 'FollowUp',
  description: 'After how long the desk looks again at a ticket of which nothing is promised; a day when absent',
})

export const newContract = z
  .strictObject({ ...fields, deemedAcceptance: deemedAcceptance.optional(), followUp: followUp.optional() })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, { path: ['endsOn'], error: 'Ends before it begins' })
  .meta({
    id: 'NewContract',
    example: {
      customerId: 'cus_binhai',
      name: 'Warranty 2026',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      policyId: 'pol_binhai',
      acceptorId: 'con_lihua',
      pauseRules: [{ reason: 'customer', metrics: ['resolution', 'update'] }],
      phases: [{ phase: 'maintenance', from: '2026-01-01' }],
    },
  })

export const contract = z
  .strictObject({
    id,
    ...fields,
    policyVersion: z.int().meta({ description: 'What new tickets get; another version only by an act (SLA 18)' }),
    newerPolicyVersion: z
      .int()
      .nullable()
      .optional()
      .meta({ description: 'The newest version of its policy, when it is not on that; for staff' }),
    deemedAcceptance: deemedAcceptance.nullable(),
    followUp: followUp.nullable().optional().meta({ description: 'For staff: it is no promise to the customer' }),
    ...keptFields,
    createdAt: instant,
  })
  .meta({ id: 'Contract' })

export const contractChanges = someOf({
  ...terms,
  policyId: terms.policyId.meta({ description: 'Another policy: its newest version' }),
  deemedAcceptance: deemedAcceptance.nullable(),
  followUp: followUp.nullable(),
}).meta({
  id: 'ContractChanges',
  example: { endsOn: '2027-12-31', acceptorId: 'con_lihua' },
})
