import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchCustomer } from '../stack/customers.ts'
import type { Staff } from '../stack/running.ts'
import type { Desk } from './desk.ts'
import { open, type Ticket } from './life.ts'
import type { PostBox } from '../measures/post-box.ts'

export interface Opened {
  ticket: Ticket
  /** When its first request was sent, in milliseconds since 1970. */
  askedAt: number
  /** Until it was answered for good. */
  answeredMs: number
}

/** `turn` of them all, for the customers one after the other and for each of their contacts. */
export async function openOne(
  desk: Desk,
  staff: Staff,
  customers: readonly BenchCustomer[],
  turn: number,
): Promise<Opened> {
  const customer = customers[turn % customers.length]
  if (customer === undefined) throw new Error('There are no customers')
  const [askedAt, began] = [Date.now(), performance.now()]
  const ticket = await open(desk, staff, customer, Math.floor(turn / customers.length))
  return { ticket, askedAt, answeredMs: performance.now() - began }
}

/** People who call when they call, whether or not those before them were answered: so many, spread evenly. */
export function callsWithin<T>(seconds: number, count: number, call: (turn: number) => Promise<T>): Promise<T>[] {
  const apartMs = (1000 * seconds) / count
  return Array.from({ length: count }, async (_none, turn) => {
    await sleep(turn * apartMs)
    return call(turn)
  })
}

/** Milliseconds from the first request to the first mail of each that was sent one. */
export function firstMailsMs(box: PostBox, opened: readonly Opened[]): number[] {
  return opened.flatMap(({ ticket, askedAt }) => {
    const [first] = box.mailsOf(ticket.number)
    return first ? [first.at - askedAt] : []
  })
}
