import type { Contact, StaffMember } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'
import type { Outcome, StepName } from './paths.ts'

/** R1.14: one step of a path, with its responsible person. */
export interface Step {
  step: StepName
  /** One after the other: of a path one is open, until all are done. */
  state: 'waiting' | 'open' | 'done'
  owner?: StaffMember
  /** The desk's own target for what is open. */
  dueAt?: Instant
  /** When somebody is told that nobody owns it, or that it is overdue; and how often that was done. */
  lookAt?: Instant
  told: number
  done?: { at: Instant; by: Contact; result: string; outcome?: Outcome }
}

/** What a ticket keeps of the paths that it is on, and of what began them. */
export interface OnPaths {
  /** R1.14: of the paths that it is on. */
  steps?: Step[]
  /** R1.9: whom of us the complaint is about. */
  complainedOf?: StaffMember[]
  /** SLA 16: the number of the ticket that had the same system and cause, as the repair showed. */
  repeatOf?: string
  /** SLA 16: a higher tier was called since the fault came back. */
  raisedAsRepeat?: true
}
