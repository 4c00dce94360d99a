import type { Language } from './languages.ts'
import type { Role } from './roles.ts'
import type { Tier } from './tiers.ts'

/** A signed-in person, the product itself when a clock acts, or another party of the ticket, which has no account. */
export interface Actor {
  id: string
  role: Role | 'clock' | 'party'
  name: string
  /** The tier that an engineer or a senior serves on. */
  tier?: Tier
  /** The customer's contact whom this account belongs to. */
  contactId?: string
}

/** What acts when nobody does: a deadline that fell due. */
export const theClock: Actor = { id: 'clock', role: 'clock', name: 'Aftercare' }

/** A customer's person, as the ticket knows that person; address and language are looked up when a mail is sent. */
export interface Contact {
  id: string
  name: string
}

/** SLA 24: somebody who called and whom nobody knows so far, as the one who took the call wrote it down. */
export interface Caller {
  name: string
  phone?: string
  email?: string
  organisation?: string
  /** What this person is written to in. */
  language: Language
}

/** Stands for that caller where a contact's id would. */
export const callerId = 'caller'

/** A member of our staff, with the tier that counts for what this person can have. */
export interface StaffMember {
  id: string
  name: string
  tier?: Tier
}

/** As a ticket names somebody of the customer's. */
export function personOf({ id, contactId, name }: Pick<Actor, 'id' | 'contactId' | 'name'>): Contact {
  return { id: contactId ?? id, name }
}

/** As a ticket names one of us. */
export function staffMember({ id, name, ...serving }: Pick<Actor, 'id' | 'name' | 'role' | 'tier'>): StaffMember {
  return { id, name, tier: tierOf(serving) }
}

/** R3.1: who serves on no tier counts as a resident; managers and admins count as the manager. */
export function tierOf({ role, tier }: Pick<Actor, 'role' | 'tier'>): Tier {
  return tier ?? (isManager({ role }) ? 'manager' : 'resident')
}

/** Managers and admins, who serve every customer. */
export function isManager({ role }: { role: string }): boolean {
  return role === 'manager' || role === 'admin'
}

/** R3.5: whether one of us serves that customer; what is nobody's so far is for all of us (SLA 24). */
export function servesCustomer(one: { role: string; bound: readonly string[] }, customerId: string | null): boolean {
  return customerId === null || isManager(one) || one.bound.includes(customerId)
}

/** Engineers and seniors see to the tickets that they were called to; the desk sees to all. */
export function isEngineer({ role }: Pick<Actor, 'role'>): boolean {
  return role === 'engineer' || role === 'senior'
}

export function isStaff(actor: Actor): boolean {
  return actor.role !== 'customer' && actor.role !== 'clock' && actor.role !== 'party'
}
