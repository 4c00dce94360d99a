import type { StaffFunction } from '../people/functions.ts'
import type { Contact, StaffMember } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'

/** R4.1: sent, on the way, on site; how it ended. */
export const visitStatuses = [
  'dispatched',
  'accepted',
  'enRoute',
  'onSite',
  'completed',
  'noAccess',
  'cancelled',
] as const
export type VisitStatus = (typeof visitStatuses)[number]
export const openVisitStatuses: readonly VisitStatus[] = ['dispatched', 'accepted', 'enRoute', 'onSite']

/** R4.4: what was done with the material: it came with the engineer, stays with the customer, or was taken away. */
export const materialMoves = ['brought', 'left', 'removed'] as const

/** How the customer's person confirmed the work report on site. */
export const confirmations = ['paper', 'device', 'refused', 'absent'] as const

/** What a visit came to: the work done, the material, and who of the customer confirmed it. */
export interface WorkReport {
  done: string
  material: { move: (typeof materialMoves)[number]; what: string; quantity: number }[]
  confirmation: { how: (typeof confirmations)[number]; name?: string; scan?: string }
}

/** What an engineer must be or know to be of use there (R3.3, R3.8). */
export interface Needs {
  function?: StaffFunction
  skills?: string[]
}

/** The time that an engineer is expected in, and booked for; half-open. */
export interface Slot {
  from: Instant
  until: Instant
}

/** One engineer's way to the customer and what it came to. */
export interface Visit extends Slot {
  /** Of its ticket, from 1. */
  n: number
  engineer: StaffMember
  status: VisitStatus
  /** What for. */
  purpose?: string
  /** Comes to deliver, or to help: nobody who could handle the fault, so that a check-in keeps no promise (R2.7). */
  assists?: true
  /** SLA 9: who of the customer chose this time, and when that was said. */
  agreed?: { by: Contact; at: Instant }
  dispatchedAt: Instant
  acceptedAt?: Instant
  departedAt?: Instant
  arrivedAt?: Instant
  endedAt?: Instant
  /** When somebody is told that it is not accepted yet, and how often that was done. */
  pageAt?: Instant
  /** R4.3: from the office of whoever goes; absent where nobody has said. */
  travelMinutes?: number
  paged: number
  report?: WorkReport
  /** Why nobody could get in, or why nobody comes. */
  reason?: string
}

export function isOpenVisit({ status }: Pick<Visit, 'status'>): boolean {
  return openVisitStatuses.includes(status)
}

/** Nobody has set out: it can still be moved, or called off as if it had not been. */
export function isPlanned({ status }: Pick<Visit, 'status'>): boolean {
  return status === 'dispatched' || status === 'accepted'
}

/** Engineers a ticket waits for at once; whoever needs more opens tickets of their own. */
export const mostOpenVisits = 10

/** What of the visits says who may do what. */
export interface StandingVisit {
  n: number
  engineerId: string
  status: VisitStatus
}
