import { type Clock, isBrokenPromise } from '../promises/clock.ts'
import type { Facts, PauseReason } from '../promises/facts.ts'
import type { Caller, Contact, StaffMember } from '../people/actors.ts'
import type { Tier } from '../people/tiers.ts'
import type { CoverageByCalendar } from '../time/coverage.ts'
import type { Channel, FaultClass, ImportantPeriod, Kind, Phase, Priority } from '../promises/subject.ts'
import type { EarlierRepair, Rating, Resolution, SignOff } from './acceptance.ts'
import type { PlanMetric } from '../promises/metrics.ts'
import type { Policy } from '../promises/policy.ts'
import type { Instant } from '../time/instant.ts'
import type { Stretch } from '../time/working-time.ts'
import type { Alarm } from './alarm.ts'
import type { Duplicate, Linked } from './linked.ts'
import type { Source } from './source.ts'
import type { PathName } from './paths.ts'
import type { OnPaths } from './step.ts'
import type { Proposal } from './proposal.ts'
import type { QuoteFirst, Quotes } from './quote.ts'
import type { Attached } from './attachments.ts'
import type { UncoveredBecause } from './uncovered.ts'
import type { Part } from './parts.ts'
import type { Remote } from './remote.ts'
import type { Visit } from './visit.ts'
import type { Others } from './party.ts'

/** What the contract promises, as it stood when the ticket was opened (SLA 16, 18): later edits never reach it silently. */
export interface Terms {
  /** None where nobody knows of one. */
  contractId?: string
  /** The only one who may sign (SLA 14); none while it is not known who could. */
  acceptor?: Contact
  /** SLA 12, in calendar days after the sign-off. */
  reopenWindowDays: number
  /** SLA 10: which reasons stop which clocks. */
  pauseRules: PauseRule[]
  /** SLA 14: only where the contract grants it. */
  deemedAcceptance?: Stretch
  /** SLA 20: after how long the desk looks again where no promise runs; the usual when absent. */
  followUp?: Stretch
  /** R6.4: that of the opening; none where the contract knows no phases. */
  phase?: Phase
  /** R2.9 */
  importantPeriods?: ImportantPeriod[]
  policy: Policy
}

export interface PauseRule {
  reason: PauseReason
  metrics: PlanMetric[]
}

export type CancelReason = (typeof cancelReasons)[number]
export const cancelReasons = ['withdrawn', 'duplicate', 'spam', 'other'] as const
/** `merged`: it goes on in another ticket. */
export const endReasons = [...cancelReasons, 'merged'] as const
export type EndReason = (typeof endReasons)[number]

/** Which part a ticket waits for (R4.3). */
export type WaitedFor = Pick<Part, 'n' | 'what'>

interface Asked {
  lookAt: Instant
  asked: number
  part?: WaitedFor
  /** The other party that is waited for. */
  party?: number
}

/** Where a ticket stands. Tier, assignee and priority are facets of the same state, not statuses. */
export type Status =
  | { name: 'open' }
  | { name: 'in_progress' }
  /** `lookAt`: when somebody is asked whether it still waits; `asked`: how often that was done. */
  | ({ name: 'pending'; reason: PauseReason; since: Instant; expectedEnd: Instant } & Asked)
  | { name: 'resolved'; at: Instant }
  | { name: 'closed'; at: Instant; by: 'signature' | 'deemed' }
  | { name: 'cancelled'; at: Instant; reason: EndReason }
export const statusNames = [
  'open',
  'in_progress',
  'pending',
  'resolved',
  'closed',
  'cancelled',
] as const satisfies readonly Status['name'][]
export type StatusName = Status['name']

/** Where nothing is promised any more. */
export const endedStatuses: readonly StatusName[] = ['closed', 'cancelled']
/** Where nothing is left for us to do: it is repaired, or ended. */
export const doneStatuses: readonly StatusName[] = ['resolved', ...endedStatuses]
export const unfinishedStatuses = statusNames.filter((name) => !endedStatuses.includes(name))

