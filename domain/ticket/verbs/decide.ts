import type { Actor } from '../../people/actors.ts'
import { isHigherTier } from '../../people/tiers.ts'
import type { Instant } from '../../time/instant.ts'
import type { Draft } from '../events.ts'
import { forbidden, isRefusal, notNow, type Refusal } from '../refusal.ts'
import type { TicketState } from '../state.ts'
import type { Rule } from './rule.ts'
import { type Bodies, roleMay, rules, type Verb, verbsAllowedIn } from './rules.ts'

/** A refusal, with what the ticket's state allows instead. */
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
  if (!roleMay(actor.role, verb)) return forbidden(`The ${actor.role} role may not do this.`)
  if (!isTheirs(state, actor)) return forbidden(`This ticket is with the ${state.tier} tier and not assigned to you.`)
  if (ifVersion !== undefined && ifVersion !== state.version) {
    return { refused: 'stale', reason: `The ticket has moved on to version ${state.version}; read it again.` }
  }
  const rule: Rule<Bodies[V]> = ruleOf(verb)
  const allowed = verbsAllowedIn(state.status.name)
  if (!rule.in.includes(state.status.name)) {
    return { ...notNow(`The ticket is ${state.status.name}; ${verb} is not possible now.`), allowed }
  }
  const answer = rule.decide(state, body, actor, now)
  if (!isRefusal(answer) || answer.refused !== 'notAllowedNow') return answer
  return { ...answer, allowed: allowed.filter((one) => one !== verb) }
}

const ruleOf: <V extends Verb>(verb: V) => Rule<Bodies[V]> = (verb) => (rules as { [V in Verb]: Rule<Bodies[V]> })[verb]

/** Engineers and seniors act on tickets of theirs, or of their tier and below: a senior may help a resident. */
function isTheirs(state: TicketState, actor: Actor): boolean {
  if (actor.role !== 'engineer' && actor.role !== 'senior') return true
  if (state.assignee?.id === actor.id) return true
  return actor.tier !== undefined && !isHigherTier(state.tier, actor.tier)
}
