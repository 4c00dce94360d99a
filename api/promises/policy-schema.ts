import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { anchors, anchorsOf, metrics, modes, planMetrics, tierAnchors } from '../../domain/promises/metrics.ts'
import { audiences } from '../../domain/people/audiences.ts'
import { channels, faultClasses, kinds, phases, priorities } from '../../domain/promises/subject.ts'
import type { LadderStep, PolicyRow } from '../../domain/promises/policy.ts'
import { calendarRef, target } from '../shared/promise-fields.ts'
import { keptFields } from '../shared/retirement.ts'
import { id, instant, line } from '../../http/fields.ts'

const tier = z.enum(tiers)

const some = <T extends string>(words: readonly [T, ...T[]]) => z.array(z.enum(words)).min(1).max(words.length)

/** What a row holds for; what is absent it holds for all of. */
const rowFilter = {
  kinds: some(kinds).optional(),
  classes: some(faultClasses).optional(),
  priorities: some(priorities).optional(),
  systems: z
    .array(id)
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'Of tickets about these systems only, by their ids' }),
  channels: some(channels).optional(),
  phases: some(phases)
    .optional()
    .meta({ description: 'Of tickets that are opened in these phases of the contract only' }),
  importantPeriod: z.literal(true).optional().meta({
    description:
      'Of what counts from within an important period of the contract, and there instead of all other rows of the metric',
  }),
}

/** How a row is kept, and which goes first. */
const rowManner = {
  mode: z.enum(modes).optional().meta({ description: 'How it is kept; it is said, and chooses nothing' }),
  rank: z.int().min(1).max(100).optional().meta({
    description:
      'Of the rows that hold, the lowest rank wins, and rows without one come last; of equals the strictest wins, that falls due first',
  }),
}

const row = z
  .strictObject({
    metric: z.enum(planMetrics),
    target,
    calendar: calendarRef,
    anchor: z.enum(anchors).meta({ description: 'From when it counts' }),
    tier: tier.optional().meta({
      description:
        'The tier whose own clock it is, made when that is called: with handedToTier it counts from the call, with opened from the report',
    }),
    ...rowFilter,
    ...rowManner,
    source: line(100).meta({ description: 'The clause that states it, so that no target is invented' }),
    internal: z
      .literal(true)
      .optional()
      .meta({ description: "The desk's own target: customers see neither the row nor its clocks" }),
  })
  .superRefine(checkRow)
  .meta({ id: 'PolicyRow', description: 'One promise. Without a filter it holds for every kind, class and priority.' })

/** SLA 9: what makes sense together. */
function checkRow({ metric, anchor, tier }: PolicyRow, context: z.RefinementCtx): void {
  const add = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  const allowed = anchorsOf[metric]
  if (!allowed.includes(anchor)) add('anchor', `For ${metric} expected: ${allowed.join(', ')}`)
  if (anchor === 'handedToTier' && tier === undefined) add('tier', 'Which tier is handed to: it must be named')
  if (tier !== undefined && !tierAnchors.includes(anchor)) {
    add('tier', `Only with the anchors ${tierAnchors.join(', ')}`)
  } else if (tier !== undefined && !anchorsOf[metric].includes('handedToTier')) {
    add('tier', `No tier has a ${metric} of its own`)
  }
}

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
}

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
    ...keptFields,
    createdAt: instant,
  })
  .meta({ id: 'Policy' })
