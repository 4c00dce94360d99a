import { isOfCustomer } from '../people/audiences.ts'
import { type Clock, targetSecondsOf } from './clock.ts'
import type { CoverageByCalendar } from '../time/coverage.ts'
import { isTheirs } from './metrics.ts'
import type { LadderStep, Policy } from './policy.ts'
import type { FaultClass } from './subject.ts'

/** One threshold of one clock, with all that the policy does there. */
export interface Threshold {
  percent: number
  steps: LadderStep[]
  /** A repeated page; it is left out once somebody has taken the ticket (SLA 16). */
  repeated: boolean
}

/**
 * SLA 15: the thresholds of a clock in ascending order. 100 % is always one, since a breach is recorded whether or not
 * the policy does anything about it. Warnings that follow another more closely than the minimum gap are merged into it.
 */
export function thresholdsOf(
  clock: Clock,
  policy: Policy,
  coverage: CoverageByCalendar,
  faultClass: FaultClass,
): Threshold[] {
  const steps = ladderFor(clock, policy)
    .filter((step) => step.metric === clock.metric && step.tier === clock.tier)
    .filter(({ classes }) => classes?.includes(faultClass) ?? true)
    .map((step) => heard(clock, step))
  const all = new Map<number, Threshold>([[100, { percent: 100, steps: [], repeated: false }]])
  for (const step of steps) {
    for (const percent of percentsOf(step)) {
      const threshold = all.get(percent) ?? { percent, steps: [], repeated: percent !== step.percent }
      all.set(percent, {
        ...threshold,
        steps: [...threshold.steps, step],
        repeated: threshold.repeated && percent !== step.percent,
      })
    }
  }
  const ascending = [...all.values()]
    // Once it has lapsed the acceptor is reminded each working day, not at a percentage.
    .filter(({ percent, steps }) => !isTheirs(clock.metric) || percent <= 100 || steps.some((step) => step.raiseTo))
    .sort((a, b) => a.percent - b.percent)
  return merged(
    clock,
    ascending,
    (targetSecondsOf(clock, coverage) ?? Number.POSITIVE_INFINITY) / 100,
    policy.minimumGapSeconds,
  )
}

/** Who promised to call back is always told of it with `promiserToo`; these are the others. No plan need know of it. */
const usualCallBack: LadderStep[] = [
  { metric: 'callBack', percent: 75, notify: ['assignee'] },
  { metric: 'callBack', percent: 100, notify: ['assignee', 'manager'] },
  { metric: 'callBack', percent: 150, notify: ['assignee', 'manager'], repeat: { everyPercent: 50, atMost: 10 } },
]

function ladderFor({ metric }: Clock, { ladder }: Policy): readonly LadderStep[] {
  return metric === 'callBack' && !ladder.some((step) => step.metric === metric) ? usualCallBack : ladder
}

/** SLA 21, 24: what was promised to nobody tells no customer, whoever the plan names, save of the signature that they owe. */
function heard({ metric, internal }: Clock, step: LadderStep): LadderStep {
  if (!internal || isTheirs(metric)) return step
  return { ...step, notify: step.notify.filter((audience) => !isOfCustomer(audience)) }
}

function percentsOf({ percent, repeat }: LadderStep): number[] {
  if (repeat === undefined) return [percent]
  return Array.from({ length: repeat.atMost + 1 }, (_, times) => percent + times * repeat.everyPercent)
}

/** A breach is recorded, once, and a tier called, whatever was told shortly before. */
export function mustAct({ breach, lapsed }: Clock, { percent, steps }: Threshold): boolean {
  return (percent === 100 && !breach && !lapsed) || steps.some((step) => step.raiseTo)
}

function merged(
  clock: Clock,
  ascending: Threshold[],
  secondsPerPercent: number,
  minimumGapSeconds: number,
): Threshold[] {
  let last = Number.NEGATIVE_INFINITY
  return ascending.filter((threshold) => {
    if (!mustAct(clock, threshold) && (threshold.percent - last) * secondsPerPercent < minimumGapSeconds) return false
    last = threshold.percent
    return true
  })
}
