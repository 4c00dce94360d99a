import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import type { QuoteEvent } from '../domain/ticket/quoted.ts'
import { type Fact, plain, term } from './facts.ts'

type Known = Extract<KnownEvent, { type: QuoteEvent['type'] }>

/** What a ticket's story says of a quote (R6.3), beside who and when. */
export function factsOfQuote({ type, data }: Known): Fact[] {
  if (type === 'quoteWaived') return []
  const price = plain(data.amount && `${data.amount} ${data.currency}`)
  return type === 'quoted' ? price : [...price, ...term('decision', data.accepted ? 'accepted' : 'declined')]
}

export function wordsOfQuote({ type, data }: Known): string | undefined {
  return type === 'quoted' ? data.purpose : data.reason
}
