import type { BoundTo, Happening } from './events.ts'
import type { TicketState } from './state.ts'

type Binding = Pick<
  (Happening & { type: 'bound' })['data'],
  'customer' | 'system' | 'reporter' | 'uncovered' | 'quoteFirst' | 'terms' | 'coverage' | 'leastTravel'
>

/** The ticket as it is bound now: what the binding does not name, it has no more (SLA 24). */
export function rebound(state: TicketState, binding: Binding): TicketState {
  const {
    customer: _customer,
    system: _system,
    reporter: _reporter,
    uncovered: _uncovered,
    leastTravel: _travel,
    quoteFirst: _first,
    quoting,
    ...kept
  } = state
  const { customer, system, reporter, uncovered, quoteFirst, terms, coverage, leastTravel } = binding
  return {
    ...{ ...kept, terms, coverage },
    ...(customer && { customer }),
    ...(system && { system }),
    ...(reporter && { reporter }),
    ...(uncovered && { uncovered }),
    ...(leastTravel !== undefined && { leastTravel }),
    // R6.3: what a contract covers needs no quote.
    ...(uncovered && quoteFirst && { quoteFirst }),
    ...(uncovered && quoting && { quoting }),
  }
}

/** Whose it was until then. */
export function boundTo({ customer, system, reporter, uncovered, terms: { contractId } }: TicketState): BoundTo {
  return {
    ...(customer && { customer }),
    ...(system && { system }),
    ...(reporter && { reporter }),
    ...(uncovered && { uncovered }),
    ...(contractId && { contractId }),
  }
}
