import { type Actor, isManager, isStaff } from '../../domain/people/actors.ts'
import type { Role } from '../../domain/people/roles.ts'
import { Fault } from '../../http/faults.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'

type Scoped = Actor & Pick<SignedIn, 'customerIds'>

/** R3.5: whose things an account may see. A customer's account without a contact sees nothing. */
export function scopeOf({ role, organisation, bound }: Account): SignedIn['customerIds'] {
  if (role === 'customer') return organisation === null ? [] : [organisation]
  return isManager({ role }) ? 'all' : bound
}

interface Account {
  role: Role
  /** Its contact's, of a customer's account. */
  organisation: string | null
  /** Whom it is bound to, of our staff's. */
  bound: string[]
}

/** SLA 24: what is nobody's so far is for all of our staff, since any of them may be called to it, and for no customer. */
export function inScope(user: Scoped, customerId: string | null): boolean {
  const { customerIds } = user
  if (customerId === null) return isStaff(user)
  return customerIds === 'all' || customerIds.includes(customerId)
}

/** For Prisma's `where`, on rows that belong to a customer. */
export function scopeFilter({ customerIds }: SignedIn): { customerId?: { in: string[] } } {
  return customerIds === 'all' ? {} : { customerId: { in: customerIds } }
}

/** The row, when it exists and the caller may see it; else 404, naming the field when the id came in a body. */
export function visible<T extends { customerId: string | null }>(user: SignedIn, row: T | null, field?: string): T {
  if (row === null || !inScope(user, row.customerId)) throw Fault.absent(field)
  return row
}
