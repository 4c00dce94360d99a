import type { PolicyRow } from '../domain/promises/policy.ts'
import type { FaultClass } from '../domain/promises/subject.ts'

/**
 * What the service plans promise, figure by figure: docs/service-plans.md has each with the plan's own words, and a test
 * holds the two side by side. Nothing here is our own.
 */

const general: FaultClass[] = ['general']
/** 重要及关键: important and critical. The plans that say 重大 mean both, too. */
const major: FaultClass[] = ['important', 'critical']

/**
 * R2.1–R2.3. The first two speak of faults 故障: what is asked, suggested or complained of is promised nothing here. Of an
 * emergency no plan gives a tier a time of its own. What the headquarters promise is read from their being called; to read
 * it from the report, `anchor` is `opened`.
 */
export const governmentRows: PolicyRow[] = [
  { ...fault('response', minutes(10)), classes: general, source: 'R2.1' },
  { ...fault('resolution', hours(1)), classes: general, source: 'R2.1' },
  { ...ofTier('headquarters', 'solution', 1), classes: general, source: 'R2.1' },
  { ...ofTier('headquarters', 'arrival', 2), classes: general, source: 'R2.1' },
  { ...ofTier('headquarters', 'resolution', 24), classes: general, source: 'R2.1' },
  { ...ofTier('senior', 'resolution', 12), classes: general, source: 'R2.1' },
  { ...fault('response', minutes(10)), classes: major, source: 'R2.2' },
  { ...fault('resolution', hours(2)), classes: major, source: 'R2.2' },
  { metric: 'arrival', target: hours(24), calendar: 'always', anchor: 'remoteFailed', mode: 'onSite', source: 'R2.3' },
]

/**
 * R2.4, in warranty. A clear answer 明确答复 is what settles a question: an acknowledgement does not keep it. A fault, or
 * something that is needed, is both answered 应答 and supported 技术支持 within the same hours: the first answer, and the one
 * that helps. That somebody comes is needed no more once it is solved without.
 */
export const laboratoryRows: PolicyRow[] = inWarranty([
  { ...laboratory('answer', days(1)), calendar: 'cal_working_days@1', kinds: ['inquiry'] },
  { ...laboratory('arrival', days(2)), calendar: 'cal_working_days@1', kinds: ['inquiry'], mode: 'onSite' },
  { ...laboratory('response', hours(24)), kinds: ['incident', 'request'] },
  { ...laboratory('answer', hours(24)), kinds: ['incident', 'request'] },
  { ...laboratory('arrival', hours(12)), kinds: ['incident', 'request'], classes: major, mode: 'onSite' },
  { ...laboratory('solution', hours(24)), kinds: ['inquiry'], channels: ['phone', 'email'] },
])

/** Each of its systems is promised something else. Of the core system no first answer is: R2.6 states none. */
export const huayueRows: PolicyRow[] = [
  {
    metric: 'response',
    target: hours(1),
    calendar: 'always',
    anchor: 'opened',
    systems: ['sys_archive'],
    source: 'R2.5',
  },
  ...inWarranty([
    { ...fault('arrival', hours(2)), systems: ['sys_mes'], mode: 'onSite', source: 'R2.6' },
    { ...fault('restore', hours(4)), systems: ['sys_mes'], source: 'R2.6' },
  ]),
  // The contract ranks its fault desk before what holds for any equipment, though that is stricter over a holiday.
  { ...onSite(4), classes: major, rank: 1, source: 'R2.7' },
  { ...onSite(4), calendar: 'cal_5x8@1', classes: general, rank: 1, source: 'R2.7' },
  { ...onSite(24), rank: 2, source: 'R2.8' },
]

function fault(metric: PolicyRow['metric'], target: PolicyRow['target']): Omit<PolicyRow, 'source'> {
  return { metric, target, calendar: 'always', anchor: 'opened', kinds: ['incident'] }
}

function ofTier(tier: 'headquarters' | 'senior', metric: PolicyRow['metric'], amount: number) {
  return { ...fault(metric, hours(amount)), anchor: 'handedToTier' as const, tier }
}

function laboratory(metric: PolicyRow['metric'], target: PolicyRow['target']): PolicyRow {
  return { metric, target, calendar: 'always', anchor: 'opened', source: 'R2.4' }
}

function onSite(amount: number) {
  return { ...fault('arrival', hours(amount)), systems: ['sys_equipment'], mode: 'onSite' as const }
}

function inWarranty(rows: PolicyRow[]): PolicyRow[] {
  return rows.map((row) => ({ ...row, phases: ['maintenance'] }))
}

function minutes(amount: number) {
  return { amount, unit: 'workingMinutes' as const }
}

function hours(amount: number) {
  return { amount, unit: 'workingHours' as const }
}

function days(amount: number) {
  return { amount, unit: 'workingDays' as const }
}
