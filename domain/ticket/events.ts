import type { ClockChange } from '../promises/clock-change.ts'
import type { Breach } from '../promises/clock.ts'
import type { PauseReason } from '../promises/facts.ts'
import type { Actor, Contact, StaffMember } from '../people/actors.ts'
import type { Tier } from '../people/tiers.ts'
import type { Audience } from '../people/audiences.ts'
import type { CoverageByCalendar } from '../time/coverage.ts'
import type { Channel, Subject } from '../promises/subject.ts'
import type { Instant } from '../time/instant.ts'
import type { Alarm, RaisedBecause } from './alarm.ts'
import type { Duplicate, Linked } from './linked.ts'
import type { Attachment } from './attachments.ts'
import type { PartyHappening } from './party-happening.ts'
import type { Rating, Resolution, SignMethod, SignOff } from './acceptance.ts'
import type { Judged } from './infeasible.ts'
import type { CancelReason, Open, Reported, WaitedFor } from './state.ts'
import type { Rebound, Termed } from './termed.ts'
import type { Metric } from '../promises/metrics.ts'
import type { PartHappening } from './parts.ts'
import type { QuoteHappening } from './quote.ts'
import type { RemoteHappening } from './remote.ts'
import type { UndeliveredMail } from './undelivered-mail.ts'
import type { PathName } from './paths.ts'
import type { StepHappening } from './step-happenings.ts'
import type { Needs, Slot, WorkReport } from './visit.ts'

