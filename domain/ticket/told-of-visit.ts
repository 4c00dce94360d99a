import type { Addressee } from '../people/audiences.ts'
import { holderUnless } from './concerned.ts'
import type { Message } from './notices.ts'
import type { TicketState } from './state.ts'
import type { VisitEvent } from './visit-events.ts'

interface Telling {
  message: Message
  to: Addressee[]
  visitorId: string
}

/**
 * Who hears of a step of a visit: the customer of who comes when, and of what came of it; whoever is to go, of what
 * others decide on the way there; whoever has the ticket, of all.
 */
export function toldOfVisit(event: VisitEvent, state: TicketState): Telling {
  const visitorId = event.data.engineer.id
  const theirs = holderUnless(state, event.actor)
  const told = (message: Message, ...to: Addressee[]): Telling => ({ message, to, visitorId })
  switch (event.type) {
    case 'dispatched':
      return told('dispatched', 'reporter', 'visitor', ...theirs)
    case 'visitMoved':
      return told('visit-moved', 'reporter', 'visitor', ...theirs)
    case 'visitAccepted':
      return told('visit-accepted', 'assignee')
    case 'visitUnaccepted':
      // Nobody knows yet who would be next: from the second time on it is the manager's to find somebody.
      return told('visit-unaccepted', 'visitor', ...(event.data.times > 1 ? (['manager'] as const) : []))
    case 'departed':
      return told('departed', 'reporter', ...theirs)
    case 'arrived':
      return told('arrived', 'reporter', ...theirs)
    case 'visitCompleted':
      return told('visit-completed', 'reporter', ...theirs)
    case 'noAccess':
      return told('no-access', 'reporter', 'assignee')
    case 'visitCancelled':
      // Who declines leaves it to whoever has the ticket to send another.
      return told('visit-cancelled', 'reporter', event.actor.id === visitorId ? 'tier' : 'visitor', ...theirs)
  }
}
