import { isStaff } from '../domain/people/actors.ts'
import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import type { HappeningType } from '../domain/ticket/events.ts'
import { isOfPart } from '../domain/ticket/part-events.ts'
import { isOfQuote } from '../domain/ticket/quoted.ts'
import { isOfRemote } from '../domain/ticket/remote-events.ts'
import { isOfVisit } from '../domain/ticket/visit-events.ts'
import { toIso } from '../domain/time/instant.ts'
import { type Fact, plain, promiseFacts, term } from './facts.ts'
import { speakerOf } from './speaker.ts'
import { factsOfPart } from './story-of-part.ts'
import { factsOfQuote } from './story-of-quote.ts'
import { factsOfRemote } from './story-of-remote.ts'
import { isOfStep } from '../domain/ticket/stepped.ts'
import { stepFacts } from './steps.ts'
import { wordsOf } from './words-of.ts'

/** One line of a ticket's story. */
export interface StoryLine {
  at: string
  type: HappeningType | 'deemed'
  by: string
  facts: Fact[]
  /** What somebody wrote, word for word. */
  words: string | null
}

/** SLA 22: what we were warned or reminded of is no step of a ticket, nor is how far calendars are known. */
export const untold: readonly HappeningType[] = [
  'warned',
  'leftAlone',
  'visitUnaccepted',
  'judgedInfeasible',
  'remoteUnanswered',
  'partOverdue',
  'partyOverdue',
  'stepUnattended',
  'coverageExtended',
]

/** With all that was said. */
export function lineOf(event: KnownEvent, staff: boolean): StoryLine {
  return {
    at: toIso(event.at),
    type: event.type === 'signedOff' && event.data.signOff?.method === 'deemed' ? 'deemed' : event.type,
    by: speakerOf(event),
    facts: factsOf(event, staff),
    words: wordsOf(event) || null,
  }
}

function factsOf(event: KnownEvent, staff: boolean): Fact[] {
  if (isOfVisit(event)) {
    const { data } = event
    return [...plain(data.engineer?.name), ...('because' in data ? term('visitCancelled', data.because) : [])]
  }
  if (isOfPart(event)) return factsOfPart(event)
  if (isOfQuote(event)) return factsOfQuote(event)
  if (isOfRemote(event)) return factsOfRemote(event)
  if (isOfStep(event)) return stepFacts(event)
  switch (event.type) {
    case 'opened':
    case 'triaged': {
      const { kind, class: faultClass, priority } = event.data
      return [...term('kind', kind), ...term('class', faultClass), ...term('priority', priority)]
    }
    case 'responded':
    case 'replied':
      return [...term('channel', event.data.channel), ...(event.data.clearAnswer ? term('speech', 'clearAnswer') : [])]
    case 'customerReplied':
      return [...term('channel', event.data.channel), ...(isStaff(event.actor) ? term('speech', 'writtenDown') : [])]
    case 'attached':
      return plain(event.data.attachment?.name)
    case 'partyAdded':
    case 'partyAsked':
    case 'partyAnswered':
    case 'partyOverdue':
    case 'partyRemoved':
      return plain(event.data.party?.name)
    case 'watcherAdded':
    case 'watcherRemoved':
      return plain(event.data.watcher?.name)
    case 'proposalDecided':
      return term('decision', event.data.accepted ? 'accepted' : 'declined')
    case 'assigned':
      return plain(event.data.assignee?.name)
    case 'paused':
    case 'pauseOverran':
      if (!staff && event.data.reason === 'customer') return term('wait', 'you')
      return [...term('pauseReason', event.data.reason), ...plain(event.data.part?.what)]
    case 'escalated':
      return [...term('tier', event.data.to), ...term('escalationCause', event.data.cause)]
    case 'handedDown':
      return [...term('tier', event.data.to), ...plain(event.data.assignee?.name)]
    case 'breached':
    case 'signOffLapsed':
      return promiseFacts(event.data)
    case 'resolved':
      return term('causeCode', event.data.resolution?.causeCode)
    case 'signedOff':
      // That nobody signed is the line itself.
      if (event.data.signOff?.method === 'deemed') return []
      return term('signMethod', event.data.signOff?.method)
    case 'signOffDisputed':
      return term('signMethod', event.data.signOff?.method)
    case 'signOffRefused':
      return term('signMethod', event.data.method)
    case 'rated':
      return plain(event.data.rating && `${event.data.rating.score} / 5`)
    case 'cancelled':
      return term('cancelReason', event.data.reason)
    case 'repeatFound':
      return plain(event.data.of)
    case 'undelivered':
      return (event.data.mails ?? []).flatMap(({ to, why }) => plain(`${to} (${why})`))
    case 'alarmRaised':
    case 'alarmCleared':
      return plain(event.data.alarm && `${event.data.alarm.key} × ${event.data.alarm.count}`)
    case 'merged':
      return plain(event.data.into?.number)
    case 'duplicateMerged':
    case 'duplicateReleased':
      return plain(event.data.duplicate?.number)
    case 'bound':
      return plain(event.data.customer?.name)
    default:
      return []
  }
}
