import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { metrics } from '../../domain/promises/metrics.ts'
import { audiences } from '../../domain/people/audiences.ts'
import { faultClasses } from '../../domain/promises/subject.ts'
import type { LadderStep } from '../../domain/promises/policy.ts'
import { row } from '../shared/policy-row.ts'
import { calendarRef, target } from '../shared/promise-fields.ts'
import { keptFields } from '../shared/retirement.ts'
import { id, instant, line } from '../../http/fields.ts'

const tier = z.enum(tiers)

const percent = z.int().min(1).max(1000)

const step: z.ZodType<LadderStep> = z
  .strictObject({
    metric: z.enum(metrics),
    tier: tier.optional().meta({ description: "Which tier's clock is meant; none for the ticket's own" }),
    classes: z
      .array(z.enum(faultClasses))
      .min(1)
      .optional()
      .meta({ description: 'Of tickets of these classes only; of all when absent' }),
    percent,
    notify: z.array(z.enum(audiences)).max(audiences.length),
    raiseTo: tier.optional(),
    repeat: z.strictObject({ everyPercent: percent, atMost: z.int().min(1).max(100) }).optional(),
  })
  .meta({ id: 'LadderStep', description: 'What happens when a clock has used so many percent of its target' })

const rows = z.array(row).min(1).max(200)
const ours = {
  ladder: z.array(step).max(500).default([]),
  minimumGapSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(300)
    .meta({ description: 'Warnings closer together than this are merged' }),
  noticeHours: calendarRef.optional().meta({ description: 'Warnings wait for these hours; a breach does not' }),
  longestPause: z
    .strictObject({ target, calendar: calendarRef })
    .optional()
    .meta({ description: 'When a pause ends of which nobody said when; three days when absent' }),
  holdSeconds: z
    .int()
    .min(60)
    .max(7 * 86_400)
    .optional()
    .meta({ description: 'How long whoever takes a page holds its repeats; four hours when absent' }),
  nextPersonSeconds: z.int().min(60).max(86_400).optional().meta({
    description: 'How long a page waits for whoever is on duty before the next person is called; 300 when absent',
  }),
}

/** What a version says, without its name. */
export const policyDraft = z.strictObject({ rows, ...ours }).meta({ id: 'PolicyDraft' })

export const newPolicy = z.strictObject({ name: line(200), rows, ...ours }).meta({
  id: 'NewPolicy',
  example: {
    name: 'Night and day',
    rows: [
      {
        metric: 'response',
        target: { amount: 10, unit: 'workingMinutes' },
        calendar: 'always',
        anchor: 'opened',
        source: 'R2.1',
      },
      {
        metric: 'resolution',
        target: { amount: 24, unit: 'workingHours' },
        calendar: 'always',
        anchor: 'opened',
        classes: ['general'],
        source: 'R2.1',
      },
    ],
    ladder: [{ metric: 'resolution', percent: 100, notify: ['tier', 'manager'], raiseTo: 'headquarters' }],
  },
})

const forStaff = { description: 'For staff: customers are shown what is promised, not whom we tell when' }

export const policy = z
  .strictObject({
    id,
    version: z.int(),
    name: z.string(),
    rows: z.array(row).max(200),
    ladder: ours.ladder.unwrap().optional().meta(forStaff),
    minimumGapSeconds: ours.minimumGapSeconds.unwrap().optional().meta(forStaff),
    noticeHours: ours.noticeHours.meta(forStaff),
    longestPause: ours.longestPause.meta(forStaff),
    holdSeconds: ours.holdSeconds.meta(forStaff),
    nextPersonSeconds: ours.nextPersonSeconds.meta(forStaff),
    ...keptFields,
    createdAt: instant,
  })
  .meta({ id: 'Policy' })
