import type { BenchCustomer } from '../stack/customers.ts'
import type { Staff } from '../stack/running.ts'
import type { Desk } from './desk.ts'
import type { Stopwatch } from '../measures/stopwatch.ts'

export interface Ticket {
  id: string
  number: string
}

/** The acts of a life, by the noun of their route; a bare workflow gets as many updates. */
export const acts = ['open', 'respond', 'resolve', 'signOff'] as const
export type Act = (typeof acts)[number] | 'reply'

/** What is written is as long as people write. */
const words = {
  subject: 'Submitting an application fails',
  description: 'The page shows error 500 after "Submit", for three applicants since this morning. Browser: Edge 140.',
}
const repair = {
  cause: 'The pool of database connections was exhausted by a report that was not closed',
  // One that the same system had of late would be a repeat (SLA 16), and no life like the others.
  causeCode: 'unknown',
  fix: 'Closed the leak and enlarged the pool from 20 to 60 connections',
  verification: '200 applications submitted without an error, and the pool watched for an hour',
}
const reply = 'We have found it and are testing the repair; it will be in place this afternoon.'

/** Logs a call, as the README's first ticket. */
export function open(desk: Desk, { agent }: Staff, customer: BenchCustomer, turn: number): Promise<Ticket> {
  const { contractId, systemId, reporterIds } = customer
  const reporterId = reporterIds[turn % reporterIds.length]
  return desk.post<Ticket>(agent, '/v1/tickets', { contractId, systemId, reporterId, channel: 'phone', ...words })
}

/** One ticket from the call to the signature and the rating; `replies` more messages of ours lie between. */
export async function live(
  desk: Desk,
  staff: Staff,
  customer: BenchCustomer,
  { turn, replies, watch }: { turn: number; replies: number; watch: Stopwatch<Act> },
): Promise<Ticket> {
  const ticket = await watch.time('open', () => open(desk, staff, customer, turn))
  const act = (name: Act, token: string, noun: string, body: object) =>
    watch.time(name, () => desk.post(token, `/v1/tickets/${ticket.id}/${noun}`, body))
  await act('respond', staff.engineer, 'responses', { message: 'We are looking into it.' })
  for (let said = 0; said < replies; said++) await act('reply', staff.engineer, 'replies', { message: reply })
  await act('resolve', staff.engineer, 'resolution', repair)
  await act('signOff', customer.acceptorToken, 'sign-off', { rating: 5, comment: 'Thank you' })
  return ticket
}
