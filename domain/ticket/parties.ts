import type { Instant } from '../time/instant.ts'
import type { TicketEvent } from './events.ts'
import { nextWorkingDay } from './follow-up.ts'
import { isOneOf } from './one-of.ts'
import type { Party } from './party.ts'
import type { PartyHappening } from './party-happening.ts'
import { doneStatuses, type TicketState } from './state.ts'

type PartyStep = PartyHappening['type']
export type PartyEvent = Extract<TicketEvent, { type: PartyStep }>

export const isOfParty = isOneOf<PartyStep>({
  partyAdded: true,
  partyAsked: true,
  partyAnswered: true,
  partyOverdue: true,
  partyRemoved: true,
})

/** The ticket after something between the desk and another party. */
export function withParty(state: TicketState, event: PartyEvent): TicketState {
  const parties = state.parties ?? []
  if (event.type === 'partyAdded')
    return { ...state, parties: [...parties, askedOf({ ...event.data.party, said: 0 }, event)] }
  const { n } = event.data.party
  return { ...state, parties: parties.map((party) => (party.n === n ? after(state, party, event) : party)) }
}

function after(state: TicketState, party: Party, event: Exclude<PartyEvent, { type: 'partyAdded' }>): Party {
  const { asked, ...answered } = party
  switch (event.type) {
    case 'partyAsked':
      return askedOf(party, event)
    case 'partyAnswered':
      return { ...answered, said: party.said + 1 }
    case 'partyOverdue':
      return asked
        ? { ...party, asked: { ...asked, times: event.data.times, lookAt: nextWorkingDay(state, event.at) } }
        : party
    case 'partyRemoved':
      return { ...answered, removedAt: event.at }
  }
}

function askedOf(party: Party, { at, data }: PartyEvent & { type: 'partyAdded' | 'partyAsked' }): Party {
  const { answerBy } = data
  return { ...party, asked: { at, times: 0, ...(answerBy !== undefined && { answerBy, lookAt: answerBy }) } }
}

/** SLA 20: when the desk is told that an answer is late, once more each working day, as long as there is work. */
export function partiesDue({ parties = [], status }: TicketState): { at: Instant; party: Party; answerBy: Instant }[] {
  if (doneStatuses.includes(status.name)) return []
  return parties.flatMap((party) => {
    const { lookAt, answerBy } = party.asked ?? {}
    return lookAt === undefined || answerBy === undefined ? [] : [{ at: lookAt, party, answerBy }]
  })
}
