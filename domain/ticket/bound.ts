import type { BoundTo, Happening, HappeningType, TicketEvent } from './events.ts'
import type { TicketState } from './state.ts'

type Binding = Pick<
  (Happening & { type: 'bound' })['data'],
  'customer' | 'system' | 'reporter' | 'uncovered' | 'terms' | 'coverage'
>

/** The ticket as it is bound now: what the binding does not name, it has no more (SLA 24). */
export function rebound(state: TicketState, binding: Binding): TicketState {
  const { customer: _customer, system: _system, reporter: _reporter, uncovered: _uncovered, ...kept } = state
  const { customer, system, reporter, uncovered, terms, coverage } = binding
  return {
    ...{ ...kept, terms, coverage },
    ...(customer && { customer }),
    ...(system && { system }),
    ...(reporter && { reporter }),
    ...(uncovered && { uncovered }),
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

const exchanges: readonly HappeningType[] = ['responded', 'replied', 'customerReplied']

/** R3.5: once words were exchanged with a customer, they are not another's to read. */
export function talked({ customer }: TicketState, { type, actor }: TicketEvent): Pick<TicketState, 'talkedWith'> {
  const isTheirs = exchanges.includes(type) || (type === 'opened' && actor.role === 'customer')
  return isTheirs && customer ? { talkedWith: customer } : {}
}
