import type { PauseReason } from '../promises/clock.ts'
import type { StaffMember } from '../people/actors.ts'
import type { Tier } from '../people/tiers.ts'
import type { CoverageByCalendar } from '../time/coverage.ts'
import type { FaultClass, Kind, Priority } from '../promises/subject.ts'
import type { Instant } from '../time/instant.ts'
import type { CancelReason, CauseCode, Channel, Reported, SignMethod, Terms } from './state.ts'

/** What a ticket is opened with. Everything in it was looked up and checked by whoever opens it. */
export interface Open extends Reported {
  /** SLA 6: a phone call may be back-dated, with a reason, never ahead. */
  calledAt?: Instant
  backdateReason?: string
}

/** The body of each verb. One update per verb, so that a manager reads the history like minutes. */
export interface Bodies {
  triage: {
    kind?: Kind
    class?: FaultClass
    priority?: Priority
    reason?: string
    /** SLA 16: a ticket of the same system and cause within 30 days. */
    repeatOf?: string
  }
  respond: { message: string; channel: Channel }
  assign: { assignee: StaffMember }
  handOver: { assignee: StaffMember; reason: string }
  reply: { message: string; channel: Channel }
  note: { text: string }
  pause: { reason: PauseReason; explanation: string; expectedEnd?: Instant }
  resume: { explanation?: string }
  escalate: { toTier?: Tier; reason: string }
  resolve: { cause: string; causeCode: CauseCode; fix: string; verification: string }
  signOff: {
    method: SignMethod
    recordHash?: string
    scan?: string
    rating?: number
    comment?: string
  }
  refuseSignOff: { method: SignMethod; reason: string; scan?: string }
  rate: { score: number; comment?: string }
  cancel: { reason: CancelReason; explanation?: string }
  reopen: { reason: string }
  /** SLA 18: an explicit repair, on the policy as it stands now. */
  retarget: { terms: Terms; coverage: CoverageByCalendar; reason: string }
}
export type Verb = keyof Bodies

export const verbs = [
  'triage',
  'respond',
  'assign',
  'handOver',
  'reply',
  'note',
  'pause',
  'resume',
  'escalate',
  'resolve',
  'signOff',
  'refuseSignOff',
  'rate',
  'cancel',
  'reopen',
  'retarget',
] as const satisfies readonly Verb[]
