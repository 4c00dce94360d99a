import { type Bar, barsTo, type Candidate, type Errand, servesNot } from '../../people/qualifications.ts'
import { byTravel } from '../../people/travel.ts'
import type { Refusal } from '../refusal.ts'
import { type Elsewhere, notBooked } from './booking.ts'
import { sentAlready } from './visit.ts'

/** Why somebody cannot go: what bars, that they are not on duty, are sent there already, or are expected elsewhere. */
export const whyNot = ['binding', 'function', 'skill', 'certificate', 'duty', 'sent', 'booked'] as const

/** In the words with which a dispatch of that person is refused. */
export interface Reason {
  why: (typeof whyNot)[number]
  words: string
}

/** What is known of somebody who might be sent. */
export interface Known extends Candidate {
  id: string
  /** R3.5 */
  serves: boolean
  /** R3.4; true where no rota says who is. */
  onDuty: boolean
  /** Null where nobody has said how long it takes. */
  travelMinutes: number | null
  /** The visit of this ticket that is theirs, and is not over. */
  visit?: number
  /** When they are expected elsewhere in that time; ISO instants. */
  elsewhere?: Omit<Elsewhere, 'engineer'>
}

/** Those who could go, in the order in which to ask them; and the others, each with all that is in the way. */
export interface WhoCouldGo<K extends Known> {
  candidates: K[]
  others: (K & { reasons: Reason[] })[]
}

/** R4.3: of those who are able, allowed, on duty and free, the nearest first. */
export function whoCouldGo<K extends Known>(people: readonly K[], errand: Errand): WhoCouldGo<K> {
  const weighed = [...people].sort(nearest).map((one) => ({ one, reasons: reasonsOf(one, errand) }))
  return {
    candidates: weighed.flatMap(({ one, reasons }) => (reasons.length === 0 ? [one] : [])),
    others: weighed.flatMap(({ one, reasons }) => (reasons.length > 0 ? [{ ...one, reasons }] : [])),
  }
}

/** R3.3: in minutes, of the nearest who may go, whether free now or not; undefined where nobody knows. */
export function leastTravel(people: readonly Omit<Known, 'onDuty'>[], errand: Errand): number | undefined {
  const allowed = people.filter((one) => one.serves && barsTo(one, errand).length === 0)
  const [least] = allowed.flatMap(({ travelMinutes }) => travelMinutes ?? []).sort((a, b) => a - b)
  return least
}

/** Of equals the one whose id comes first, so that the same question has the same answer. */
function nearest(one: Known, other: Known): number {
  return byTravel(one.travelMinutes, other.travelMinutes) || (one.id < other.id ? -1 : 1)
}

function reasonsOf(one: Known, errand: Errand): Reason[] {
  const { name, serves, onDuty, visit, elsewhere } = one
  const bars: Bar[] = [...(serves ? [] : [servesNot(one)]), ...barsTo(one, errand)]
  return [
    ...bars,
    ...(onDuty ? [] : [{ why: 'duty' as const, words: `${name} is not on duty then` }]),
    ...(visit === undefined ? [] : [refused('sent', sentAlready(one, { n: visit }))]),
    ...(elsewhere ? [refused('booked', notBooked({ booked: { engineer: name, ...elsewhere } }))] : []),
  ]
}

function refused(why: 'sent' | 'booked', { reason }: Refusal): Reason {
  return { why, words: reason }
}
