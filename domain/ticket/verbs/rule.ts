import type { Actor, StaffMember } from '../../people/actors.ts'
import type { Instant } from '../../time/instant.ts'
import type { Bodies, Verb } from '../commands.ts'
import type { Draft } from '../events.ts'
import type { Refusal } from '../refusal.ts'
import type { TicketState } from '../state.ts'

/** What a verb does to a ticket whose status and whose actor's role have already been checked. */
export type Rule<V extends Verb> = (
  state: TicketState,
  body: Bodies[V],
  actor: Actor,
  now: Instant,
) => Draft[] | Refusal

export function staffMember(actor: Actor): StaffMember {
  return { id: actor.id, name: actor.name, ...(actor.tier && { tier: actor.tier }) }
}
