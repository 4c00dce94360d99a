import { staffRoles } from '../../people/roles.ts'
import { isStaff } from '../../people/actors.ts'
import { type Instant, secondsPerDay } from '../../time/instant.ts'
import { mostSaid, type Party, type PartyPerson, partyIdOf, partyOn } from '../party.ts'
import { invalid, notNow, type Refusal } from '../refusal.ts'
import type { Standing } from '../standing.ts'
import { statusNames, type TicketState } from '../state.ts'
import { heardOfParty } from '../waiting.ts'
import { notAhead } from './ahead.ts'
import type { Rule } from './rule.ts'
import { atWork } from './their-visit.ts'

interface Ask {
  question: string
  /** The desk is told when it is late; nobody is, when absent. */
  answerBy?: Instant
}

/** R3.6: another department, the vendor or a supplier is asked, and sees that question and its own answers alone. */
export const addParty: Rule<Omit<PartyPerson, 'n'> & Ask> = {
  who: staffRoles,
  in: atWork,
  decide(state, { question, answerBy, ...person }, _actor, now) {
    const parties = state.parties ?? []
    const there = parties.find(({ email, removedAt }) => email === person.email && removedAt === undefined)
    if (there) return invalid('email', `${there.name} is party ${there.n} of this ticket already; ask that one.`)
    const party = { n: parties.length + 1, ...person }
    return tooLate(answerBy, now) ?? [{ type: 'partyAdded', data: { party, question, ...(answerBy && { answerBy }) } }]
  },
}

export const askParty: Rule<{ party: number } & Ask> = {
  who: staffRoles,
  in: atWork,
  may: someParty,
  decide(state, { party: n, question, answerBy }, _actor, now) {
    const party = partyOn(state.parties, n)
    if (party === undefined) return noSuch(n)
    const data = { party: named(party), question, ...(answerBy && { answerBy }) }
    return tooLate(answerBy, now) ?? [{ type: 'partyAsked', data }]
  },
}

interface PartyReply {
  party: number
  message: string
}

/** What a party writes by its link, or said to one of us who wrote it down. SLA 10: it ends the wait for that party. */
export const partyReply: Rule<PartyReply> = {
  who: staffRoles,
  in: [...atWork, 'resolved'],
  may: someParty,
  decide(state, { party: n, message }, actor) {
    const party = partyOn(state.parties, n)
    if (party === undefined || (!isStaff(actor) && actor.id !== partyIdOf(party))) return noSuch(n)
    if (party.said >= mostSaid)
      return invalid('message', `${party.name} has written ${mostSaid} times; no more is taken.`)
    return [{ type: 'partyAnswered', data: { party: named(party), message } }, ...heardOfParty(state, n)]
  },
}

interface RemoveParty {
  party: number
  reason?: string
}

/** Its links open nothing from then on. */
export const removeParty: Rule<RemoveParty> = {
  who: staffRoles,
  in: statusNames,
  may: someParty,
  decide(state, { party: n, reason }) {
    const party = partyOn(state.parties, n)
    return party ? [{ type: 'partyRemoved', data: { party: named(party), ...(reason && { reason }) } }] : noSuch(n)
  },
}

/** Whom a pause waits for, where it names one. */
export function wrongParty({ parties }: TicketState, reason: string, party: number | undefined): Refusal | undefined {
  if (party === undefined) return undefined
  if (reason !== 'supplier' && reason !== 'parts') return invalid('party', 'Only a wait for a supplier or for parts.')
  return partyOn(parties, party) ? undefined : noSuch(party)
}

function someParty({ parties }: Standing): Refusal | undefined {
  return parties?.on ? undefined : notNow('No other party is on this ticket; add one.')
}

function named({ n, name }: Party): { n: number; name: string } {
  return { n, name }
}

function noSuch(n: number): Refusal {
  return invalid('party', `No party ${n} is on this ticket.`)
}

/** Longer than any supplier takes to say something. */
const longestAnswer = 92 * secondsPerDay

function tooLate(answerBy: Instant | undefined, now: Instant): Refusal | undefined {
  const tooFar = 'It lies within 92 days; ask again if it takes longer.'
  return notAhead('answerBy', answerBy, now, { most: longestAnswer, tooFar })
}
