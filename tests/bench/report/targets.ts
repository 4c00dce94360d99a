import type { Summary } from './summary.ts'
import { atLeast, atMost, type Verdict } from './table.ts'

/** What the product is to reach. Ratios hold on any machine; the others on two cores with Node 24. */
export function verdictsOn(summary: Summary): Verdict[] {
  const { cpuRatio, rateRatio, drainedRatio, oneClientActMs, cpuMs, drainedRate } = summary
  return [
    atMost('CPU, against the bare workflow', cpuRatio, 1.9, '×'),
    atLeast('Lifecycles/s, against the bare workflow', rateRatio, 0.6, '×'),
    atLeast('The same, until the last mail is out', drainedRatio, 0.5, '×'),
    atMost('An act with one client, p50', oneClientActMs, 40, 'ms'),
    atMost('CPU of a lifecycle, on Node 24', cpuMs, 160, 'ms'),
    atLeast('Lifecycles/s until the last mail is out, on Node 24', drainedRate, 11, '/s'),
  ]
}
