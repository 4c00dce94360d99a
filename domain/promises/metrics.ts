/** SLA 1. What a plan may promise, in the order in which it is done. */
export const planMetrics = [
  'response',
  'answer',
  'solution',
  'arrival',
  'restore',
  'resolution',
  'update',
  'signOff',
] as const
export type PlanMetric = (typeof planMetrics)[number]

/** What is promised on a ticket: by a plan, or by a person who says when to call back. */
export const metrics = [...planMetrics, 'callBack'] as const
export type Metric = (typeof metrics)[number]

/** SLA 21: what the customer owes. It is reminded in words of its own, and never a breach of ours. */
export function isTheirs(metric: Metric): boolean {
  return metric === 'signOff'
}

/** SLA 9: where a row's clock counts from. */
export const anchors = ['opened', 'handedToTier', 'remoteFailed', 'dispatched', 'customerMessage', 'resolved'] as const
export type Anchor = (typeof anchors)[number]

const atWork: readonly Anchor[] = ['opened', 'handedToTier', 'remoteFailed', 'dispatched']

/**
 * The anchors that make sense for a metric: an update is owed from the customer's message on, a sign-off from the repair,
 * and a solution is proposed of what was reported, not of a visit.
 */
export const anchorsOf: Record<PlanMetric, readonly Anchor[]> = {
  response: ['opened'],
  answer: ['opened'],
  solution: ['opened', 'handedToTier'],
  arrival: atWork,
  restore: atWork,
  resolution: atWork,
  update: ['customerMessage'],
  signOff: ['resolved'],
}

/** What a called tier promises of its own: with `handedToTier` from the call, with `opened` from the report (R2.1). */
export const tierAnchors: readonly Anchor[] = ['handedToTier', 'opened']

/** R2.9b: how a promise is kept; data of the plan, which may depend on severity 根据严重程度. */
export const modes = ['remote', 'onSite'] as const
export type Mode = (typeof modes)[number]