/** What happened, in the past tense. The fold of these is the ticket. */
export type Happening =
  | { type: 'opened'; data: Open }
  | {
      type: 'triaged'
      data: Subject & {
        was: Subject
        reason?: string
        /** R1.14: the path of steps that begins with it. */
        path?: PathName
        /** SLA 23: it takes something from the customer: a lower class or priority, a later due, a promise. */
        weakened: boolean
        before: Promised[]
        after: Promised[]
      }
    }
  /** `clearAnswer`: it settles what was asked, and is more than a first answer (R2.9b). */
  | { type: 'responded'; data: { message: string; channel: Channel; clearAnswer?: true } }
  | { type: 'assigned'; data: { assignee: StaffMember; previous?: StaffMember; reason?: string } }
  | { type: 'replied'; data: { message: string; channel: Channel; clearAnswer?: true } }
  /** `from`: who said it, when its actor is the one of us who wrote it down. */
  | { type: 'customerReplied'; data: { message: string; channel: Channel; from?: Contact } }
  /** `internal`: no customer learns of it. */
  | { type: 'attached'; data: { attachment: Attachment; internal?: true } }
  | { type: 'noted'; data: { text: string } }
  /** `internal`: one of us, of whom no customer learns. */
  | { type: 'watcherAdded'; data: { watcher: Contact; internal?: true } }
  | { type: 'watcherRemoved'; data: { watcher: Contact; internal?: true } }
  | PartyHappening
  | { type: 'callBackPromised'; data: { dueAt: Instant; message?: string } }
  /** R1.6 */
  | { type: 'proposed'; data: { solution: string; decideBy?: Instant } }
  /** `from`: who said it, when its actor is the one of us who wrote it down. */
  | { type: 'proposalDecided'; data: { accepted: boolean; reason?: string; from?: Contact } }
  | { type: 'remoteFailed'; data: { reason: string } }
  | RemoteHappening
  | PartHappening
  | QuoteHappening
  | {
      type: 'dispatched'
      /** `travelMinutes`: what the journey takes from the office of whoever goes. */
      data: OfVisit & Slot & Agreed & { purpose?: string; needs?: Needs; assists?: true; travelMinutes?: number }
    }
  | { type: 'visitAccepted'; data: OfVisit }
  /** Nobody has said so far that they will go. */
  | { type: 'visitUnaccepted'; data: OfVisit & Slot & { times: number } }
  | { type: 'visitMoved'; data: OfVisit & Slot & Agreed & { reason: string; was: Slot } }
  | { type: 'departed'; data: OfVisit }
  /** `visit` is absent for somebody who came without being sent. */
  | { type: 'arrived'; data: Partial<OfVisit> & { engineer: StaffMember; note?: string } }
  /** `tracks`: what it took away is followed (R4.3); absent on reports of before it was. */
  | { type: 'visitCompleted'; data: OfVisit & { report: WorkReport; tracks?: true } }
  | { type: 'noAccess'; data: OfVisit & { reason: string } }
  | { type: 'visitCancelled'; data: OfVisit & Slot & { because: VisitCancelled; reason?: string } }
  /** Usable again, and the cause not yet removed. */
  | { type: 'restored'; data: { workaround: string } }
  | {
      type: 'paused'
      data: { reason: PauseReason; explanation: string; expectedEnd: Instant; part?: WaitedFor; party?: number }
    }
  | { type: 'pauseOverran'; data: { reason: PauseReason; expectedEnd: Instant; times: number; part?: WaitedFor } }
  /** SLA 20: nothing promised anything, and nobody did anything since. */
  | { type: 'leftAlone'; data: { since: Instant; times: number } }
  | { type: 'resumed'; data: { explanation?: string } }
  | {
      type: 'escalated'
      data: {
        from: Tier
        to: Tier
        cause: 'ladder' | 'byHand' | 'repeatFailure'
        reason: string
        /** Its clocks count from here, however late that was noticed (SLA 17). */
        calledAt: Instant
        /** Who had it, and serves below that tier: it is nobody's now. */
        previous?: StaffMember
      }
    }
  /** To a lower tier, and there to the assignee, or to whoever takes it. */
  | {
      type: 'handedDown'
      data: { from: Tier; to: Tier; reason: string; assignee?: StaffMember; previous?: StaffMember }
    }
  | { type: 'warned'; data: OfClock & { percent: number; notify: Audience[] } }
  /** R4.3: it is too late to leave for it. */
  | { type: 'judgedInfeasible'; data: OfClock & Judged }
  | { type: 'breached'; data: OfClock & { dueAt: Instant; notify: Audience[]; percent: number; breach: Breach } }
  /** SLA 21: the acceptor's signature is late, or is so still. */
  | {
      type: 'signOffLapsed'
      data: OfClock & { dueAt: Instant; times: number; notify: Audience[]; percent: number }
    }
  | {
      type: 'bound'
      data: Rebound & { reason?: string; was: BoundTo; before: Promised[]; after: Promised[] }
    }
  | {
      type: 'retargeted'
      data: Termed & { reason: string; before: Promised[]; after: Promised[] }
    }
  | { type: 'resolved'; data: { resolution: Resolution } }
  /** SLA 16: the repair names a cause that the same system had, on the ticket of that number. */
  | { type: 'repeatFound'; data: { of: string; review?: Tier } }
  | { type: 'signedOff'; data: { signOff: SignOff } }
  | {
      type: 'signOffRefused'
      data: { reason: string; method: SignMethod; loggedBy?: StaffMember; scan?: string }
    }
  /** SLA 14: what our staff logged as signed on paper was not the acceptor's will, and is undone. */
  | { type: 'signOffDisputed'; data: { reason: string; signOff: SignOff } }
  | { type: 'rated'; data: { rating: Rating; followUp?: { owner?: StaffMember } } }
  | StepHappening
  | { type: 'cancelled'; data: { reason: CancelReason; explanation?: string } }
  /** A cancellation by mistake, undone. */
  | { type: 'reinstated'; data: { reason: string; from?: Linked } }
  /** SLA 13: it goes on in another ticket, which hears of it, or hears that it was undone. */
  | { type: 'merged'; data: { into: Linked; reason?: string } }
  | { type: 'duplicateMerged'; data: { duplicate: Omit<Duplicate, 'reporter'>; reporter?: Contact } }
  | { type: 'duplicateReleased'; data: { duplicate: Omit<Duplicate, 'reporter'> } }
  | { type: 'reopened'; data: { reason: string } }
  /** Mails that a server refused for good; `isNew`: somebody among these was reachable so far. */
  | { type: 'undelivered'; data: { mails: UndeliveredMail[]; isNew: boolean } }
  /** It came again, and is more than one more to count. */
  | { type: 'alarmRaised'; data: { alarm: Alarm; because: RaisedBecause } }
  | { type: 'alarmCleared'; data: { alarm: Alarm } }
  | { type: 'coverageExtended'; data: { coverage: CoverageByCalendar } }

export type HappeningType = Happening['type']

/** Which of the ticket's visits it is about, and whose. */
interface OfVisit {
  visit: number
  engineer: StaffMember
}

/** SLA 9: the customer's person who chose that time. */
interface Agreed {
  agreedBy?: Contact
}

/** Called off by a person, or since the ticket needs it no more. */
export const visitCancelled = ['calledOff', 'resolved', 'ticketCancelled'] as const
type VisitCancelled = (typeof visitCancelled)[number]

/** Whose a ticket was until it was bound (SLA 24). */
export type BoundTo = Pick<Reported, 'customer' | 'system' | 'reporter' | 'uncovered'> & { contractId?: string }

/** Which promise it is about; the clock itself may leave the ticket later. */
export interface OfClock {
  clockId: string
  metric: Metric
  tier?: Tier
  /** The desk's own, of which no customer knows. */
  internal?: true
}

/** A promise before or after it moved (SLA 18, 23). */
export interface Promised extends OfClock {
  target: string
  dueAt?: Instant
}

/** A happening as it is recorded: numbered without gaps, with its clocks' changes, its author and its instant. */
export type TicketEvent = Happening & {
  version: number
  at: Instant
  actor: Actor
  clocks: ClockChange[]
}

/** What a rule answers: happenings in order. What they do to the clocks follows from them. */
export type Draft = Happening & { actor?: Actor }
