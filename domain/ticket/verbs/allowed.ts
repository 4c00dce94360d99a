import type { Actor } from '../../people/actors.ts'
import type { Instant } from '../../time/instant.ts'
import { mayActOn } from '../hands.ts'
import { forbidden, notNow, type Refusal } from '../refusal.ts'
import type { Standing } from '../standing.ts'
import type { StatusName } from '../state.ts'
import { isFullFor } from './ceilings.ts'
import { roleMay, ruleOf, type Verb, verbs } from './rules.ts'

/** What this person can do to the ticket now, in the order of the table. What is said with it may still be refused. */
export function allowedTo(standing: Standing, actor: Actor, now: Instant): Verb[] {
  return verbs.filter((verb) => !isFullFor(standing, verb) && refusalOf(standing, verb, actor, now) === undefined)
}

/** Why this person may not do it now, whatever is said with it; undefined for whoever may. */
export function refusalOf(standing: Standing, verb: Verb, actor: Actor, now: Instant): Refusal | undefined {
  if (!roleMay(actor.role, verb)) return forbidden(`The ${actor.role} role may not do this.`)
  const rule = ruleOf(verb)
  if (!mayActOn(standing, actor) && !rule.whoeverElse?.(standing, actor)) {
    return forbidden(`This ticket is with the ${standing.tier} tier; you do not have it, nor were you called to it.`)
  }
  const { name } = standing.status
  const possible: readonly StatusName[] = rule.in
  const { mergedInto, number } = standing
  if (!possible.includes(name) && mergedInto) return notNow(`${number} was merged into ${mergedInto}: do it there.`)
  if (!possible.includes(name)) return notNow(`The ticket is ${name}; ${verb} is not possible now.`)
  return rule.may?.(standing, actor, now)
}
