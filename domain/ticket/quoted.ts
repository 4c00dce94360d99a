import type { Addressee } from '../people/audiences.ts'
import { isStaff, personOf, staffMember } from '../people/actors.ts'
import { deskOf, holderUnless, speakerFor } from './concerned.ts'
import type { TicketEvent } from './events.ts'
import { shortened } from './kept.ts'
import type { Message } from './notices.ts'
import { isOneOf } from './one-of.ts'
import { withRound } from './periods.ts'
import type { QuoteHappening } from './quote.ts'
import type { TicketState } from './state.ts'

type QuoteStep = QuoteHappening['type']
export type QuoteEvent = Extract<TicketEvent, { type: QuoteStep }>

export const isOfQuote = isOneOf<QuoteStep>({ quoted: true, quoteDecided: true, quoteWaived: true })

/** The ticket after a step of a quote (R6.3). */
export function quoted(state: TicketState, event: QuoteEvent): TicketState {
  const { at, actor } = event
  const by = staffMember(actor)
  const { quoting = {} } = state
  switch (event.type) {
    case 'quoted': {
      const { quote: n, purpose, ...price } = event.data
      return { ...state, quoting: { ...quoting, quote: { ...price, n, purpose: shortened(purpose), by, at } } }
    }
    case 'quoteDecided': {
      const { accepted, heardFrom } = event.data
      if (!quoting.quote) return state
      const decided = { accepted, at, by: heardFrom ?? personOf(actor) }
      // SLA 8: how it goes on without is for us to say.
      const rounds = accepted ? state.rounds : withRound(state, at)
      return { ...state, rounds, quoting: { ...quoting, quote: { ...quoting.quote, decided } } }
    }
    case 'quoteWaived':
      return { ...state, quoting: { ...quoting, waived: { by, at, reason: shortened(event.data.reason) } } }
  }
}

/** R1.5: the customer hears of each step; of the customer's word whoever has the ticket, and whoever quoted. */
export function toldOfQuote(
  event: QuoteEvent,
  state: TicketState,
): { message: Message; to: Addressee[]; alsoIds?: string[] } {
  const { actor } = event
  const theirs = holderUnless(state, actor)
  const customer = speakerFor(state)
  switch (event.type) {
    case 'quoted':
      return { message: 'quoted', to: [customer, ...theirs] }
    case 'quoteDecided': {
      const writtenDown: Addressee[] = isStaff(actor) ? [customer] : []
      const alsoIds = event.data.askedBy.id === state.assignee?.id ? [] : [event.data.askedBy.id]
      const to = [...writtenDown, deskOf(state)]
      return { message: 'quote-decided', to, ...(alsoIds.length > 0 && { alsoIds }) }
    }
    case 'quoteWaived':
      return { message: 'quote-waived', to: [customer, ...theirs] }
  }
}
