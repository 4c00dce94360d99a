/** Who is told of something, as a plan or a rule names them; who they are is looked up when they are told (SLA 16). */
export const audiences = ['reporter', 'acceptor', 'assignee', 'tier', 'manager'] as const
export type Audience = (typeof audiences)[number]

/** Those who are the customer's people, not ours. */
export const customerAudiences = ['reporter', 'acceptor'] as const satisfies readonly Audience[]

/**
 * Whom a letter is written to: beside those whom a policy may name, whoever had the ticket before, is sent on site, or owns a
 * step of it, and who watches it, of the customer's people and of ours, or follows it since it is what they reported too; or another party.
 */
export type Addressee =
  | Audience
  | 'previous'
  | 'visitor'
  | 'stepOwner'
  | 'watchers'
  | 'watchingStaff'
  | 'followers'
  | 'party'

const outside: readonly Addressee[] = [...customerAudiences, 'watchers', 'followers']

export function isOfCustomer(audience: Addressee): boolean {
  return outside.includes(audience)
}
