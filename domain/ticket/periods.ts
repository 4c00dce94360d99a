import canonicalize from 'canonicalize'
import { lastChanged, type Repair, type Round, type StopReason } from '../promises/facts.ts'
import type { Instant } from '../time/instant.ts'
import type { TicketEvent } from './events.ts'
import type { Status, TicketState } from './state.ts'

/** The acceptor's answer to the repair that stands; one that was answered keeps its answer. */
export function answered(repairs: readonly Repair[], at: Instant, why: StopReason): Repair[] {
  return lastChanged(repairs, (last) => (last.answered ? last : { ...last, answered: { at, why } }))
}

type Said = TicketEvent & { type: 'customerReplied' | 'attached' }

/**
 * SLA 14: any message of the acceptor after being asked to sign. What others write is told to the desk and objects to
 * nothing, since their word would not sign it either.
 */
export function withObjection(state: TicketState, event: Said): Repair[] {
  const { repairs, status, terms } = state
  const { actor, at, version, data } = event
  const said = ('from' in data && data.from?.id) || actor.contactId
  if (status.name !== 'resolved' || said === undefined || said !== terms.acceptor?.id) return repairs
  return lastChanged(repairs, (last) => (last.objected ? last : { ...last, objected: { at, version } }))
}

/** Rounds that are long over leave the ticket, which would grow with them for ever; its events and breaches keep them. */
const roundsKept = 50

/** SLA 8: after the first answer, from the oldest unanswered message on. */
export function withRound({ respondedAt, rounds }: TicketState, at: Instant): Round[] {
  const last = rounds.at(-1)
  const waits = last !== undefined && last.to === undefined
  if (respondedAt === undefined || waits) return rounds
  return [...rounds, { n: (last?.n ?? 0) + 1, from: at }].slice(-roundsKept)
}

/** What a ticket is again that no longer waits, or whose cancellation was undone. */
export function afterPause(state: TicketState): Status {
  return state.respondedAt === undefined ? { name: 'open' } : { name: 'in_progress' }
}

type Retargeted = TicketEvent & { type: 'retargeted' }

/** SLA 14: silence counts from when this acceptor could answer under this grant: another one begins its time anew. */
export function regranted({ repairs, terms }: TicketState, { at, data }: Retargeted): Repair[] {
  const { acceptor, deemedAcceptance } = data.terms
  const same =
    acceptor?.id === terms.acceptor?.id && canonicalize(deemedAcceptance) === canonicalize(terms.deemedAcceptance)
  return same ? repairs : lastChanged(repairs, (last) => ({ ...last, grantedAt: at }))
}
