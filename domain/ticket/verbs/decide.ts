import type { Actor } from '../../people/actors.ts'
import type { Instant } from '../../time/instant.ts'
import type { Draft } from '../events.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { standingOf } from '../standing.ts'
import type { TicketState } from '../state.ts'
import { allowedTo, refusalOf } from './allowed.ts'
import type { Rule } from './rule.ts'
import { type Bodies, ruleOf, type Verb } from './rules.ts'

/** A refusal, with what this person can do instead. */
export type Refused = Refusal & { allowed?: Verb[] }

/**
 * May this actor do this now, and what happens then? Asked of a ticket that is caught up with its deadlines.
 * `ifVersion` is the version that the asker saw (If-Match).
 */
export function decide<V extends Verb>(
  state: TicketState,
  verb: V,
  body: Bodies[V],
  actor: Actor,
  now: Instant,
  ifVersion?: number,
): Draft[] | Refused {
  const standing = standingOf(state)
  const refusal = refusalOf(standing, verb, actor, now)
  if (refusal?.refused === 'forbidden') return refusal
  if (ifVersion !== undefined && ifVersion !== state.version) {
    return { refused: 'stale', reason: `The ticket has moved on to version ${state.version}; read it again.` }
  }
  const rule: Rule<Bodies[V]> = ruleOf(verb)
  const answer = refusal ?? rule.decide(state, body, actor, now)
  if (!isRefusal(answer) || answer.refused !== 'notAllowedNow') return answer
  return { ...answer, allowed: allowedTo(standing, actor, now) }
}
