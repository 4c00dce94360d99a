import { type Actor, isEngineer, type StaffMember, tierOf } from '../people/actors.ts'
import { isHigherTier, type Tier } from '../people/tiers.ts'
import type { Instant } from '../time/instant.ts'
import type { Draft } from './events.ts'
import { invalid, type Refusal } from './refusal.ts'
import type { Standing } from './standing.ts'
import { hasEnded, type TicketState } from './state.ts'

/** R3.1: tier and assignee agree. Whoever has a ticket serves on its tier or above it, never below. */
export function canHave({ tier = 'resident' }: Pick<StaffMember, 'tier'>, ticketTier: Tier): boolean {
  return !isHigherTier(ticketTier, tier)
}

/**
 * Engineers and seniors act on what they have, on what is with their tier or a lower one (a senior may help a resident),
 * and, until it is closed, on what they had or were called to, wherever it went since; whoever is sent on site, until
 * that visit is over; whoever owns a step that is left. The desk acts on all.
 */
export function mayActOn(standing: Standing, actor: Actor): boolean {
  if (!isEngineer(actor)) return true
  const { id, tier } = actor
  if (id === standing.assignee?.id || standing.visits?.some(({ engineerId }) => engineerId === id)) return true
  if (standing.steps?.some(({ ownerId }) => ownerId === id)) return true
  if (tier === undefined) return false
  if (canHave({ tier }, standing.tier)) return true
  return !hasEnded(standing) && (standing.hadBy?.includes(id) === true || wasCalled(standing, tier))
}

/** Residents are called by the opening, the others by name; a tier that was jumped over was not called. */
function wasCalled({ calls }: Pick<TicketState, 'calls'>, tier: Tier): boolean {
  return tier === 'resident' || calls.some((call) => call.tier === tier)
}

/** Whether this person has the ticket, or serves on the tier that it is with. */
export function isCalledTo({ assignee, tier }: Pick<TicketState, 'assignee' | 'tier'>, actor: Actor): boolean {
  return actor.id === assignee?.id || (actor.role === 'agent' ? actor.tier : tierOf(actor)) === tier
}

/** R1.1, R3.2: the ticket becomes this person's, who must be able to have it. */
export function given(state: TicketState, assignee: StaffMember, reason?: string): Draft[] | Refusal {
  if (!canHave(assignee, state.tier)) {
    return invalid(
      'assigneeId',
      `${assignee.name} serves below the ${state.tier} tier, which has this ticket; name somebody of that tier or above, or hand the ticket down, with a reason.`,
    )
  }
  return [{ type: 'assigned', data: { assignee, ...before(state), ...(reason && { reason }) } }]
}

/** The ticket goes to a lower tier: to one person of it, or to whoever takes it. */
export function handedDown(state: TicketState, to: Tier, reason: string, assignee?: StaffMember): Draft[] {
  return [
    { type: 'handedDown', data: { from: state.tier, to, reason, ...before(state), ...(assignee && { assignee }) } },
  ]
}

/** Who loses the ticket when it is raised to that tier. */
export function releasedBy({ assignee }: Pick<TicketState, 'assignee'>, to: Tier): { previous?: StaffMember } {
  return assignee && !canHave(assignee, to) ? { previous: assignee } : {}
}

function before({ assignee }: TicketState): { previous?: StaffMember } {
  return assignee ? { previous: assignee } : {}
}

/** Of those who had it before, so many may still act as such; each is one id that the ticket carries. */
const handsKept = 50

/** Whoever was on site knows the ticket as one who had it does. */
export function knownTo({ hadBy = [] }: TicketState, { id }: StaffMember): string[] {
  return [...new Set([...hadBy, id])].slice(-handsKept)
}

/** The ticket, with this person or with nobody. */
export function inHandsOf(state: TicketState, assignee: StaffMember | undefined): TicketState {
  const { assignee: _was, hadBy = [], ...rest } = state
  if (assignee === undefined) return { ...rest, hadBy }
  return { ...rest, assignee, hadBy: knownTo(state, assignee) }
}

/**
 * The ticket on that tier. SLA 10: a tier that is called again keeps its first call, and so its clock; who serves below
 * the tier has the ticket no longer.
 */
export function onTier(state: TicketState, tier: Tier, calledAt: Instant): TicketState {
  const calls = wasCalled(state, tier) ? state.calls : [...state.calls, { tier, at: calledAt }]
  const { assignee } = state
  return inHandsOf({ ...state, tier, calls }, assignee && canHave(assignee, tier) ? assignee : undefined)
}
