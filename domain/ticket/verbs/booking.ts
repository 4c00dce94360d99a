import { busy, notNow, type Refusal } from '../refusal.ts'
import type { Verb } from './rules.ts'

const booking: readonly Verb[] = ['dispatch', 'moveVisit', 'merge']

/** Whether it needs somebody's time, or another ticket, of which two may want something at once: the database decides. */
export function booksTime(verb: Verb): boolean {
  return booking.includes(verb)
}

/** When somebody is expected elsewhere; ISO instants. */
export interface Elsewhere {
  engineer: string
  from: string
  until: string
}

/** For what the database refused: the engineer is expected elsewhere, or it cannot be recorded at all. Not where: that is another customer's. */
export function notBooked(answer: { booked: Elsewhere } | { unfit: string } | { because: string }): Refusal {
  if ('unfit' in answer) return notNow(answer.unfit)
  if ('because' in answer) return busy('This cannot be recorded now, and those who run the service know it.')
  const { engineer, from, until } = answer.booked
  return notNow(`${engineer} is booked from ${from} to ${until}: choose another time, or somebody else.`)
}
