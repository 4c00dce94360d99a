import pLimit from 'p-limit'
import type { Bare } from '../bare/bare.ts'
import type { BareLapDone } from '../bare/messages.ts'
import type { BenchCustomer } from '../stack/customers.ts'
import { type Cpu, cpuOf, lessOf } from '../measures/cpu.ts'
import type { Staff } from '../stack/running.ts'
import { Desk } from './desk.ts'
import { type Act, acts, live, type Ticket } from './life.ts'
import type { PostBox } from '../measures/post-box.ts'
import { Stopwatch } from '../measures/stopwatch.ts'

/** What a product's laps are run on. */
export interface Track {
  apis: readonly string[]
  staff: Staff
  customers: readonly BenchCustomer[]
  box: PostBox
  /** Process ids of the parts whose cost is counted, with all that is below them. */
  parts: Record<string, number[]>
}

export interface Lap {
  lives: number
  clients: number
  /** Messages of ours between the first answer and the repair. */
  replies: number
}

export interface Costs {
  /** From the first request to the last answer. */
  seconds: number
  /** Milliseconds of a processor, by part, until all was done. */
  cpu: Cpu<string>
}

export interface ProductLap extends Costs {
  tickets: Ticket[]
  watch: Stopwatch<Act>
  /** To the last mail. */
  drainedSeconds: number
  statuses: Record<string, number>
}

/** So many lives through REST, by so many clients, until `mailsEach` mails of each are out. */
export async function productLap(
  track: Track,
  { lives, clients, replies }: Lap,
  mailsEach: number,
): Promise<ProductLap> {
  const { apis, staff, customers, box, parts } = track
  const desk = new Desk(apis)
  const watch = new Stopwatch<Act>()
  const before = cpuOf(parts)
  const began = performance.now()
  const tickets = await pLimit(clients).map(range(lives), (turn) => {
    const customer = customers[turn % customers.length]
    if (customer === undefined) throw new Error('There are no customers')
    return live(desk, staff, customer, { turn: Math.floor(turn / customers.length), replies, watch })
  })
  const seconds = secondsSince(began)
  await box.until(() => tickets.every(({ number }) => box.mailsOf(number).length >= mailsEach))
  const drainedSeconds = secondsSince(began)
  const cpu = lessOf(cpuOf(parts), before)
  return { tickets, watch, seconds, drainedSeconds, cpu, statuses: Object.fromEntries(desk.statuses) }
}

export interface BareLapCosts extends Costs, Omit<BareLapDone, 'seconds'> {}

/** As many bare workflows, with as many updates each. */
export async function bareLap(
  bare: Bare,
  { parts }: Pick<Track, 'parts'>,
  { lives, clients, replies }: Lap,
): Promise<BareLapCosts> {
  const before = cpuOf(parts)
  const done = await bare.run({ lives, clients, updates: acts.length + replies })
  return { ...done, cpu: lessOf(cpuOf(parts), before) }
}

/**
 * How many mails a life is sent, by those that came of these: when none came for so long, all are out. Throws when they are
 * not as many for each.
 */
export async function mailsOfEach(box: PostBox, tickets: readonly Ticket[], silenceMs = 5000): Promise<number> {
  await box.silence(silenceMs)
  const counts = new Set(tickets.map(({ number }) => box.mailsOf(number).length))
  const [count = 0, ...others] = counts
  if (others.length > 0 || count === 0) throw new Error(`Lives of one kind were sent ${[...counts].join(' or ')} mails`)
  return count
}

const range = (count: number) => Array.from({ length: count }, (_none, index) => index)
const secondsSince = (began: number) => (performance.now() - began) / 1000
