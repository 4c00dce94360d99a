import { invalid, notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'
import type { PauseReason } from '../../promises/facts.ts'
import { type Instant, secondsPerDay } from '../../time/instant.ts'
import { pauseEndsAt } from '../follow-up.ts'

interface Pause {
  reason: PauseReason
  explanation: string
  expectedEnd?: Instant
}

/** SLA 20: until then nobody is asked whether it still waits, so a slip of the year must not silence a ticket for good. */
const longestWait = 366 * secondsPerDay

/** SLA 10: only for a reason that the contract allows, and only the clocks that it allows it for. */
export const pause: Rule<Pause> = {
  who: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['open', 'in_progress'],
  may: ({ terms }) => (terms.pauseRules.length ? undefined : notNow('This contract allows a pause for no reason.')),
  decide(state, body, _actor, now) {
    const rule = state.terms.pauseRules.find(({ reason }) => reason === body.reason)
    if (rule === undefined) {
      const reasons = state.terms.pauseRules.map(({ reason }) => reason)
      return invalid('reason', `This contract allows a pause for ${reasons.join(', ')}.`)
    }
    if (body.expectedEnd !== undefined && body.expectedEnd <= now) {
      return invalid('expectedEnd', 'The expected end must lie ahead.')
    }
    if (body.expectedEnd !== undefined && body.expectedEnd > now + longestWait) {
      return invalid('expectedEnd', 'The expected end lies within a year; pause it again if it takes longer.')
    }
    return [{ type: 'paused', data: { ...body, expectedEnd: body.expectedEnd ?? pauseEndsAt(state, now) } }]
  },
}

interface Resume {
  explanation?: string
}

export const resume: Rule<Resume> = {
  who: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['pending'],
  decide: (_state, body) => [{ type: 'resumed', data: body }],
}
