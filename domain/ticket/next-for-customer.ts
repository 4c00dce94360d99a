import { isTheirs } from '../promises/metrics.ts'
import type { NextStep } from './next-step.ts'
import type { TicketRecord } from './record.ts'

/** Which of our people are told next is our own affair. */
const ourSteps = [
  'warning',
  'page',
  'visitUnaccepted',
  'infeasible',
  'partOverdue',
  'partyOverdue',
  'stepUnattended',
] as const

/** What comes next, as far as a customer may know: for what is ours, the promise that falls due first, else our next look. */
export function nextForCustomer(record: TicketRecord, clocks: TicketRecord['clocks']): NextStep | null {
  const isHidden = ourSteps.some((what) => what === record.next?.what) || isOurs(record, record.next)
  return isHidden ? (nextDue(clocks) ?? nextLook(record)) : record.next
}

/** SLA 24: what the desk sets itself is promised to nobody. */
function isOurs({ clocks }: TicketRecord, next: NextStep | null): boolean {
  return clocks.some(({ id, internal }) => internal && id === next?.clockId)
}

/** Where no promise runs: our people look at it again by then. Who is told, and why then, is our own affair. */
function nextLook({ nextLookAt }: TicketRecord): NextStep | null {
  return nextLookAt === null ? null : { what: 'followUp', at: nextLookAt, clockId: null, percent: null }
}

/** The promise that falls due first; one that is broken already is shown as such by its clock. */
function nextDue(clocks: TicketRecord['clocks']): NextStep | null {
  const [first] = clocks
    .flatMap(({ id, metric, state, dueAt }) => (state === 'running' && dueAt !== null ? [{ id, metric, dueAt }] : []))
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt))
  if (first === undefined) return null
  return { what: isTheirs(first.metric) ? 'signOffLapse' : 'breach', at: first.dueAt, clockId: first.id, percent: 100 }
}
