import { mostAttachments } from '../attachments.ts'
import { mostParties } from '../party.ts'
import { mostQuotes } from '../quote.ts'
import { mostWatchers } from '../watcher.ts'
import type { Verb } from './rules.ts'
import { notNow, type Refusal } from '../refusal.ts'
import { type Standing, standingOf } from '../standing.ts'
import type { TicketState } from '../state.ts'

/** Waits, repairs, undone cancellations, visits, proposals and call backs that a ticket keeps: each is some 100 bytes of it and of each clock, for as long as it lives. */
const mostPeriods = 100

/** What another of them comes of. A ticket that is full still comes to its end. */
const lengthening: ReadonlySet<Verb> = new Set([
  ...['pause', 'refuseSignOff', 'disputeSignOff', 'reopen', 'reinstate'],
  ...['promiseCallBack', 'propose', 'declareRemoteFailed', 'dispatch', 'arrive'],
] as Verb[])

/**
 * A ticket is carried whole from run to run, and the engine takes 2 MiB at a time: what grows in it has a ceiling. Asked
 * only before an act is accepted, never of one that was: a ceiling may be moved.
 */
export function overCeiling(state: TicketState, verb: Verb): Refusal | undefined {
  if (!isFullFor(standingOf(state), verb)) return undefined
  if (verb === 'attach') return notNow(`${state.number} has ${mostAttachments} files, and takes no more.`)
  if (verb === 'addParty') return notNow(`${state.number} has had ${mostParties} other parties, and takes no more.`)
  if (verb === 'quote') return notNow(`${state.number} was quoted ${mostQuotes} times; a manager may waive it.`)
  if (verb === 'addWatcher') return notNow(`${mostWatchers} people watch ${state.number}; remove one first.`)
  return notNow(
    `${state.number} was paused, repaired, visited or promised a call too often; cancel it and open a new one that follows it.`,
  )
}

export function isFullFor(standing: Standing, verb: Verb): boolean {
  const { periods, attachments = 0, visits = [], watchers = [] } = standing
  if (verb === 'addParty') return (standing.parties?.all ?? 0) >= mostParties
  if (verb === 'addWatcher') return watchers.length >= mostWatchers
  if (verb === 'quote') return (standing.quoting?.count ?? 0) >= mostQuotes
  if (verb === 'attach') return attachments >= mostAttachments
  // Whoever was sent is at the door; the dispatch was counted.
  if (verb === 'arrive' && visits.length > 0) return false
  return lengthening.has(verb) && periods >= mostPeriods
}
