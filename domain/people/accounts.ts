import type { StaffFunction } from './functions.ts'
import type { Role } from './roles.ts'
import type { Tier } from './tiers.ts'

/** Whoever makes, changes or disables accounts of a role could get one that way: managers and admins are an admin's. */
export function mayKeepAccounts(by: Role, of: Role): boolean {
  return by === 'admin' || (by === 'manager' && of !== 'manager' && of !== 'admin')
}

interface Account {
  role: Role
  tier?: Tier | null | undefined
  function?: StaffFunction | null | undefined
  officeId?: string | null | undefined
  /** The customer's person whom it belongs to. */
  contactId?: string | null | undefined
  /** Whom it serves. */
  customerIds?: readonly string[]
}

/** What of an account does not go together. */
export function accountFaults({ role, tier, contactId, customerIds = [], ...account }: Account) {
  const faults: { field: string; message: string }[] = []
  const wrong = (field: string, message: string, when: boolean) => when && faults.push({ field, message })
  const isCustomer = role === 'customer'
  wrong('contactId', "Name the customer's contact whose account it is", isCustomer && !contactId)
  wrong('contactId', 'Only for a customer', !isCustomer && Boolean(contactId))
  wrong('tier', 'Only for our staff', isCustomer && Boolean(tier))
  wrong('tier', 'Engineers and seniors serve on a tier: name it', (role === 'engineer' || role === 'senior') && !tier)
  wrong('function', 'Only for our staff', isCustomer && Boolean(account.function))
  wrong('officeId', 'Only for our staff', isCustomer && Boolean(account.officeId))
  const isBound = role === 'agent' || role === 'engineer' || role === 'senior'
  const why = isCustomer ? 'A customer sees the organisation of the contact' : 'Managers and admins serve all customers'
  wrong('customerIds', why, !isBound && customerIds.length > 0)
  return faults
}