/** What was reported, and what is promised for it. */
export interface Reported extends QuoteFirst {
  id: string
  number: string
  /** None as long as nobody knows who called (SLA 24). */
  customer?: { id: string; name: string }
  /** Why no contract covers it (SLA 24); absent when one does. */
  uncovered?: UncoveredBecause
  system?: { id: string; name: string }
  terms: Terms
  coverage: CoverageByCalendar
  leastTravel?: number
  subject: string
  description: string
  kind: Kind
  class: FaultClass
  priority: Priority
  channel: Channel
  /** A customer's when absent. */
  source?: Source
  /** None for what staff noticed themselves, for a system's alarm, and while a caller is not known. */
  reporter?: Contact
  /** Who called, if it is none of the customer's people that we know. */
  caller?: Caller
  /** The ticket that this one follows after its reopening window (SLA 12). */
  follows?: string
  /** Absent where numbers were not kept yet. */
  followsNumber?: string
}

/** What a ticket is opened with. Everything in it was looked up and checked by whoever opens it. */
export interface Open extends Reported {
  /** SLA 6: a phone call may be back-dated, with a reason, never ahead. */
  calledAt?: Instant
  backdateReason?: string
  /** The alarm that opens it, by its key. */
  alarmKey?: string
  /** R1.14: the path of steps that a ticket of its kind is on. */
  path?: PathName
}

export interface TicketState extends Reported, Facts, Others, OnPaths, Quotes {
  /** The shape of this record; a workflow that continues as new hands it on. */
  schema: 2
  /** The version of the last event. */
  version: number
  status: Status
  tier: Tier
  assignee?: StaffMember
  /** Ids of those who have it or had it: they may act until it is closed. */
  hadBy?: string[]
  /** R1.1: an agent has categorised it; until then the customer's stated class rules (SLA 11). */
  triaged: boolean
  /** Grows with each refusal and reopening. */
  cycle: number
  clocks: Clock[]
  /** A promise was broken whose clock has left the ticket since. */
  brokenBefore?: true
  /** The last thing that happened to it, and how often since then somebody was told that nothing did (SLA 20). */
  touchedAt: Instant
  leftAlone: number
  /** When somebody last did something; what a clock tells is nobody's doing. */
  actedAt?: Instant
  /** When somebody was last told that a promise is late, whichever: reminders are the ticket's, not each clock's (SLA 22). */
  lateToldAt?: Instant
  /** A warning or a breach was recorded (SLA 13). */
  alarmed: boolean
  /** Of the repair that stands. */
  resolution?: Resolution
  /** Those that do not, the newest last. */
  earlierRepairs?: EarlierRepair[]
  firstResolvedAt?: Instant
  /** R4.1: those under way, and the newest of those that are over. */
  visits?: Visit[]
  /** R4.2 */
  remote?: Remote
  /** R4.3: what is away, and the newest of what is back. */
  parts?: Part[]
  /** Whose mails were refused for good. */
  unreachable?: string[]
  signOff?: SignOff
  /** R1.6: the newest that the customer was asked to decide. */
  proposal?: Proposal
  /** SLA 13: the ticket in which it goes on. */
  mergedInto?: Linked
  /** What was merged into it, the newest last. */
  duplicates?: Duplicate[]
  /** By key, as last noted; how often each came is counted beside the ticket. */
  alarms?: Alarm[]
  /** R1.11, in their order. */
  attachments?: Attached[]
  /** SLA 14: one for each sign-off, the newest last. */
  ratings?: Rating[]
}

/** SLA 17: a breach stays for ever. */
export function isBreached({ clocks, brokenBefore }: TicketState): boolean {
  return brokenBefore === true || clocks.some(isBrokenPromise)
}

export function hasEnded(state: Pick<TicketState, 'status'>): boolean {
  return endedStatuses.includes(state.status.name)
}
