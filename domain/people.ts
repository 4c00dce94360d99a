/** Who acts, and who stands behind a ticket. */
export const roles = ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'] as const
export type Role = (typeof roles)[number]

/** R3.1: each tier is called when the one before it fails. */
export const tiers = ['resident', 'headquarters', 'senior', 'manager'] as const
export type Tier = (typeof tiers)[number]

export function isHigherTier(tier: Tier, than: Tier): boolean {
  return tiers.indexOf(tier) > tiers.indexOf(than)
}

export function nextTier(tier: Tier): Tier | undefined {
  return tiers[tiers.indexOf(tier) + 1]
}

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
