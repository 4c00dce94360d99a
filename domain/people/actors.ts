import type { Role } from './roles.ts'
import type { Tier } from './tiers.ts'

/** A signed-in person, or the product itself when a clock acts. */
export interface Actor {
  id: string
  role: Role | 'clock'
  name: string
  /** The tier that an engineer or a senior serves on. */
  tier?: Tier
  /** The customer's contact whom this account belongs to. */
  contactId?: string
}

/** What acts when nobody does: a deadline that fell due. */
export const theClock: Actor = { id: 'clock', role: 'clock', name: 'Aftercare' }

/** A customer's person, as the ticket knows him; address and language are looked up when a mail is sent. */
export interface Contact {
  id: string
  name: string
}

/** A member of our staff. */
export interface StaffMember {
  id: string
  name: string
  tier?: Tier
}

export function isStaff(actor: Actor): boolean {
  return actor.role !== 'customer' && actor.role !== 'clock'
}
