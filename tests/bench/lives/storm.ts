import type { BenchCustomer } from '../stack/customers.ts'
import type { Running } from '../stack/running.ts'
import { Desk } from './desk.ts'
import { callsWithin, firstMailsMs, type Opened, openOne } from './openings.ts'
import { type Spread, Stopwatch } from '../measures/stopwatch.ts'

export interface Storm {
  asked: number
  /** Of these, answered for good with a ticket of their own. */
  opened: number
  /** What was said to the others, and what no client should be answered: a 5xx that names no time to come again. */
  faults: string[]
  /** Tickets that stand in the database, and processes that run in the engine. */
  rows: number
  processes: number
  /** How often each status was answered. */
  statuses: Record<string, number>
  /** From the first request of a ticket to its answer. */
  answers: Spread
  /** To its first mail; of those that had one. */
  firstMails: Spread
}

/** Opens so many tickets within so many seconds, whatever is answered meanwhile, and waits until each has had a mail. */
export async function storm(
  { apis, staff, box, database, client }: Running,
  customers: readonly BenchCustomer[],
  { tickets, seconds }: { tickets: number; seconds: number },
): Promise<Storm> {
  const before = await database.ticket.count()
  const desk = new Desk(apis)
  const calls = callsWithin(seconds, tickets, (turn) => openOne(desk, staff, customers, turn))
  const settled = await Promise.allSettled(calls)
  const opened = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  const failed = settled.flatMap((one) => (one.status === 'rejected' ? String(one.reason) : []))
  const isTold = ({ ticket }: Opened) => box.mailsOf(ticket.number).length > 0
  // Who is not told is seen by the count.
  await box.until(() => opened.every(isTold)).catch(() => undefined)
  await box.silence(5000)
  return {
    asked: tickets,
    opened: new Set(opened.map(({ ticket }) => ticket.id)).size,
    faults: [...desk.faults, ...failed],
    rows: (await database.ticket.count()) - before,
    processes: (await client.workflow.count(`WorkflowType = 'ticket'`)).count - before,
    statuses: Object.fromEntries(desk.statuses),
    answers: spreadOf(opened.map(({ answeredMs }) => answeredMs)),
    firstMails: spreadOf(firstMailsMs(box, opened)),
  }
}

function spreadOf(all: readonly number[]): Spread {
  const watch = new Stopwatch<'one'>()
  for (const ms of all) watch.record('one', ms)
  return watch.spread()
}
