import type { Audience } from '../domain/people/audiences.ts'
import type { LadderStep, Policy, PolicyRow } from '../domain/promises/policy.ts'
import type { Metric } from '../domain/promises/metrics.ts'
import type { FaultClass } from '../domain/promises/subject.ts'
import { governmentRows, huayueRows, laboratoryRows } from './plan-rows.ts'
import type { Tier } from '../domain/people/tiers.ts'

/** The demo's plans: their rows, what is our own and no clause of theirs (source `house`, internal), and whom we tell when. */

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
 * R3.1: each missed hour calls the next tier. Of an emergency no plan gives a tier a time of its own, so that the higher
 * ones are called while the one target stays missed: at how much of it is our own.
 */
const governmentLadder: LadderStep[] = [
  ...watch('response'),
  ...watch('resolution', undefined, 'headquarters'),
  ...watchOnce('solution', 'headquarters'),
  ...watchOnce('arrival', 'headquarters'),
  ...watch('resolution', 'headquarters', 'senior'),
  ...watch('resolution', 'senior', 'manager'),
  ...watch('arrival'),
  { ...step('resolution', 150, []), classes: emergency(), raiseTo: 'senior' },
  { ...step('resolution', 200, []), classes: emergency(), raiseTo: 'manager' },
]

export const policies: { id: string; name: string; definition: Omit<Policy, 'id' | 'version'> }[] = [
  policy('pol_jiangzhou', '一般性与紧急响应 General and emergency response', governmentRows, governmentLadder),
  policy(
    'pol_binhai',
    '实验室质保 Laboratory warranty',
    laboratoryRows,
    watched('response', 'answer', 'solution', 'arrival'),
  ),
  policy('pol_huayue', '按系统的服务承诺 Promises by system', huayueRows, watched('response', 'arrival', 'restore')),
]

function policy(id: string, name: string, rows: PolicyRow[], ladder: LadderStep[]) {
  const definition = { rows: [...rows, ...houseRows], ladder: [...ladder, ...houseLadder], minimumGapSeconds: 300 }
  return { id, name, definition }
}

function watched(...metrics: Metric[]): LadderStep[] {
  return metrics.flatMap((metric) => watch(metric))
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

/** On the way to a repair that is watched anyway. */
function watchOnce(metric: Metric, tier: Tier): LadderStep[] {
  const warned = { ...step(metric, 75, ['assignee', 'tier']), tier }
  return [warned, { ...step(metric, 100, ['assignee', 'tier', 'manager']), tier }]
}

function step(metric: Metric, percent: number, notify: Audience[]): LadderStep {
  return { metric, percent, notify }
}

function emergency(): FaultClass[] {
  return ['important', 'critical']
}

function hours(amount: number) {
  return { amount, unit: 'workingHours' as const }
}
