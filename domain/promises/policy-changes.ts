import { mannerOf } from './clock.ts'
import type { LadderStep, Policy, PolicyRow, RowFilter } from './policy.ts'

type About = Pick<PolicyRow, 'metric' | 'tier' | 'internal' | keyof RowFilter>
type Promise = Pick<PolicyRow, 'target' | 'calendar' | 'anchor' | 'mode' | 'workMinutes' | 'rank' | 'source'>

/** What is promised otherwise; null on the side where it is not promised. */
export interface RowChange extends About {
  before: Promise | null
  after: Promise | null
}

export interface PolicyChanges {
  rows: RowChange[]
  ladder: { added: number; removed: number }
  /** What else differs. */
  others: (typeof others)[number][]
}

export const others = ['minimumGapSeconds', 'noticeHours', 'longestPause', 'holdSeconds', 'nextPersonSeconds'] as const

type Version = Omit<Policy, 'id' | 'version'>

/** SLA 18: what another version of a policy changes. */
export function policyChanges(before: Version, after: Version): PolicyChanges {
  return {
    rows: rowChanges(before.rows, after.rows),
    ladder: { added: missing(after.ladder, before.ladder), removed: missing(before.ladder, after.ladder) },
    others: others.filter((field) => !same(before[field], after[field])),
  }
}

/** Rows about the same are set against each other, in their order. */
function rowChanges(before: readonly PolicyRow[], after: readonly PolicyRow[]): RowChange[] {
  const abouts = new Map([...before, ...after].map((row) => [keyOf(aboutOf(row)), aboutOf(row)]))
  return [...abouts].flatMap(([key, about]) => {
    const of = (rows: readonly PolicyRow[]) => rows.filter((row) => keyOf(aboutOf(row)) === key).map(promiseOf)
    const [was, now] = [of(before), of(after)]
    return Array.from({ length: Math.max(was.length, now.length) }, (_, n) => n)
      .filter((n) => !same(was[n], now[n]))
      .map((n) => ({ ...about, before: was[n] ?? null, after: now[n] ?? null }))
  })
}

function aboutOf(row: PolicyRow): About {
  const { metric, tier, kinds, classes, priorities, systems, channels, phases, importantPeriod, internal } = row
  return {
    metric,
    ...(tier && { tier }),
    ...(kinds && { kinds: kinds.toSorted() }),
    ...(classes && { classes: classes.toSorted() }),
    ...(priorities && { priorities: priorities.toSorted() }),
    ...(systems && { systems: systems.toSorted() }),
    ...(channels && { channels: channels.toSorted() }),
    ...(phases && { phases: phases.toSorted() }),
    ...(importantPeriod && { importantPeriod }),
    ...(internal && { internal }),
  }
}

function promiseOf({ target: { amount, unit }, calendar, anchor, source, ...manner }: PolicyRow): Promise {
  const said = { ...mannerOf(manner), ...(manner.rank !== undefined && { rank: manner.rank }) }
  return { target: { amount, unit }, calendar, anchor, ...said, source }
}

function missing(steps: readonly LadderStep[], others: readonly LadderStep[]): number {
  const there = new Set(others.map(keyOf))
  return steps.filter((step) => !there.has(keyOf(step))).length
}

function same(one: unknown, other: unknown): boolean {
  return keyOf(one) === keyOf(other)
}

/** Alike for what says the same, in whichever order a database keeps its fields. */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (_field, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}
