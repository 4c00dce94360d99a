import type { Language } from '../domain/people/languages.ts'
import { isStaff } from '../domain/people/actors.ts'
import { eventForCustomer, type KnownEvent, recordForCustomer } from '../domain/ticket/customers-may-know.ts'
import type { TicketEvent } from '../domain/ticket/events.ts'
import type { Notice } from '../domain/ticket/notices.ts'
import { doneStatuses, endedStatuses } from '../domain/ticket/state.ts'
import { readable } from '../domain/ticket/readable.ts'
import type { TicketRecord } from '../domain/ticket/record.ts'
import { isoOrNull, toIso } from '../domain/time/instant.ts'
import { bounded } from './bounds.ts'
import { namedOnce } from './names.ts'
import { changesTold, classedBefore } from './promise-changes.ts'
import { answerDueAt, nextLook, nextStep, owedNext, promisesShown, signBy } from './standing.ts'
import { stepsIn } from './steps.ts'
import { clockIn, visitIn } from './subject.ts'
import { triedIn } from './tried.ts'
import { type Story, storyOf } from './newest-steps.ts'
import { heardFrom, speakerOf } from './speaker.ts'
import { whoseOf } from './whose.ts'

/** Whom a letter is written to. */
export interface Reader {
  id: string
  name: string
  language: Language
  /** IANA: the zone in which this person's times are shown. */
  timeZone: string
  /** One of us; reads what customers do not. */
  staff: boolean
  /** Is told for information alone. */
  watches?: boolean
  /** Another party, by its number: reads nothing of the ticket but its own. */
  party?: number
}

/** What letters are made of: the ticket as it stands now, and the events that they tell of, in order. */
export interface TicketAtHand {
  record: TicketRecord
  events: TicketEvent[]
  /** How many steps the whole story has for each side; of a long one, `events` holds the opening and the newest. */
  steps: { staff: number; customer: number }
}

/** What a letter says beside its ticket. */
export interface Extras {
  publicUrl: string
  /** Signs for whoever follows it. */
  link: { url: string; expiresAt: string } | null
  /** By which whoever watches stops that; null for everybody else. */
  stopUrl?: string | null
  /** Whom the same letter did not reach, so that this reader gets it instead. */
  unreached: string | null
  /** What it tells of beside its own event: messages that came close together and go out as one letter. */
  earlier: readonly TicketEvent[]
  /** The duty on which nobody stood when the tier was called, so that this reader is told as well. */
  unmanned?: string | null
}

/** Of messages that go out as one letter; how many there are is said. */
const mostTold = 20

export type MailView = ReturnType<typeof viewOf>

/** All that a letter's templates may use. Instants are ISO, UTC; what customers must not read is not in theirs. */
export function viewOf(
  ticket: TicketAtHand,
  notice: Notice,
  reader: Reader,
  { publicUrl, link, stopUrl = null, ...extras }: Extras,
) {
  const url = `${publicUrl}/v1/tickets/${ticket.record.id}`
  const { language, timeZone } = reader
  const named = namedOnce({ ticket, reader, extras }, language)
  return {
    ...bounded(wordsOf(named.ticket, notice, named.reader, named.extras), language),
    url,
    link,
    stopUrl,
    language,
    timeZone,
  }
}

/** Senior staff and managers get the story when they are called (R3.1). */
export function tellsStory({ message }: Notice): boolean {
  return message === 'escalated'
}

