import type { StaffMember } from '../people/actors.ts'
import { type Instant, isoOrNull, secondsPerDay, toIso } from '../time/instant.ts'

/** R4.3: a part that is needed, or equipment that was taken away from the customer. */
export const partKinds = ['requested', 'takenAway'] as const
export type PartKind = (typeof partKinds)[number]

/** What becomes of it: on its way, there, and one of three ends. */
export const partSteps = ['sent', 'received', 'fitted', 'returned', 'writtenOff'] as const
export type PartStep = (typeof partSteps)[number]
const ends: readonly PartStep[] = ['fitted', 'returned', 'writtenOff']

/** To whom it is sent, and who received it: the vendor 返厂, we, or the customer. */
export const places = ['vendor', 'us', 'customer'] as const
export type Place = (typeof places)[number]

export interface Part {
  /** Of its ticket, from 1. */
  n: number
  kind: PartKind
  what: string
  serial?: string
  quantity: number
  status: PartKind | PartStep
  place?: Place
  /** The visit that took it away. */
  visit?: number
  by: StaffMember
  at: Instant
  expectedBy?: Instant
  /** SLA 20: when somebody is asked where it is, and how often that was done. */
  lookAt: Instant
  asked: number
}

/** What of it is said when it is put down. */
export interface NewPart {
  kind: PartKind
  what: string
  serial?: string
  quantity: number
  expectedBy?: Instant
}

export interface PartMove {
  part: number
  what: string
  step: PartStep
  place?: Place
  note?: string
  expectedBy?: Instant
}

export type PartHappening =
  | { type: 'partAdded'; data: NewPart & { part: number } }
  | { type: 'partMoved'; data: PartMove }
  | { type: 'partOverdue'; data: { part: number; what: string; since: Instant; times: number } }

/** So many are away from a ticket at once: each is some 300 bytes of it. */
export const mostParts = 50

/** In seconds: how long something may be away of which nobody said for how long. */
export const usualAway = 7 * secondsPerDay

export function isAway({ status }: Pick<Part, 'status'>): boolean {
  return !ends.some((end) => end === status)
}

function isEnd(step: PartStep): boolean {
  return ends.includes(step)
}

/** Whoever waited for it waits no more: it is with us or at the customer's, or needed no longer. */
export function endsWait({ step, place }: Pick<PartMove, 'step' | 'place'>): boolean {
  return isEnd(step) || (step === 'received' && place !== 'vendor')
}

export function partRecordOf(part: Part) {
  const { n, kind, what, serial, quantity, status, place, visit, by, at, expectedBy } = part
  return {
    ...{ n, kind, what, serial: serial ?? null, quantity, status, place: place ?? null, visit: visit ?? null, by },
    ...{ at: toIso(at), expectedBy: isoOrNull(expectedBy), away: isAway(part) },
  }
}
