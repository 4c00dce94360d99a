/** Who is told of something, as a plan or a rule names them; who they are is looked up when they are told (SLA 16). */
export const audiences = ['reporter', 'acceptor', 'assignee', 'tier', 'manager'] as const
export type Audience = (typeof audiences)[number]

/** Those who are the customer's people, not ours. */
export const customerAudiences = ['reporter', 'acceptor'] as const satisfies readonly Audience[]

export function isOfCustomer(audience: Audience): boolean {
  return customerAudiences.some((one) => one === audience)
}
