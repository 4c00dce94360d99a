import type { Actor } from '../people/actors.ts'
import type { Role } from '../people/roles.ts'
import { isHigherTier } from '../people/tiers.ts'
import type { Verb } from './commands.ts'
import type { TicketState } from './state.ts'

/** Who may do what to a ticket: the whole matrix, denied by default. Opening is here too, since it is asked the same way. */
export const permissions: Record<'open' | Verb, readonly Role[]> = {
  open: ['customer', 'agent', 'manager', 'admin'],
  triage: ['agent', 'manager', 'admin'],
  respond: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  assign: ['agent', 'manager', 'admin'],
  handOver: ['agent', 'manager', 'admin'],
  reply: ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'],
  note: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  pause: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  resume: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  escalate: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  resolve: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  signOff: ['customer', 'agent', 'manager', 'admin'],
  refuseSignOff: ['customer', 'agent', 'manager', 'admin'],
  rate: ['customer', 'agent', 'manager', 'admin'],
  cancel: ['customer', 'agent', 'manager', 'admin'],
  reopen: ['customer', 'agent', 'manager', 'admin'],
  retarget: ['manager', 'admin'],
}

export function roleMay(role: Actor['role'], verb: 'open' | Verb): boolean {
  return role !== 'clock' && permissions[verb].includes(role)
}

/** Engineers and seniors act on tickets of theirs, or of their tier and below: a senior may help a resident. */
export function isTheirs(state: TicketState, actor: Actor): boolean {
  if (actor.role !== 'engineer' && actor.role !== 'senior') return true
  if (state.assignee?.id === actor.id) return true
  return actor.tier !== undefined && !isHigherTier(state.tier, actor.tier)
}
