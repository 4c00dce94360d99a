import type { Contact, StaffMember } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'

/** When somebody of ours may be on the customer's system; half-open. */
interface Period {
  from: Instant
  until: Instant
}

/** R4.2: what the customer was asked to authorise, and has not answered. */
export interface RemoteRequest extends Period {
  purpose: string
  by: StaffMember
  at: Instant
  /** SLA 21: when the customer is reminded of it, and how often that was done. */
  remindAt: Instant
  reminded: number
}

/** R4.2: what the customer authorised: from, until, by whom; the newest such. */
export interface Authorisation extends Period {
  purpose: string
  by: Contact
  at: Instant
  /** Who of us wrote down what the customer said. */
  loggedBy?: StaffMember
  ended?: { at: Instant; why: AuthorisationEnd }
}

/** It ran out, the customer took it back, or the ticket needs it no more. */
export const authorisationEnds = ['ranOut', 'revoked', 'notNeeded'] as const
type AuthorisationEnd = (typeof authorisationEnds)[number]

/** Somebody of ours on the customer's system. */
export interface RemoteSession {
  /** Of its ticket, from 1. */
  n: number
  engineer: StaffMember
  startedAt: Instant
  endedAt?: Instant
  /** What was done there. */
  done?: string
}

/** What a ticket knows of remote support. */
export interface Remote {
  asked?: RemoteRequest
  granted?: Authorisation
  /** The one under way, and the newest of those that are over. */
  sessions: RemoteSession[]
  /** SLA 20: when somebody is asked about a session that outlasts its authorisation, and how often that was done. */
  askAt?: Instant
  told?: number
}

export type RemoteHappening =
  | { type: 'remoteRequested'; data: Period & { purpose: string } }
  /** `heardFrom`: who said it, when its actor is the one of us who wrote it down. `askedBy` hears of it. */
  | {
      type: 'remoteAnswered'
      data: Partial<Period> & { granted: boolean; reason?: string; heardFrom?: Contact; askedBy: StaffMember }
    }
  /** `engineer`: whose session it ends. */
  | { type: 'remoteRevoked'; data: { reason?: string; heardFrom?: Contact; engineer?: StaffMember } }
  /** Nobody has answered; `lapsed`: nor can it be answered any more. */
  | { type: 'remoteUnanswered'; data: Period & { purpose: string; times: number; lapsed?: true; askedBy: StaffMember } }
  /** The authorisation is over; `engineer`: whose session is still open. */
  | { type: 'remoteRanOut'; data: { until: Instant; times: number; engineer?: StaffMember } }
  | { type: 'remoteStarted'; data: { session: number; engineer: StaffMember; until: Instant } }
  | { type: 'remoteEnded'; data: { session: number; engineer: StaffMember; since: Instant; done: string } }

export function openSession({ remote }: { remote?: Remote }): RemoteSession | undefined {
  return remote?.sessions.find(({ endedAt }) => endedAt === undefined)
}

/** The authorisation that has neither run out nor been taken back; it may not have begun. */
export function standingGrant({ remote }: { remote?: Remote }): Authorisation | undefined {
  return remote?.granted?.ended ? undefined : remote?.granted
}

/** What of it says who may do what. */
export interface StandingRemote {
  /** Until when the customer can answer what was asked. */
  askedUntil?: Instant
  granted?: Period
  /** Of the session under way. */
  engineer?: Pick<StaffMember, 'id' | 'name'>
}

export function standingRemote(state: { remote?: Remote }): StandingRemote | undefined {
  const { asked } = state.remote ?? {}
  const [grant, session] = [standingGrant(state), openSession(state)]
  if (!asked && !grant && !session) return undefined
  return {
    ...(asked && { askedUntil: asked.until }),
    ...(grant && { granted: { from: grant.from, until: grant.until } }),
    ...(session && { engineer: { id: session.engineer.id, name: session.engineer.name } }),
  }
}
