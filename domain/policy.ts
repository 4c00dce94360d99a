import type { Tier } from './people.ts'
import type { Instant } from './time.ts'
import type { Coverage } from './coverage.ts'
import { dueAt, type Target } from './working-time.ts'

/** SLA 1. Solution, arrival and restore are the design's next metrics. */
export const metrics = ['response', 'update', 'resolution', 'signOff'] as const
export type Metric = (typeof metrics)[number]

/** R1.3 */
export const kinds = ['incident', 'request', 'change', 'inquiry', 'complaint', 'vulnerability'] as const
export type Kind = (typeof kinds)[number]

/** Fault classes 一般 · 重要 · 关键 (R2.1, R2.2). A higher class is not always the stricter row. */
export const faultClasses = ['general', 'important', 'critical'] as const
export type FaultClass = (typeof faultClasses)[number]

export const priorities = ['critical', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]

export function isDowngrade(from: Priority, to: Priority): boolean {
  return priorities.indexOf(to) > priorities.indexOf(from)
}

/** `always` is 7×24; anything else names one immutable version of a calendar, `<id>@<version>`. */
export type CalendarRef = string

/** SLA 9: where a row's clock counts from. */
export const anchors = ['opened', 'handedToTier', 'customerMessage', 'resolved'] as const
export type Anchor = (typeof anchors)[number]

/** The anchors that make sense for a metric: an update is owed from the customer's message on, a sign-off from the repair. */
export const anchorsOf: Record<Metric, readonly Anchor[]> = {
  response: ['opened'],
  update: ['customerMessage'],
  resolution: ['opened', 'handedToTier'],
  signOff: ['resolved'],
}

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
}

export const audiences = ['reporter', 'acceptor', 'assignee', 'tier', 'manager'] as const
export type Audience = (typeof audiences)[number]

/** SLA 15, 16: what happens when a clock has used this much of its target. */
export interface LadderStep {
  metric: Metric
  /** Which tier's clock is meant; none for the ticket's own. */
  tier?: Tier
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
  /** Warnings wait for these hours; a breach does not (SLA 15). Absent: at any hour. */
  noticeHours?: CalendarRef
}

/** What a row is chosen by. */
export interface Subject {
  kind: Kind
  class: FaultClass
  priority: Priority
}

export type CoverageByCalendar = Record<CalendarRef, Coverage>

export function workingTimeOf(calendar: CalendarRef, coverage: CoverageByCalendar): 'always' | Coverage {
  if (calendar === 'always') return 'always'
  return coverage[calendar] ?? { from: 0, until: 0, segments: [] }
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