function wordsOf(
  ticket: TicketAtHand,
  notice: Notice,
  reader: Reader,
  { unreached, earlier, unmanned = null }: Pick<Extras, 'unreached' | 'earlier' | 'unmanned'>,
) {
  const { staff } = reader
  const record = staff ? ticket.record : recordForCustomer(ticket.record)
  const known = (event: TicketEvent): KnownEvent | undefined => (staff ? event : eventForCustomer(event))
  const whole = eventOfVersion(ticket, notice.version)
  const event = known(whole)
  if (event === undefined) throw new Error(`A customer may not know of version ${notice.version}`)
  return {
    staff,
    /** Nothing is asked of who reads it. */
    watching: reader.watches === true,
    reader: reader.name,
    unreached,
    unmanned,
    number: record.number,
    subject: record.subject,
    ...whoseOf(ticket.record, record, staff),
    description: record.description,
    happened: event.type,
    system: record.system?.name ?? null,
    status: record.signOff?.signed === false ? 'deemed' : record.status,
    over: doneStatuses.includes(record.status),
    ended: endedStatuses.includes(record.status),
    pending: record.pending,
    tier: record.tier,
    owner: record.assignee?.name ?? null,
    acceptor: record.acceptor?.name ?? null,
    kind: record.kind,
    class: record.class,
    priority: record.priority,
    cycle: record.cycle,
    at: toIso(event.at),
    by: speakerOf(event),
    /** Who of us wrote down what the customer said. */
    writtenDownBy: heardFrom(event) ? event.actor.name : null,
    decideBy: event.type === 'proposed' ? isoOrNull(event.data.decideBy) : null,
    declinedBecause: event.type === 'proposalDecided' ? (event.data.reason ?? null) : null,
    ofCustomer: !isStaff(event.actor),
    ofParty: event.actor.role === 'party',
    /** No customer learns of it. */
    hidden: event.type === 'attached' && event.data.internal === true,
    event: readable(event.data),
    messages: earlier.length + 1,
    earlier: earlier
      .flatMap((one) => known(one) ?? [])
      .slice(-mostTold)
      .map(messageIn),
    /** The customer's own people are waited for. */
    awaitsReader: !staff && !reader.watches && 'reason' in event.data && event.data.reason === 'customer',
    byHand: event.type === 'escalated' && event.data.cause === 'byHand',
    clock: clockIn(event, record),
    visit: visitIn(event, record),
    place: event.type === 'partMoved' ? placeFor(event.data.place, staff) : null,
    /** R4.3: equipment of the customer that is not back. */
    notReturned: record.parts.filter(({ kind, away }) => away && kind === 'takenAway'),
    ...stepsIn(event, record, reader),
    promises: promisesShown(record, staff),
    owed: owedNext(record),
    /** When our people look at it again, where no promise is to be kept before. */
    lookAt: record.nextLookAt,
    /** Somebody else gave the ticket to whoever has it now. */
    given: event.type === 'assigned' && event.actor.id !== event.data.assignee?.id,
    /** Who reads it had the ticket until then. */
    hadIt: staff && reader.id === notice.previousId,
    answerDueAt: answerDueAt(record),
    awaitsSignature: record.status === 'resolved',
    signBy: signBy(record),
    next: nextStep(record, staff),
    lookAgainAt: nextLook(record, staff),
    reopenableUntil: record.reopenableUntil ?? null,
    ratableUntil: record.ratableUntil ?? null,
    undoableUntil: record.undoableUntil ?? null,
    supportRecord: record.supportRecord,
    tried: staff ? triedIn(record, reader.language) : [],
    objectedAt: record.objectedAt,
    rating: record.rating,
    classed: classedBefore(event),
    changes: changesTold(event, staff),
    story: tellsStory(notice) ? story() : null,
  }

  function story(): Story {
    const events = ticket.events.flatMap((one) => known(one) ?? [])
    return storyOf(events, staff ? ticket.steps.staff : ticket.steps.customer, reader)
  }
}

function messageIn(event: KnownEvent) {
  const { at, data } = event
  return { by: speakerOf(event), at: toIso(at), message: 'message' in data ? data.message : nameOfFile(event) }
}

function nameOfFile(event: KnownEvent): string {
  return (event.type === 'attached' && event.data.attachment?.name) || ''
}

/** It was committed before its notice was given: where it is not there yet, a later attempt will see it. */
function eventOfVersion({ record, events }: TicketAtHand, version: number): TicketEvent {
  const event = events.find((one) => one.version === version)
  if (event === undefined) throw new Error(`Version ${version} of ticket ${record.id} is not in the database`)
  return event
}

function placeFor(place: string | undefined, staff: boolean): string | null {
  return place === 'customer' && !staff ? 'you' : (place ?? null)
}
