import { Fault } from '../../http/faults.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'

export function inScope({ customerIds }: SignedIn, customerId: string): boolean {
  return customerIds === 'all' || customerIds.includes(customerId)
}

/** For Prisma's `where`, on rows that belong to a customer. */
export function scopeFilter({ customerIds }: SignedIn): { customerId?: { in: string[] } } {
  return customerIds === 'all' ? {} : { customerId: { in: customerIds } }
}

/** The row, when it exists and the caller may see it; else 404, naming the field when the id came in a body. */
export function visible<T extends { customerId: string }>(user: SignedIn, row: T | null, field?: string): T {
  if (row === null || !inScope(user, row.customerId)) throw Fault.absent(field)
  return row
}
