import type { Actor } from '../people/actors.ts'
import type { Language } from '../people/languages.ts'
import type { Instant } from '../time/instant.ts'
import type { Watcher } from './watcher.ts'

/** R3.6: another department's staff, the original vendor 原厂商, a third-party supplier. */
export const partyRoles = ['department', 'vendor', 'supplier'] as const

/** Somebody outside the customer and outside our desk who is asked something on a ticket, and has no account. */
export interface PartyPerson {
  /** Of its ticket, from 1. */
  n: number
  role: (typeof partyRoles)[number]
  name: string
  organisation: string
  email: string
  /** What this person is written to in, and in which zone. */
  language: Language
  timeZone: string
  /** What it is asked about, in a line of the desk's own: what the customer wrote is not shown. */
  about: string
  /** The desk chose to say who the customer is. */
  showsCustomer?: true
}

/** As the ticket keeps it; all that was said stands in the events. */
export interface Party extends PartyPerson {
  /** What is not answered yet: since when, by when it is expected, and when and how often the desk was told that it is late. */
  asked?: { at: Instant; answerBy?: Instant; lookAt?: Instant; times: number }
  /** How often it has written. */
  said: number
  removedAt?: Instant
}

/** Who else has to do with a ticket; absent until somebody does. */
export interface Others {
  /** Who is told for information. */
  watchers?: Watcher[]
  /** R3.6: who else was asked something, in their order. */
  parties?: Party[]
}

/** A ticket is carried whole, with all that were ever on it. */
export const mostParties = 20
/** Of one party: what is longer than that is no answer, and whoever found its link is stopped there. */
export const mostSaid = 100

const prefix = 'party-'

/** By which it acts and is mailed; of this ticket alone. */
export function partyIdOf({ n }: { n: number }): string {
  return `${prefix}${n}`
}

export function isPartyId(id: string): boolean {
  return id.startsWith(prefix)
}

export function actorOfParty({ n, name }: { n: number; name: string }): Actor {
  return { id: partyIdOf({ n }), role: 'party', name }
}

/** Who can still be asked, and answer. */
export function partyOn(parties: readonly Party[] = [], n: number): Party | undefined {
  return parties.find((party) => party.n === n && party.removedAt === undefined)
}
