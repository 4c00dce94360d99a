import type { Audience } from '../domain/people/audiences.ts'
import type { LadderStep, Policy, PolicyRow } from '../domain/promises/policy.ts'
import type { Metric } from '../domain/promises/metrics.ts'
import type { FaultClass } from '../domain/promises/subject.ts'
import type { Tier } from '../domain/people/tiers.ts'

/** What the demo's plans promise. What is our own and no clause of theirs has the source `house` and is internal. */

const houseRows: PolicyRow[] = [
  {
    metric: 'update',
    target: hours(4),
    calendar: 'always',
    anchor: 'customerMessage',
    source: 'house',
    internal: true,
  },
  {
    metric: 'signOff',
    target: { amount: 3, unit: 'workingDays' },
    calendar: 'cal_5x8@1',
    anchor: 'resolved',
    source: 'house',
    internal: true,
  },
]

const houseLadder: LadderStep[] = [
  step('update', 75, ['assignee']),
  step('update', 100, ['assignee', 'tier', 'manager']),
  ...[50, 90, 100].map((percent) => step('signOff', percent, ['acceptor'])),
]

/**
 * General faults climb the tiers, each with its own time (R2.1); emergencies have one target (R2.2). Both speak of faults
 * 故障: what is asked, suggested or complained of is promised nothing here, and the desk follows it up.
 */
const governmentRows = ofFaults([
  {
    metric: 'response',
    target: { amount: 10, unit: 'workingMinutes' },
    calendar: 'always',
    anchor: 'opened',
    source: 'R2.1, R2.2',
  },
  { ...resolution(1), classes: ['general'], source: 'R2.1' },
  { ...resolution(2), classes: emergency(), source: 'R2.2' },
  { ...resolution(24), anchor: 'handedToTier', tier: 'headquarters', classes: ['general'], source: 'R2.1' },
  { ...resolution(12), anchor: 'handedToTier', tier: 'senior', classes: ['general'], source: 'R2.1' },
])

/**
 * R3.1: each missed hour calls the next tier. Of an emergency no plan gives a tier a time of its own, so that the higher
 * ones are called while the one target stays missed: at how much of it is our own.
 */
const governmentLadder: LadderStep[] = [
  ...watch('response'),
  ...watch('resolution', undefined, 'headquarters'),
  ...watch('resolution', 'headquarters', 'senior'),
  ...watch('resolution', 'senior', 'manager'),
  { ...step('resolution', 150, []), classes: emergency(), raiseTo: 'senior' },
  { ...step('resolution', 200, []), classes: emergency(), raiseTo: 'manager' },
]

/** A clear answer 明确答复 is what settles a question: an acknowledgement does not keep it (R2.9b). */
const laboratoryRows: PolicyRow[] = [
  {
    metric: 'resolution',
    target: { amount: 1, unit: 'workingDays' },
    calendar: 'cal_working_days@1',
    anchor: 'opened',
    kinds: ['inquiry'],
    source: 'R2.4',
  },
  {
    metric: 'response',
    target: hours(24),
    calendar: 'always',
    anchor: 'opened',
    kinds: ['incident', 'request'],
    source: 'R2.4',
  },
]

/** Of whatever is asked for within the service period. */
const standardRows: PolicyRow[] = [
  { metric: 'response', target: hours(1), calendar: 'always', anchor: 'opened', source: 'R2.5' },
]

export const policies: { id: string; name: string; definition: Omit<Policy, 'id' | 'version'> }[] = [
  policy('pol_jiangzhou', '一般性与紧急响应 General and emergency response', governmentRows, governmentLadder),
  policy('pol_binhai', '实验室质保 Laboratory warranty', laboratoryRows, [
    ...watch('response'),
    ...watch('resolution'),
  ]),
  policy('pol_huayue', '标准服务期 Standard service period', standardRows, watch('response')),
]

function policy(id: string, name: string, rows: PolicyRow[], ladder: LadderStep[]) {
  const definition = { rows: [...rows, ...houseRows], ladder: [...ladder, ...houseLadder], minimumGapSeconds: 300 }
  return { id, name, definition }
}

/** SLA 15: warns those at work, tells the manager of a breach, then pages until somebody takes the ticket. */
function watch(metric: Metric, tier?: Tier, raiseTo?: Tier): LadderStep[] {
  const of = { ...(tier && { tier }) }
  return [
    ...[50, 75, 90].map((percent) => ({ ...step(metric, percent, ['assignee', 'tier']), ...of })),
    { ...step(metric, 100, ['assignee', 'tier', 'manager']), ...of, ...(raiseTo && { raiseTo }) },
    { ...step(metric, 110, ['tier', 'manager']), ...of },
    { ...step(metric, 150, ['tier', 'manager']), ...of, repeat: { everyPercent: 50, atMost: 10 } },
  ]
}

function step(metric: Metric, percent: number, notify: Audience[]): LadderStep {
  return { metric, percent, notify }
}

function resolution(amount: number) {
  return { metric: 'resolution', target: hours(amount), calendar: 'always', anchor: 'opened' } as const
}

function ofFaults(rows: PolicyRow[]): PolicyRow[] {
  return rows.map((row) => ({ ...row, kinds: ['incident'] }))
}

function emergency(): FaultClass[] {
  return ['important', 'critical']
}

function hours(amount: number) {
  return { amount, unit: 'workingHours' as const }
}
