import type { Tier } from '../people/tiers.ts'
import type { Addressee } from '../people/audiences.ts'
import type { Tiding } from './linked.ts'
import type { Instant } from '../time/instant.ts'

/** R1.5: one mail for each; the names are those of the sources in `templates/letters/`. */
export const messages = [
  'opened',
  'responded',
  'assigned',
  'handed-over',
  'taken',
  'handed-down',
  'replied',
  'customer-replied',
  'attached',
  'noted',
  'watching',
  'party-asked',
  'party-answered',
  'party-overdue',
  'party-removed',
  'call-back-promised',
  'proposed',
  'proposal-decided',
  'quoted',
  'quote-decided',
  'quote-waived',
  'remote-failed',
  'part-added',
  'part-moved',
  'part-overdue',
  'remote-requested',
  'remote-answered',
  'remote-revoked',
  'remote-unanswered',
  'remote-ran-out',
  'remote-started',
  'remote-ended',
  'dispatched',
  'visit-accepted',
  'visit-unaccepted',
  'visit-moved',
  'departed',
  'arrived',
  'visit-completed',
  'no-access',
  'visit-cancelled',
  'restored',
  'reclassified',
  'paused',
  'pause-overran',
  'left-alone',
  'resumed',
  'escalated',
  'warning',
  'infeasible',
  'overdue-reminder',
  'breached',
  'promise-missed',
  'promises-changed',
  'resolved',
  'repeat-found',
  'sign-off-requested',
  'sign-off-reminder',
  'sign-off-lapsed',
  'objected',
  'signed-off',
  'signed-on-paper',
  'deemed-accepted',
  'sign-off-refused',
  'refusal-received',
  'sign-off-disputed',
  'step-assigned',
  'step-completed',
  'step-told',
  'step-unattended',
  'low-rating',
  'rated',
  'cancelled',
  'reinstated',
  'merged',
  'duplicate-merged',
  'duplicate-released',
  'reopened',
  'undelivered',
  'alarm-raised',
  'alarm-cleared',
  'bound',
  'phone-caller',
] as const
export type Message = (typeof messages)[number]

/** Of a mail's message: a call that went to somebody instead is noted as `escalated-for-<whom>`. */
export function baseOf(message: string): Message | undefined {
  return messages.find((one) => message === one || message.startsWith(`${one}-for-`))
}

/**
 * Who is to be told of the event of that version: the tier and the assignee that had the ticket then, however late it is
 * sent. Who serves on that tier, and every address, is looked up when it is sent (SLA 16).
 */
export interface Notice {
  message: Message
  version: number
  to: Addressee[]
  tier: Tier
  assigneeId?: string
  /** Who had it until then. */
  previousId?: string
  /** Who is to go on site, or went. */
  visitorId?: string
  /** Of those who watch this one alone, who does so from now on. */
  watcherId?: string
  /** The other party that it is about, by its number. */
  party?: number
  /** Who owns the step that it is about, or the one that comes next. */
  stepOwnerId?: string
  /** Ids of those who are not told: nobody is mailed of an act of their own, nor twice of the same. */
  except?: string[]
  /** Ids of others of our staff whom it concerns. */
  alsoIds?: string[]
  /** What another ticket's process is told with it. */
  tells?: Tiding
  /** SLA 15: quiet hours delay a notice, never a clock. */
  notBefore?: Instant
  /** The clock that it is too late to leave for: void once it is kept, broken or owed no more (SLA 22). */
  doubts?: string
  /** What it warns of: it is void once that has happened, or another way (SLA 22). */
  warns?: { clockId: string; percent: number }
}
