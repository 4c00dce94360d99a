import type { Contact, StaffMember } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'

/** R1.7: resolved means repaired and verified. */
export interface Resolution {
  cause: string
  /** The kind of cause, by which a repeat failure is known (SLA 16). */
  causeCode: CauseCode
  fix: string
  verification: string
  by: StaffMember
  at: Instant
}
export const causeCodes = [
  'softwareDefect',
  'configuration',
  'data',
  'database',
  'operatingSystem',
  'network',
  'hardware',
  'security',
  'usage',
  'external',
  'unknown',
] as const
export type CauseCode = (typeof causeCodes)[number]

/** SLA 14: how somebody signs or refuses: by the mailed link, signed in, or on paper, which our staff log. */
export const signMethods = ['link', 'signedIn', 'paper'] as const
export type SignMethod = (typeof signMethods)[number]
/** `deemed`: nobody signed within the time that the contract grants. */
export const acceptanceMethods = [...signMethods, 'deemed'] as const

/** SLA 14: who signed what, and how. */
export interface SignOff {
  by: Contact
  at: Instant
  method: (typeof acceptanceMethods)[number]
  /** SHA-256 of the support record's canonical JSON, in hex. */
  recordHash: string
  /** For a paper signature: the agent who logged it, and where the scan is kept. */
  loggedBy?: StaffMember
  scan?: string
}

/** How a repair came not to stand: it was refused, the ticket was reopened, or the signature on paper was disputed. */
export const undoings = ['refused', 'reopened', 'disputed'] as const

/** SLA 12: a repair that does not stand: what was done, and why that was not enough. */
export interface EarlierRepair {
  cycle: number
  resolution: Resolution
  /** Who had signed it by then, if anybody had. */
  signOff?: SignOff
  undone: { how: (typeof undoings)[number]; at: Instant; reason: string; by: Contact }
}

/** SLA 14: ratings this low are followed up. */
export function isLow({ score }: Pick<Rating, 'score'>): boolean {
  return score <= 2
}

/** SLA 14: what the customer thinks of one sign-off, that of its cycle. */
export interface Rating {
  cycle: number
  score: number
  comment?: string
  at: Instant
  by: Contact
}

/** Of the sign-off that stands. */
export function ratingOf({ ratings, cycle }: { ratings?: Rating[]; cycle: number }): Rating | undefined {
  return ratings?.find((rating) => rating.cycle === cycle)
}
