import type { Tier } from '../../../domain/people/tiers.ts'
import type { LadderStep, Policy, PolicyRow } from '../../../domain/promises/policy.ts'

const hour = (amount: number) => ({ amount, unit: 'workingHours' as const })

export const row = (metric: PolicyRow['metric'], amount: number, more: Partial<PolicyRow> = {}): PolicyRow => ({
  metric,
  target: hour(amount),
  calendar: 'always',
  anchor:
    metric === 'update' ? 'customerMessage' : metric === 'signOff' ? 'resolved' : more.tier ? 'handedToTier' : 'opened',
  source: 'R2.1',
  ...more,
})

const raise = (raiseTo: Tier, tier?: Tier): LadderStep => ({
  metric: 'resolution',
  ...(tier && { tier }),
  percent: 100,
  notify: ['assignee', 'manager'],
  raiseTo,
})

/** R2.1 and R2.2, as far as the main line's metrics go. */
export const generalPolicy: Policy = {
  id: 'p-general',
  version: 1,
  rows: [
    row('response', 0, { target: { amount: 10, unit: 'workingMinutes' } }),
    row('resolution', 1, { classes: ['general'] }),
    row('resolution', 2, { classes: ['important', 'critical'], source: 'R2.2' }),
    row('resolution', 24, { tier: 'headquarters' }),
    row('resolution', 12, { tier: 'senior' }),
    row('update', 4, { source: 'house' }),
    row('signOff', 72, { source: 'house' }),
  ],
  ladder: [
    { metric: 'response', percent: 50, notify: ['tier'] },
    { metric: 'response', percent: 75, notify: ['tier'] },
    { metric: 'response', percent: 90, notify: ['tier'] },
    { metric: 'response', percent: 100, notify: ['tier', 'manager'] },
    { metric: 'resolution', percent: 75, notify: ['assignee'] },
    raise('headquarters'),
    raise('senior', 'headquarters'),
    raise('manager', 'senior'),
    { metric: 'signOff', percent: 50, notify: ['acceptor'] },
  ],
  minimumGapSeconds: 300,
}
