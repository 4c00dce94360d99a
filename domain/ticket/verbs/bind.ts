import type { CoverageByCalendar } from '../../time/coverage.ts'
import { boundTo, rebound } from '../bound.ts'
import { bothSides, movedPromises } from '../moved-promises.ts'
import { ticketClocks } from '../promises.ts'
import { invalid } from '../refusal.ts'
import type { Reported, TicketState } from '../state.ts'
import type { Rule } from './rule.ts'

interface Bind extends Pick<Reported, 'system' | 'reporter' | 'uncovered' | 'terms'> {
  customer: NonNullable<Reported['customer']>
  coverage: CoverageByCalendar
  reason?: string
}

/**
 * SLA 24: whose it is, found out later. What the contract promises counts from the opening, so that what is late by then
 * is broken at the binding (SLA 11). What is bound already was bound wrongly, or its contract was: that needs a reason.
 * R3.5: what one customer wrote or was told does not go to another with the ticket.
 */
export const bind: Rule<Bind> = {
  who: ['agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  decide(state, { reason, ...body }, _actor, now) {
    if (wasBound(state, body) && !reason) {
      return invalid('reason', `${state.number} is bound to ${state.customer?.name} already; say why that was wrong.`)
    }
    const { talkedWith } = state
    if (talkedWith && talkedWith.id !== body.customer.id) {
      return invalid(
        'customerId',
        `Words were exchanged with ${talkedWith.name}, which nobody else may read; open a new ticket for ${body.customer.name}, and cancel this one.`,
      )
    }
    const { coverage } = body
    const clocks = ticketClocks(rebound(state, body), { type: 'bound', at: now })
    const sides = bothSides(movedPromises(state, { clocks, coverage }, now))
    return [{ type: 'bound', data: { ...body, ...(reason && { reason }), was: boundTo(state), ...sides } }]
  },
}

function wasBound({ customer, uncovered }: TicketState, body: Bind): boolean {
  return customer !== undefined && (uncovered === undefined || customer.id !== body.customer.id)
}
