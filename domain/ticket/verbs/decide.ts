import type { Actor } from '../../people/actors.ts'
import { isTheirs, roleMay } from '../permissions.ts'
import type { Instant } from '../../time/instant.ts'
import type { Bodies, Verb } from '../commands.ts'
import type { Draft } from '../events.ts'
import { forbidden, notNow, type Refusal } from '../refusal.ts'
import type { TicketState } from '../state.ts'
import { allowedIn, verbsAllowedIn } from '../transitions.ts'
import { assign, handOver } from './assign.ts'
import { cancel } from './cancel.ts'
import { escalate } from './escalate.ts'
import { note } from './note.ts'
import { pause, resume } from './pause.ts'
import { rate } from './rate.ts'
import { reopen } from './reopen.ts'
import { reply } from './reply.ts'
import { resolve } from './resolve.ts'
import { respond } from './respond.ts'
import { retarget } from './retarget.ts'
import type { Rule } from './rule.ts'
import { refuseSignOff, signOff } from './sign-off.ts'
import { triage } from './triage.ts'

const rules: { [V in Verb]: Rule<V> } = {
  triage,
  respond,
  assign,
  handOver,
  reply,
  note,
  pause,
  resume,
  escalate,
  resolve,
  signOff,
  refuseSignOff,
  rate,
  cancel,
  reopen,
  retarget,
}

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
): Draft[] | Refusal {
  if (!roleMay(actor.role, verb)) return forbidden(`The ${actor.role} role may not do this.`)
  if (!isTheirs(state, actor)) return forbidden(`This ticket is with the ${state.tier} tier and not assigned to you.`)
  if (ifVersion !== undefined && ifVersion !== state.version) {
    return { refused: 'stale', reason: `The ticket has moved on to version ${state.version}; read it again.` }
  }
  const allowed = verbsAllowedIn(state.status.name)
  if (!allowedIn[verb].includes(state.status.name)) {
    return { ...notNow(`The ticket is ${state.status.name}; ${verb} is not possible now.`), allowed }
  }
  const answer = rules[verb](state, body, actor, now)
  return 'refused' in answer && answer.refused === 'notAllowedNow'
    ? { ...answer, allowed: without(allowed, verb) }
    : answer
}

function without(allowed: Verb[], verb: Verb): Verb[] {
  return allowed.filter((one) => one !== verb)
}
