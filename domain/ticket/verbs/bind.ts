import type { CoverageByCalendar } from '../../time/coverage.ts'
import { boundTo, rebound } from '../bound.ts'
import { keptTooLate } from '../fall-due.ts'
import { bothSides, movedPromises } from '../moved-promises.ts'
import { ticketClocks } from '../promises.ts'
import { invalid } from '../refusal.ts'
import type { Reported, Terms } from '../state.ts'
import type { Rule } from './rule.ts'

interface Bind extends Pick<Reported, 'system' | 'reporter' | 'uncovered' | 'quoteFirst' | 'leastTravel'> {
  customer: NonNullable<Reported['customer']>
  /** Absent with its calendars where its contract stays: an open ticket keeps what that promised (SLA 18). */
  terms?: Terms
  coverage?: CoverageByCalendar
  reason?: string
}

/**
 * SLA 24: whose it is, found out later. What the contract promises counts from the opening, so that what is late by then,
 * or was done too late before, is broken at the binding (SLA 11). What is bound already was bound wrongly, or its contract was: that needs a reason.
 * R3.5: it goes from no customer to another, with all that stands in it.
 */
export const bind: Rule<Bind> = {
  who: ['agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  decide(state, { reason, terms = state.terms, coverage = state.coverage, ...named }, _actor, now) {
    const body = { ...named, terms, coverage }
    const whose = state.customer
    if (whose && whose.id !== body.customer.id) {
      return invalid(
        'customerId',
        `It is of ${whose.name}, and what stands in it is nobody else's to read; open a new ticket for ${body.customer.name}, and cancel this one.`,
      )
    }
    if (whose && state.uncovered === undefined && !reason) {
      return invalid(
        'reason',
        `${state.number} is bound to a contract of ${whose.name} already; say why that was wrong.`,
      )
    }
    const bound = rebound(state, body)
    const was = boundTo(state)
    const clocks = ticketClocks(bound, { type: 'bound', at: now, data: { was } })
    const sides = bothSides(movedPromises(state, { clocks, coverage }, now))
    const before = new Map(state.clocks.map(({ id, revision }) => [id, revision]))
    const made = clocks.filter(({ id, revision, breach }) => !breach && before.get(id) !== revision)
    return [
      { type: 'bound', data: { ...body, ...(reason && { reason }), was, ...sides } },
      ...made.flatMap((clock) => keptTooLate(bound, clock, now)),
    ]
  },
}
