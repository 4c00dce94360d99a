import type { Audience } from '../people/audiences.ts'
import type { Tier } from '../people/tiers.ts'
import type { CalendarRef } from '../time/coverage.ts'
import type { Stretch, Target } from '../time/working-time.ts'
import type { Anchor, Metric, Mode, PlanMetric } from './metrics.ts'
import type { Channel, FaultClass, Kind, Phase, Priority } from './subject.ts'

/** What a row holds for. What it does not name it holds for all of. */
export interface RowFilter {
  kinds?: Kind[]
  classes?: FaultClass[]
  priorities?: Priority[]
  /** Ids of the customer's systems: the scope. */
  systems?: string[]
  channels?: Channel[]
  /** R6.4: of the contract, when the ticket was opened. */
  phases?: Phase[]
  /** R2.9: only of what counts from within an important period of the contract, and there instead of all other rows. */
  importantPeriod?: true
}

/** One promise of a plan (R2). Without a filter it holds for every ticket. */
export interface PolicyRow extends RowFilter {
  metric: PlanMetric
  target: Target
  calendar: CalendarRef
  anchor: Anchor
  /** The tier whose own clock this is, made when it is called; with an anchor of `tierAnchors`. */
  tier?: Tier
  /** R2.9b: how it is kept. It is said, and chooses nothing. */
  mode?: Mode
  /** How long the work takes there once somebody has come: what is too late to go for is known before it is due. */
  workMinutes?: number
  /** Where the contract ranks its rows, a lower number goes first, however strict another is (R2). */
  rank?: number
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
  /** R3.4: how long a page waits for whoever is on duty before the next person is called; the usual when absent. */
  nextPersonSeconds?: number
  /** Warnings wait for these hours; a breach does not (SLA 15). Absent: at any hour. */
  noticeHours?: CalendarRef
}
