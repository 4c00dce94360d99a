import type { PauseRule } from '../domain/ticket/state.ts'

/** SLA 10: waiting for the customer never pauses the first answer. */
const pauseRules: PauseRule[] = [
  { reason: 'customer', metrics: ['resolution', 'update'] },
  { reason: 'supplier', metrics: ['resolution'] },
  { reason: 'parts', metrics: ['resolution'] },
]

const common = { reopenWindowDays: 7, pauseRules, policyVersion: 1 }

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
  },
]
