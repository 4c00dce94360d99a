import { isStaff } from '../people/actors.ts'
import type { Addressee } from '../people/audiences.ts'
import { holderUnless, speakerFor } from './concerned.ts'
import { followedUpBy } from './follow-up.ts'
import type { Message } from './notices.ts'
import type { RemoteEvent } from './remote-events.ts'
import type { TicketState } from './state.ts'

interface Telling {
  message: Message
  to: Addressee[]
  alsoIds?: string[]
}

/** Who hears of remote support (R4.2): the customer of all of it; whoever has the ticket, asked for it, or is there, of what it comes to. */
export function toldOfRemote(event: RemoteEvent, state: TicketState): Telling {
  const { actor } = event
  const theirs = holderUnless(state, actor)
  const customer = speakerFor(state)
  const writtenDown: Addressee[] = isStaff(actor) ? [customer] : []
  const told = (message: Message, to: Addressee[], ...ids: (string | undefined)[]): Telling => {
    const alsoIds = ids.flatMap((id) => (id === undefined || id === state.assignee?.id ? [] : [id]))
    return { message, to: [...new Set(to)], ...(alsoIds.length > 0 && { alsoIds }) }
  }
  switch (event.type) {
    case 'remoteRequested':
      return told('remote-requested', [customer, ...theirs])
    case 'remoteAnswered':
      return told('remote-answered', [...writtenDown, 'assignee'], event.data.askedBy.id)
    case 'remoteRevoked':
      return told('remote-revoked', [...writtenDown, 'assignee'], event.data.engineer?.id)
    case 'remoteUnanswered':
      return told('remote-unanswered', [customer, ...followedUpBy(event.data.times)], event.data.askedBy.id)
    case 'remoteRanOut': {
      const { times, engineer } = event.data
      // The customer hears once that it is over; that somebody has not left is for us to mend.
      return told('remote-ran-out', ['assignee', ...(times === 1 ? [customer] : (['manager'] as const))], engineer?.id)
    }
    case 'remoteStarted':
      return told('remote-started', [customer, ...theirs])
    case 'remoteEnded':
      return told('remote-ended', [customer, ...theirs])
  }
}
