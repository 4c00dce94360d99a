import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { anchors, anchorsOf, modes, planMetrics, tierAnchors } from '../../domain/promises/metrics.ts'
import type { PolicyRow } from '../../domain/promises/policy.ts'
import { channels, faultClasses, kinds, phases, priorities } from '../../domain/promises/subject.ts'
import { id, line } from '../../http/fields.ts'
import { calendarRef, target } from './promise-fields.ts'

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

/** In minutes: two weeks, as long as a visit takes at most. */
const longestWork = 14 * 24 * 60

/** How a row is kept, and which goes first. */
const rowManner = {
  mode: z.enum(modes).optional().meta({ description: 'How it is kept; it is said, and chooses nothing' }),
  workMinutes: z
    .int()
    .min(1)
    .max(longestWork)
    .optional()
    .meta({ description: 'How long the work takes there once somebody has come, of what is promised on site' }),
  rank: z.int().min(1).max(100).optional().meta({
    description:
      'Of the rows that hold, the lowest rank wins, and rows without one come last; of equals the strictest wins, that falls due first',
  }),
}

/** One promise of a plan, as it is written and shown. */
export const row = z
  .strictObject({
    metric: z.enum(planMetrics),
    target,
    calendar: calendarRef,
    anchor: z.enum(anchors).meta({ description: 'From when it counts' }),
    tier: z.enum(tiers).optional().meta({
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
