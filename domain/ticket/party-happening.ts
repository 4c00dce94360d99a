import type { Instant } from '../time/instant.ts'
import type { PartyPerson } from './party.ts'

interface OfParty {
  party: { n: number; name: string }
}

/** R3.6: what passes between the desk and another party. */
export type PartyHappening =
  | { type: 'partyAdded'; data: { party: PartyPerson; question: string; answerBy?: Instant } }
  | { type: 'partyAsked'; data: OfParty & { question: string; answerBy?: Instant } }
  | { type: 'partyAnswered'; data: OfParty & { message: string } }
  | { type: 'partyOverdue'; data: OfParty & { answerBy: Instant; times: number } }
  | { type: 'partyRemoved'; data: OfParty & { reason?: string } }

/** Other parties are the desk's affair: no customer learns of any of it. */
export const unknownToCustomers = {
  partyAdded: 'nothing',
  partyAsked: 'nothing',
  partyAnswered: 'nothing',
  partyOverdue: 'nothing',
  partyRemoved: 'nothing',
} as const satisfies Record<PartyHappening['type'], 'nothing'>
