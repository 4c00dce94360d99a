import type { TicketEvent } from '../domain/ticket/events.ts'
import type { Notice } from '../domain/ticket/notices.ts'
import type { ClockRecord, TicketRecord } from '../domain/ticket/record.ts'
import { toIso } from '../domain/time/instant.ts'
import { promiseChanges } from './promise-changes.ts'
import type { Recipient } from '../activities/mail/recipients.ts'
import type { SignOffLink } from '../activities/mail/sign-off-link.ts'
import { storyOf } from './story.ts'
import { eventOfVersion, tellsStory, type TicketAtHand } from '../activities/mail/ticket.ts'
import { promiseOfClock } from './promise-of-clock.ts'

export type MailView = ReturnType<typeof viewOf>

/** All that a mail's templates may use. Instants are ISO, UTC; what a customer must not read is not in his. */
export function viewOf(
  ticket: TicketAtHand,
  notice: Notice,
  reader: Recipient,
  addresses: { publicUrl: string; link: SignOffLink | null },
) {
  const { record } = ticket
  const { staff } = reader
  const event = eventOfVersion(ticket, notice.version)
  return {
    staff,
    reader: reader.name,
    url: `${addresses.publicUrl}/v1/tickets/${record.id}`,
    link: addresses.link,
    number: record.number,
    subject: record.subject,
    customer: record.customer.name,
    system: record.system?.name ?? null,
    status: record.status,
    pending: record.pending,
    tier: record.tier,
    owner: record.assignee?.name ?? null,
    acceptor: record.acceptor.name,
    kind: record.kind,
    class: record.class,
    priority: record.priority,
    cycle: record.cycle,
    at: toIso(event.at),
    by: event.actor.name,
    event: told(event, staff),
    /** The customer himself is waited for. */
    awaitsReader: !staff && 'reason' in event.data && event.data.reason === 'customer',
    byHand: event.type === 'escalated' && event.data.cause === 'byHand',
    clock: clockIn(event, record),
    promises: record.clocks.filter((clock) => isOpen(clock) || (staff && clock.breached)).map(promiseOf),
    owed: owedNext(record),
    next: nextStep(record, staff),
    supportRecord: record.supportRecord,
    rating: record.rating,
    changes: event.type === 'retargeted' ? promiseChanges(event, record.clocks) : [],
    story: tellsStory(notice) ? storyOf(ticket.events, record.clocks, staff) : null,
  }
}

const internalFields: Partial<Record<TicketEvent['type'], string[]>> = {
  assigned: ['reason'],
  escalated: ['reason'],
  cancelled: ['explanation'],
}
const instants = ['at', 'calledAt', 'dueAt', 'expectedEnd']

/** What the event says, with instants as ISO, and without what staff tell only each other. */
function told(event: TicketEvent, staff: boolean): unknown {
  const hidden = staff ? [] : (internalFields[event.type] ?? [])
  return readable(Object.fromEntries(Object.entries(event.data).filter(([field]) => !hidden.includes(field))))
}

function readable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      typeof inner === 'number' && instants.includes(field) ? toIso(inner) : readable(inner),
    ]),
  )
}

/** The promise that a warning or a breach is about. */
function clockIn(event: TicketEvent, record: TicketRecord) {
  if (event.type !== 'warned' && event.type !== 'breached') return null
  const { clockId, percent } = event.data
  const now = record.clocks.find(({ id }) => id === clockId)
  const dueAt = event.type === 'breached' ? toIso(event.data.dueAt) : (now?.dueAt ?? null)
  return {
    ...promiseOfClock(record.clocks, clockId),
    percent,
    dueAt,
    metAt: now?.stoppedBecause === 'met' ? now.stoppedAt : null,
  }
}

function isOpen(clock: ClockRecord): boolean {
  return clock.stoppedAt === null
}

function promiseOf({ metric, tier, dueAt, state, provisional, breached }: ClockRecord) {
  return { metric, tier, dueAt, state, provisional, late: breached }
}

/** What is to be done next, and until when. */
function owedNext(record: TicketRecord) {
  const owed = record.clocks
    .filter((clock) => isOpen(clock) && clock.dueAt !== null && !clock.breached)
    .sort((one, other) => (one.dueAt ?? '').localeCompare(other.dueAt ?? ''))[0]
  return owed ? promiseOf(owed) : null
}

/** What happens if nobody acts. Whom the ladder warns and calls is our own affair. */
function nextStep({ next, clocks }: TicketRecord, staff: boolean) {
  if (next === null || next.what === 'end' || (!staff && next.what !== 'deemedAcceptance')) return null
  const { metric, tier } = next.clockId ? promiseOfClock(clocks, next.clockId) : { metric: null, tier: null }
  return { what: next.what, at: next.at, metric, tier, percent: next.percent }
}
