import type { Contact, StaffMember } from '../people/actors.ts'
import { type Instant, toIso } from '../time/instant.ts'

/** R6.3: what work costs that no contract covers. */
export interface Price {
  /** Decimal, with at most two decimals. */
  amount: string
  /** ISO 4217 */
  currency: string
  /** What for. */
  purpose: string
  /** Until when the customer can accept it. */
  validUntil: Instant
}

export interface Quote extends Price {
  /** Of its ticket, from 1. */
  n: number
  by: StaffMember
  at: Instant
  decided?: { accepted: boolean; at: Instant; by: Contact }
}

/** The newest quote, and who of us has said that none is needed. */
export interface Quoting {
  quote?: Quote
  waived?: { by: StaffMember; at: Instant; reason: string }
}

/** R6.3, SLA 24: its resolution waits for a quote; absent on tickets of before there were quotes. */
export interface QuoteFirst {
  quoteFirst?: true
}

export interface Quotes {
  quoting?: Quoting
}

export type QuoteHappening =
  | { type: 'quoted'; data: Price & { quote: number } }
  /** `heardFrom`: who said it, when its actor is the one of us who wrote it down. `askedBy` hears of it. */
  | {
      type: 'quoteDecided'
      data: Pick<Price, 'amount' | 'currency'> & {
        quote: number
        accepted: boolean
        reason?: string
        heardFrom?: Contact
        askedBy: StaffMember
      }
    }
  | { type: 'quoteWaived'; data: { reason: string } }

/** So many are made of one ticket. */
export const mostQuotes = 20

/** What of it says who may do what; of a ticket that no contract covers. */
export interface StandingQuote {
  /** It is not resolved before one is accepted, or waived. */
  needed?: true
  /** The one that waits for the customer's word. */
  open?: { n: number; until: Instant }
  settled?: true
  waived?: true
  count: number
}

export function standingQuote({
  uncovered,
  quoteFirst,
  quoting = {},
}: { uncovered?: string } & QuoteFirst & Quotes): StandingQuote | undefined {
  if (uncovered === undefined) return undefined
  const { quote, waived } = quoting
  return {
    ...(quoteFirst && { needed: true }),
    ...(quote && !quote.decided && !waived && { open: { n: quote.n, until: quote.validUntil } }),
    ...((quote?.decided?.accepted || waived) && { settled: true }),
    ...(waived && { waived: true }),
    count: quote?.n ?? 0,
  }
}

/** As it is shown and stored; instants are ISO, UTC. Null where nothing was quoted nor waived. */
export function quotingRecordOf({ quote, waived }: Quoting = {}) {
  if (!quote && !waived) return null
  return {
    quote: quote ? quoteRecordOf(quote) : null,
    waived: waived ? { ...waived, at: toIso(waived.at) } : null,
  }
}

function quoteRecordOf({ n, amount, currency, purpose, validUntil, by, at, decided }: Quote) {
  return {
    ...{ n, amount, currency, purpose, validUntil: toIso(validUntil), by, at: toIso(at) },
    decided: decided ? { ...decided, at: toIso(decided.at) } : null,
  }
}
