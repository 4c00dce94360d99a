import type { Addressee } from '../people/audiences.ts'
import { deskOf, holderUnless } from './concerned.ts'
import { followedUpBy } from './follow-up.ts'
import type { Message } from './notices.ts'
import type { PartyEvent } from './parties.ts'
import type { TicketState } from './state.ts'

interface Telling {
  message: Message
  to: Addressee[]
  party: number
}

/** A party hears of what it is asked alone, and whoever has the ticket of all; no customer of any of it (R3.6). */
export function toldOfParty({ type, actor, data }: PartyEvent, state: TicketState): Telling {
  const theirs = holderUnless(state, actor)
  const desk = deskOf(state)
  const told = (message: Message, ...to: Addressee[]): Telling => ({ message, to, party: data.party.n })
  switch (type) {
    case 'partyAdded':
    case 'partyAsked':
      return told('party-asked', 'party', ...theirs)
    case 'partyAnswered':
      return told('party-answered', ...(actor.id === state.assignee?.id ? [] : [desk]))
    case 'partyOverdue':
      return told('party-overdue', ...new Set<Addressee>([desk, ...followedUpBy(data.times)]))
    case 'partyRemoved':
      return told('party-removed', 'party', ...theirs)
  }
}
