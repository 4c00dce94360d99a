import type { Phase } from '../domain/promises/subject.ts'
import type { PauseRule } from '../domain/ticket/state.ts'

/** SLA 10: waiting for the customer never pauses the first answer. */
const pauseRules: PauseRule[] = [
  { reason: 'customer', metrics: ['answer', 'solution', 'restore', 'resolution', 'update'] },
  { reason: 'supplier', metrics: ['restore', 'resolution'] },
  { reason: 'parts', metrics: ['restore', 'resolution'] },
]

const common = { reopenWindowDays: 7, pauseRules, policyVersion: 1 }

/** R6.4 */
const phase = (name: Phase, from: string) => ({ phase: name, from })

/** Each names the one person who may sign (SLA 14). */
export const contracts = [
  {
    ...common,
    id: 'ctr_jiangzhou',
    customerId: 'cus_jiangzhou',
    name: '免费维护期 Free maintenance',
    startsOn: '2025-01-01',
    endsOn: '2030-12-31',
    policyId: 'pol_jiangzhou',
    acceptorId: 'con_zhaomin',
    phases: [phase('maintenance', '2025-01-01')],
  },
  {
    ...common,
    id: 'ctr_binhai',
    customerId: 'cus_binhai',
    name: 'LIMS 质保期 LIMS warranty',
    startsOn: '2025-09-30',
    endsOn: '2027-03-30',
    policyId: 'pol_binhai',
    acceptorId: 'con_shenlan',
    phases: [phase('maintenance', '2025-09-30'), phase('after', '2027-03-31')],
    deemedAcceptance: { target: { amount: 10, unit: 'workingDays' }, calendar: 'cal_working_days@1' },
  },
  {
    ...common,
    id: 'ctr_huayue',
    customerId: 'cus_huayue',
    name: 'MES 质保期 MES warranty',
    startsOn: '2025-01-01',
    endsOn: '2030-12-31',
    policyId: 'pol_huayue',
    acceptorId: 'con_xufeng',
    phases: [phase('maintenance', '2025-01-01')],
  },
]
