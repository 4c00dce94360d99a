import type { Tier } from '../people/tiers.ts'
import type { Instant } from '../time/instant.ts'
import type { Metric } from './metrics.ts'

/** For whom or what a ticket may wait. */
export const pauseReasons = ['customer', 'parts', 'supplier', 'agreedWindow'] as const
export type PauseReason = (typeof pauseReasons)[number]

/**
 * `met` says that the promised act was done (in time or late); the others leave no figure (SLA 13). `notNeeded`: the
 * repair stands, and nobody had to come for it.
 */
export const stopReasons = ['met', 'withdrawn', 'cancelled', 'notNeeded'] as const
export type StopReason = (typeof stopReasons)[number]

/**
 * SLA 19: what a ticket has lived through. It owns its periods, and each clock is derived from them, so that two orders
 * of acts that end in the same facts end in the same clocks. An end that is absent has not come yet.
 */
export interface Facts {
  openedAt: Instant
  respondedAt?: Instant
  /** When a clear answer 明确答复 was given first, which is more than a first answer (R2.9b). */
  answeredAt?: Instant
  /** R1.6: when solutions were proposed to the customer. */
  proposals?: Instant[]
  /** R4.1: when engineers were sent, and when somebody checked in on site. */
  dispatches?: Instant[]
  arrivals?: Instant[]
  /** SLA 9: the time from which on the customer chose to expect us, and when that was said. */
  agreedSlot?: { at: Instant; from: Instant }
  /** When the service was usable again first, if only by a workaround. */
  restoredAt?: Instant
  /** R2.3: when remote support was declared failed. */
  remoteFailures?: Instant[]
  callBacks?: CallBack[]
  /** The tiers that were called after the first, each once. */
  calls: Call[]
  waits: Wait[]
  repairs: Repair[]
  /** The customer's messages after the first answer: from the oldest unanswered one to the answer (SLA 8). */
  rounds: Round[]
  cancelledAt?: Instant
  /** Cancellations that were undone: nothing was promised meanwhile. */
  undone?: { from: Instant; to: Instant }[]
}

export interface Call {
  tier: Tier
  at: Instant
}

/** SLA 10: `metrics` are those that the contract let this reason stop when the wait began. */
export interface Wait {
  reason: PauseReason
  metrics: Metric[]
  from: Instant
  to?: Instant
}

/** SLA 12: from the repair to the refusal or the reopening that undid it; `answered` is the acceptor's answer. */
export interface Repair {
  cycle: number
  from: Instant
  to?: Instant
  answered?: { at: Instant; why: StopReason }
  /** SLA 14: the acceptor wrote instead of signing; it is a person's from then on. */
  objected?: { at: Instant; version: number }
  /** SLA 14: since when the grant that holds now could be known; absent while it is the one of the repair's day. */
  grantedAt?: Instant
}

/** `n` counts on when old ones have left the ticket. */
export interface Round {
  n: number
  from: Instant
  to?: Instant
}

/** A member of staff said when the customer is called back; `done` by the next word of ours to the customer. */
export interface CallBack {
  n: number
  at: Instant
  dueAt: Instant
  /** Whose promise it is. */
  byId: string
  done?: { at: Instant; why: StopReason }
}

/** The repair that stands now, signed or not. */
export function standingRepair({ repairs }: Pick<Facts, 'repairs'>): Repair | undefined {
  const last = repairs.at(-1)
  return last && last.to === undefined ? last : undefined
}

/** The same list with its last entry ended, if it is open. */
export function ended<T extends { to?: Instant }>(entries: readonly T[], at: Instant): T[] {
  return lastChanged(entries, (last) => (last.to === undefined ? { ...last, to: at } : last))
}

/** The same list with something else in place of its last entry, if it has one. */
export function lastChanged<T>(entries: readonly T[], change: (last: T) => T): T[] {
  return entries.map((entry, index) => (index === entries.length - 1 ? change(entry) : entry))
}
