import { staffRoles } from '../../people/roles.ts'
import { invalid, notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'
import type { PauseReason } from '../../promises/facts.ts'
import { type Instant, secondsPerDay } from '../../time/instant.ts'
import { wrongParty } from './party.ts'
import { pauseEndsAt } from '../follow-up.ts'
import { isAway } from '../parts.ts'

interface Pause {
  reason: PauseReason
  explanation: string
  /** The party of the ticket that is waited for. */
  party?: number
  expectedEnd?: Instant
  /** Which part it waits for (R4.3). */
  part?: number
}

/** SLA 20: until then nobody is asked whether it still waits, so a slip of the year must not silence a ticket for good. */
const longestWait = 366 * secondsPerDay

/** SLA 10: only for a reason that the contract allows, and only the clocks that it allows it for. */
export const pause: Rule<Pause> = {
  who: staffRoles,
  in: ['open', 'in_progress'],
  may: ({ terms }) => (terms.pauseRules.length ? undefined : notNow('This contract allows a pause for no reason.')),
  decide(state, body, _actor, now) {
    const rule = state.terms.pauseRules.find(({ reason }) => reason === body.reason)
    if (rule === undefined) {
      const reasons = state.terms.pauseRules.map(({ reason }) => reason)
      return invalid('reason', `This contract allows a pause for ${reasons.join(', ')}.`)
    }
    const wrong = wrongParty(state, body.reason, body.party)
    if (wrong) return wrong
    if (body.expectedEnd !== undefined && body.expectedEnd <= now) {
      return invalid('expectedEnd', 'The expected end must lie ahead.')
    }
    if (body.expectedEnd !== undefined && body.expectedEnd > now + longestWait) {
      return invalid('expectedEnd', 'The expected end lies within a year; pause it again if it takes longer.')
    }
    const { part: n, ...said } = body
    const part = state.parts?.find((one) => one.n === n && isAway(one))
    if (n !== undefined && part === undefined) return invalid('part', `No part ${n} of this ticket is away.`)
    const expectedEnd = body.expectedEnd ?? part?.expectedBy ?? pauseEndsAt(state, now)
    const waitsFor = part && { part: { n: part.n, what: part.what } }
    return [{ type: 'paused', data: { ...said, expectedEnd: Math.max(expectedEnd, now + 1), ...waitsFor } }]
  },
}

interface Resume {
  explanation?: string
}

export const resume: Rule<Resume> = {
  who: staffRoles,
  in: ['pending'],
  decide: (_state, body) => [{ type: 'resumed', data: body }],
}
