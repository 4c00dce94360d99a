import type { TicketEvent } from '../domain/ticket/events.ts'
import { toIso } from '../domain/time/instant.ts'
import type { ClockRecord } from '../domain/ticket/record.ts'
import { promiseOfClock } from './promise-of-clock.ts'

/** One line of a ticket's story. */
export interface StoryLine {
  at: string
  type: TicketEvent['type']
  by: string
  facts: Fact[]
  /** What somebody wrote, word for word. */
  words: string | null
}

/** A word of the glossary, or something that needs no translation. */
export type Fact = { group: string; key: string } | { plain: string }

/** What customers are not shown: our notes and our own alarms, and how far calendars are known. */
const internal: TicketEvent['type'][] = ['noted', 'warned', 'pauseOverran', 'coverageExtended']

/** The whole story so far, as far as the reader may know it. */
export function storyOf(events: readonly TicketEvent[], clocks: readonly ClockRecord[], staff: boolean): StoryLine[] {
  return events
    .filter(({ type }) => type !== 'coverageExtended' && (staff || !internal.includes(type)))
    .map((event) => ({
      at: toIso(event.at),
      type: event.type,
      by: event.actor.name,
      facts: factsOf(event, clocks),
      words: wordsOf(event, staff),
    }))
}

function factsOf(event: TicketEvent, clocks: readonly ClockRecord[]): Fact[] {
  switch (event.type) {
    case 'opened':
    case 'triaged': {
      const { kind, class: faultClass, priority } = event.data
      return [term('kind', kind), term('class', faultClass), term('priority', priority)]
    }
    case 'responded':
    case 'replied':
    case 'customerReplied':
      return [term('channel', event.data.channel)]
    case 'assigned':
      return [{ plain: event.data.assignee.name }]
    case 'paused':
    case 'pauseOverran':
      return [term('pauseReason', event.data.reason)]
    case 'escalated':
      return [term('tier', event.data.to), term('escalationCause', event.data.cause)]
    case 'warned':
      return [...promise(clocks, event.data.clockId), { plain: `${event.data.percent} %` }]
    case 'breached':
      return promise(clocks, event.data.clockId)
    case 'resolved':
      return [term('causeCode', event.data.resolution.causeCode)]
    case 'signedOff':
      return [term('signMethod', event.data.signOff.method)]
    case 'signOffRefused':
      return [term('signMethod', event.data.method)]
    case 'rated':
      return [{ plain: `${event.data.rating.score} / 5` }]
    case 'cancelled':
      return [term('cancelReason', event.data.reason)]
    case 'noted':
    case 'resumed':
    case 'reopened':
    case 'retargeted':
    case 'coverageExtended':
      return []
  }
}

/** Reasons that staff give each other stay with them. */
function wordsOf(event: TicketEvent, staff: boolean): string | null {
  switch (event.type) {
    case 'opened':
      return event.data.description
    case 'responded':
    case 'replied':
    case 'customerReplied':
      return event.data.message
    case 'noted':
      return event.data.text
    case 'paused':
    case 'resumed':
      return event.data.explanation ?? null
    case 'triaged':
    case 'signOffRefused':
    case 'reopened':
    case 'retargeted':
      return event.data.reason ?? null
    case 'assigned':
      return (staff && event.data.reason) || null
    case 'escalated':
      return staff && event.data.cause === 'byHand' ? event.data.reason : null
    case 'cancelled':
      return (staff && event.data.explanation) || null
    case 'resolved': {
      const { cause, fix, verification } = event.data.resolution
      return [cause, fix, verification].join('\n')
    }
    case 'rated':
      return event.data.rating.comment ?? null
    default:
      return null
  }
}

function promise(clocks: readonly ClockRecord[], clockId: string): Fact[] {
  const { metric, tier } = promiseOfClock(clocks, clockId)
  return [term('metric', metric), ...(tier ? [term('tier', tier)] : [])]
}

function term(group: string, key: string): Fact {
  return { group, key }
}
