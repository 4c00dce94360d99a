import type { Audience } from '../people/audiences.ts'
import type { Tier } from '../people/tiers.ts'
import type { CalendarRef, CoverageByCalendar } from '../time/coverage.ts'
import type { Instant } from '../time/instant.ts'
import { dueAt, type Stretch, type Target, workingTimeOf } from '../time/working-time.ts'
import type { Anchor, Metric } from './metrics.ts'
import type { FaultClass, Kind, Priority, Subject } from './subject.ts'

/** One promise of a plan (R2). Without a filter it holds for every kind, class and priority. */
export interface PolicyRow {
  metric: Metric
  target: Target
  calendar: CalendarRef
  anchor: Anchor
  /** The tier whose own clock this is; with the anchor `handedToTier` only. */
  tier?: Tier
  kinds?: Kind[]
  classes?: FaultClass[]
  priorities?: Priority[]
  /** The clause of the plan that states it, e.g. `R2.1`, so that no target is invented. */
  source: string
  /** The desk's own target: nobody outside was promised it, and no customer sees it (SLA 24). */
  internal?: true
}

/** SLA 15, 16: what happens when a clock has used this much of its target. */
export interface LadderStep {
  metric: Metric
  /** Which tier's clock is meant; none for the ticket's own. */
  tier?: Tier
  /** Of tickets of these classes only; of all when absent. */
  classes?: FaultClass[]
  percent: number
  notify: Audience[]
  raiseTo?: Tier
  /** Pages again at each further so many percent, at most so often, until somebody takes the ticket. */
  repeat?: { everyPercent: number; atMost: number }
}

export interface Policy {
  id: string
  version: number
  rows: PolicyRow[]
  ladder: LadderStep[]
  /** Warnings closer together than this are merged (SLA 15). */
  minimumGapSeconds: number
  /** SLA 20: how long a pause may last of which nobody said when it ends; the usual when absent. */
  longestPause?: Stretch
  /** SLA 20: how long whoever takes a page holds its repeats; the usual when absent. */
  holdSeconds?: number
  /** Warnings wait for these hours; a breach does not (SLA 15). Absent: at any hour. */
  noticeHours?: CalendarRef
}

/**
 * The strictest row that applies (R2): the one that falls due first when counted from `anchorAt`.
 * A row whose due lies past the known calendar is less strict than any that is known.
 */
export function chooseRow(
  policy: Policy,
  metric: Metric,
  tier: Tier | undefined,
  subject: Subject,
  anchorAt: Instant,
  coverage: CoverageByCalendar,
): PolicyRow | undefined {
  const due = (row: PolicyRow) =>
    dueAt(workingTimeOf(row.calendar, coverage), row.target, anchorAt, []) ?? Number.POSITIVE_INFINITY
  return policy.rows
    .filter((row) => row.metric === metric && row.tier === tier && applies(row, subject))
    .reduce<PolicyRow | undefined>((best, row) => (best === undefined || due(row) < due(best) ? row : best), undefined)
}

function applies(row: PolicyRow, subject: Subject): boolean {
  return (
    (row.kinds?.includes(subject.kind) ?? true) &&
    (row.classes?.includes(subject.class) ?? true) &&
    (row.priorities?.includes(subject.priority) ?? true)
  )
}
