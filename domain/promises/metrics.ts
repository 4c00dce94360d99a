/** SLA 1. Solution, arrival and restore are the design's next metrics. */
export const metrics = ['response', 'update', 'resolution', 'signOff'] as const
export type Metric = (typeof metrics)[number]

/** SLA 21: what the customer owes. It is reminded in words of its own, and never a breach of ours. */
export function isTheirs(metric: Metric): boolean {
  return metric === 'signOff'
}

/** SLA 9: where a row's clock counts from. */
export const anchors = ['opened', 'handedToTier', 'customerMessage', 'resolved'] as const
export type Anchor = (typeof anchors)[number]

/** The anchors that make sense for a metric: an update is owed from the customer's message on, a sign-off from the repair. */
export const anchorsOf: Record<Metric, readonly Anchor[]> = {
  response: ['opened'],
  update: ['customerMessage'],
  resolution: ['opened', 'handedToTier'],
  signOff: ['resolved'],
}
