import { type Actor, isStaff } from '../people/actors.ts'
import { type Addressee, isOfCustomer } from '../people/audiences.ts'
import type { TicketEvent } from './events.ts'
import type { Message } from './notices.ts'
import type { TicketState } from './state.ts'

type WatcherEvent = TicketEvent & { type: 'watcherAdded' | 'watcherRemoved' }

export function isOfWatcher(event: TicketEvent): event is WatcherEvent {
  return event.type === 'watcherAdded' || event.type === 'watcherRemoved'
}

/** Whoever watches from now on is told so, and nobody else. */
export function toldOfWatcher({ data: { watcher, internal } }: WatcherEvent): {
  message: Message
  to: Addressee[]
  watcherId: string
} {
  return { message: 'watching', to: [internal ? 'watchingStaff' : 'watchers'], watcherId: watcher.id }
}

/** The ticket with one more who watches it, or without that one. */
export function watched(state: TicketState, { type, data }: WatcherEvent): TicketState {
  const { watcher, internal } = data
  const others = (state.watchers ?? []).filter(({ id }) => id !== watcher.id)
  return {
    ...state,
    watchers: type === 'watcherRemoved' ? others : [...others, { ...watcher, ...(internal && { internal }) }],
  }
}

/** Which watchers a letter is for: what asks for a duty, or reminds of one, is nobody's who only watches. */
const heardBy: Record<Message, 'both' | 'theirs' | 'ours' | 'nobody'> = {
  opened: 'nobody',
  responded: 'both',
  assigned: 'both',
  'handed-over': 'both',
  taken: 'nobody',
  'handed-down': 'both',
  replied: 'both',
  'customer-replied': 'ours',
  attached: 'both',
  noted: 'ours',
  watching: 'nobody',
  'party-asked': 'ours',
  'party-answered': 'ours',
  'party-overdue': 'nobody',
  'party-removed': 'ours',
  'call-back-promised': 'both',
  proposed: 'both',
  'proposal-decided': 'both',
  quoted: 'nobody',
  'quote-decided': 'both',
  'quote-waived': 'both',
  'remote-failed': 'both',
  'part-added': 'both',
  'part-moved': 'both',
  'part-overdue': 'nobody',
  'remote-requested': 'nobody',
  'remote-answered': 'both',
  'remote-revoked': 'both',
  'remote-unanswered': 'nobody',
  'remote-ran-out': 'both',
  'remote-started': 'both',
  'remote-ended': 'both',
  dispatched: 'both',
  'visit-accepted': 'ours',
  'visit-unaccepted': 'nobody',
  'visit-moved': 'both',
  departed: 'both',
  arrived: 'both',
  'visit-completed': 'both',
  'no-access': 'both',
  'visit-cancelled': 'both',
  restored: 'both',
  reclassified: 'both',
  paused: 'both',
  'pause-overran': 'theirs',
  'left-alone': 'nobody',
  'repeat-found': 'ours',
  'step-assigned': 'ours',
  'step-completed': 'ours',
  'step-told': 'theirs',
  'step-unattended': 'nobody',
  'alarm-raised': 'nobody',
  'alarm-cleared': 'nobody',
  resumed: 'both',
  escalated: 'both',
  warning: 'theirs',
  infeasible: 'nobody',
  'overdue-reminder': 'theirs',
  breached: 'ours',
  'promise-missed': 'theirs',
  'promises-changed': 'both',
  resolved: 'both',
  'sign-off-requested': 'nobody',
  'sign-off-reminder': 'nobody',
  'sign-off-lapsed': 'nobody',
  objected: 'ours',
  'signed-off': 'both',
  'signed-on-paper': 'nobody',
  'deemed-accepted': 'both',
  'sign-off-refused': 'ours',
  'refusal-received': 'theirs',
  'sign-off-disputed': 'both',
  'low-rating': 'ours',
  rated: 'ours',
  cancelled: 'both',
  reinstated: 'both',
  merged: 'both',
  'duplicate-merged': 'ours',
  'duplicate-released': 'ours',
  reopened: 'both',
  undelivered: 'nobody',
  bound: 'both',
  'phone-caller': 'nobody',
}

/** Of these the acceptor, who may be the reporter, is told in words of its own. */
const alwaysTheirs: readonly Message[] = ['resolved', 'signed-off']

/** Who watches and hears of it; the customer's people of what those of them hear whom it concerns. */
export function alsoHear({ watchers = [] }: TicketState, message: Message, to: readonly Addressee[]): Addressee[] {
  const heard = heardBy[message]
  const isTheirs = to.some(isOfCustomer) || alwaysTheirs.includes(message)
  const [theirs, ours] = [watchers.some(({ internal }) => !internal), watchers.some(({ internal }) => internal)]
  return [
    ...(theirs && isTheirs && (heard === 'both' || heard === 'theirs') ? (['watchers'] as const) : []),
    ...(ours && (heard === 'both' || heard === 'ours') ? (['watchingStaff'] as const) : []),
  ]
}

/** Nobody is mailed of an act of their own: one of us, and of the customer's people whoever only watches. */
export function exceptFor({ watchers = [], reporter, terms }: TicketState, actor: Actor): { except?: string[] } {
  if (isStaff(actor)) return { except: [actor.id] }
  const { contactId } = actor
  const isConcerned = contactId === undefined || contactId === reporter?.id || contactId === terms.acceptor?.id
  if (isConcerned || !watchers.some(({ id }) => id === contactId)) return {}
  return { except: [contactId] }
}
