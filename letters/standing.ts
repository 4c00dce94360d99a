import { isTheirs, type Metric } from '../domain/promises/metrics.ts'
import type { ClockRecord, TicketRecord } from '../domain/ticket/record.ts'

/** What is promised still; staff are also shown which promises were broken last. What the customer owes is no promise. */
export function promisesShown({ clocks }: TicketRecord, staff: boolean) {
  const ours = clocks.filter(isOurs)
  const broken = ours.filter((clock) => staff && clock.breached && !isOpen(clock)).slice(-20)
  return ours.filter((clock) => isOpen(clock) || broken.includes(clock)).map(promiseOf)
}

/** What is to be done next, and until when. */
export function owedNext(record: TicketRecord) {
  const owed = kept(record).sort((one, other) => (one.dueAt ?? '').localeCompare(other.dueAt ?? ''))[0]
  return owed ? promiseOf(owed) : null
}

const answers: readonly Metric[] = ['response', 'answer', 'update', 'callBack']

/** By when we answer: the first time, clearly, or what the customer wrote, or by the call that was promised. */
export function answerDueAt(record: TicketRecord): string | null {
  const due = kept(record).flatMap(({ metric, dueAt }) => (answers.includes(metric) ? (dueAt ?? []) : []))
  return due.sort()[0] ?? null
}

/** SLA 21: by when the customer is asked for a signature. It is the customer's to give, and no promise. */
export function signBy({ clocks }: TicketRecord): string | null {
  return clocks.find((clock) => clock.metric === 'signOff' && isOpen(clock))?.dueAt ?? null
}

/** What happens if nobody acts. Whom the ladder warns and calls is our own affair. */
export function nextStep({ next, clocks }: TicketRecord, staff: boolean) {
  if (next === null || next.what === 'end' || (!staff && next.what !== 'deemedAcceptance')) return null
  const clock = clocks.find(({ id }) => id === next.clockId)
  // What is late is late: how many per cent of its time have passed says nothing any more.
  const percent = next.what === 'warning' ? next.percent : null
  return { what: next.what, at: next.at, promise: clock && isOurs(clock) ? promiseOf(clock) : null, percent }
}

/** Where no promise runs, customers are told by when we look at their ticket again. */
export function nextLook({ status, next }: TicketRecord, staff: boolean): string | null {
  return !staff && status !== 'resolved' && next?.what === 'followUp' ? next.at : null
}

/** Those that can still be kept. */
function kept({ clocks }: TicketRecord): ClockRecord[] {
  return clocks.filter((clock) => isOurs(clock) && isOpen(clock) && clock.dueAt !== null && !clock.breached)
}

function isOurs({ metric }: ClockRecord): boolean {
  return !isTheirs(metric)
}

function isOpen(clock: ClockRecord): boolean {
  return clock.stoppedAt === null
}

function promiseOf({ metric, tier, internal, dueAt, state, provisional, breached }: ClockRecord) {
  return { metric, tier, internal, dueAt, state, provisional, late: breached }
}
