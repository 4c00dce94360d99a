import type { Actor } from '../../people/actors.ts'
import type { Role } from '../../people/roles.ts'
import type { Instant } from '../../time/instant.ts'
import type { Draft } from '../events.ts'
import type { Refusal } from '../refusal.ts'
import type { Standing } from '../standing.ts'
import type { StatusName, TicketState } from '../state.ts'

/** A verb, whole: whose it is, when it may be done, and what it does. `B` is what it is said with. */
export interface Rule<B> {
  who: readonly Role[]
  in: readonly StatusName[]
  /** Whoever may do it though the ticket is not theirs to act on. */
  whoeverElse?(standing: Standing, actor: Actor): boolean
  /** Refuses this person now, whatever is said with it. Absent where role and status say all. */
  may?(standing: Standing, actor: Actor, now: Instant): Refusal | undefined
  /** Asked only of a ticket in such a status, by whoever may, and caught up with its deadlines. */
  decide(state: TicketState, body: B, actor: Actor, now: Instant): Draft[] | Refusal
}
