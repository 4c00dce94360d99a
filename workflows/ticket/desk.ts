import { ApplicationFailure, Trigger } from '@temporalio/workflow'
import type { RecordedEvent, Stuck } from '../../activities/records/records.ts'
import { type Actor, theClock } from '../../domain/people/actors.ts'
import { noted } from '../../domain/ticket/noted-alarms.ts'
import { answersCarried, type Carried } from '../../domain/ticket/carried.ts'
import type { Verb } from '../../domain/ticket/verbs/rules.ts'
import { decide } from '../../domain/ticket/verbs/decide.ts'
import type { Draft, TicketEvent } from '../../domain/ticket/events.ts'
import { heard } from '../../domain/ticket/duplicates.ts'
import type { Tiding } from '../../domain/ticket/linked.ts'
import { record, type Recorded } from '../../domain/ticket/evolve.ts'
import { fallDue } from '../../domain/ticket/fall-due.ts'
import { type RefusedMail, undelivered } from '../../domain/ticket/undelivered.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { overCeiling } from '../../domain/ticket/verbs/ceilings.ts'
import { isRefusal, type Refusal } from '../../domain/ticket/refusal.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import { open } from '../../domain/ticket/verbs/open.ts'
import type { Instant } from '../../domain/time/instant.ts'
import { type AlarmSaid, type Command, refusedFailure, type TicketInput } from '../messages/ticket.ts'

/** An act that needs somebody's time, which the database may have given to another ticket already. */
interface Booking {
  weigh(now: Instant): Recorded
  taken: Trigger<number>
}

/** The ticket in memory, and what is decided but not yet recorded. */
export class TicketDesk {
  state: TicketState
  /** Decided and not yet recorded, in order. */
  readonly queue: RecordedEvent[] = []
  /** What is to be told of the events in the queue; it is recorded with them. */
  notices: Notice[] = []
  recorded: number
  /** They are recorded one by one, each before it is taken. */
  readonly bookings: Booking[] = []
  /** One of them is being recorded: what else is asked for waits, since it would have the same version. */
  isBooking = false
  /** The database refuses what is next in the queue. */
  stuck: Stuck | undefined
  private answered: Map<string, number>

  private constructor(carried: Carried) {
    this.state = carried.state
    this.recorded = carried.state.version
    this.answered = new Map(carried.answered)
  }

  static takeUp(input: TicketInput, now: Instant): TicketDesk {
    if ('carried' in input) return new TicketDesk(input.carried)
    const { opening, actor, requestId } = input
    const opened = record(undefined, accepted(open(opening, now)), actor, now)
    const desk = new TicketDesk({ state: opened.state, answered: [] })
    desk.recorded = 0
    desk.take(opened, requestId)
    return desk
  }

  /** A repeat: it is answered as it was, whatever holds now. */
  hasAnswered(updateId: string): boolean {
    return this.answered.has(updateId)
  }

  /** Throws the refusal if the verb is refused now. Changes nothing. */
  check<V extends Verb>(verb: V, command: Command<V>, now: Instant): void {
    const ceiling = overCeiling(this.state, verb)
    if (ceiling) throw refusal(ceiling)
    this.weigh(verb, command, now)
  }

  /** Carries the verb out once per update id, on a ticket caught up with its deadlines; answers the version it led to. */
  act<V extends Verb>(updateId: string, verb: V, command: Command<V>, now: Instant): number {
    const before = this.answered.get(updateId)
    if (before !== undefined) return before
    const { due, drafts } = this.weigh(verb, command, now)
    this.take(due)
    this.take(record(due.state, drafts, command.actor, now), command.requestId, updateId)
    this.answered.set(updateId, this.state.version)
    return this.state.version
  }

  /** As `act`, save that the database decides: the loop records it, and it is taken when that is done. Throws the refusal. */
  async book<V extends Verb>(updateId: string, verb: V, command: Command<V>): Promise<number> {
    const before = this.answered.get(updateId)
    if (before !== undefined) return before
    const taken = new Trigger<number>()
    const { actor, requestId } = command
    const weigh = (now: Instant) => {
      const { due, drafts } = this.weigh(verb, command, now)
      const acted = record(due.state, drafts, actor, now)
      const events = [...due.events, ...askedFor(acted, requestId, updateId)]
      return { ...acted, events, notices: [...due.notices, ...acted.notices] }
    }
    this.bookings.push({ weigh, taken })
    const version = await taken
    this.answered.set(updateId, version)
    return version
  }

  /** What has been recorded already is the ticket now. */
  takeRecorded({ state }: Recorded): void {
    this.state = state
    this.recorded = state.version
  }

  /** R1.5: whom a mail server refused for good, noted once for each mail. Answers the version it led to. */
  noteUndelivered(refused: readonly RefusedMail[], now: Instant): number {
    const news = refused.filter(({ key }) => !this.answered.has(key))
    const drafts = undelivered(this.state, news)
    if (drafts.length > 0) this.note(drafts, theClock, now)
    for (const { key } of news) this.answered.set(key, this.state.version)
    return this.state.version
  }

  /** What is more than one more to count; a repeat notes nothing. Answers the version it led to. */
  noteAlarm({ alarm, actor, requestId }: AlarmSaid, now: Instant): number {
    this.catchUp(now)
    const drafts = noted(this.state, alarm)
    if (drafts.length > 0) this.take(record(this.state, drafts, actor, now), requestId)
    return this.state.version
  }

  /** What another ticket tells of itself; heard twice it notes nothing. Answers the version it led to. */
  noteTiding(tiding: Tiding, now: Instant): number {
    this.catchUp(now)
    const drafts = heard(this.state, tiding)
    if (drafts.length > 0) this.note(drafts, tiding.actor, now)
    return this.state.version
  }

  catchUp(now: Instant): void {
    this.take(fallDue(this.state, now))
  }

  /** What the product itself notes, e.g. that more of a calendar is known. */
  note(drafts: Draft[], actor: Actor, now: Instant): void {
    this.take(record(this.state, drafts, actor, now))
  }

  /** What has just been recorded leaves the queue. */
  settle(batch: readonly TicketEvent[]): void {
    this.queue.splice(0, batch.length)
    this.recorded = batch.at(-1)?.version ?? this.recorded
    this.notices = this.notices.filter(({ version }) => version > this.recorded)
  }

  carry(): Carried {
    return { state: this.state, answered: [...this.answered].slice(-answersCarried) }
  }

  private weigh<V extends Verb>(verb: V, { body, actor, ifVersion }: Command<V>, now: Instant) {
    const due = fallDue(this.state, now)
    return { due, drafts: accepted(decide(due.state, verb, body, actor, now, ifVersion)) }
  }

  private take(happened: Recorded, requestId?: string, updateId?: string): void {
    this.state = happened.state
    this.notices.push(...happened.notices)
    this.queue.push(...askedFor(happened, requestId, updateId))
  }
}

/** Its events with the request that asked for them; the last answers the update. Both are absent of what a clock did. */
function askedFor({ state, events }: Recorded, requestId?: string, updateId?: string): RecordedEvent[] {
  const { version } = state
  return events.map((event) => ({
    ...event,
    ...(requestId !== undefined && { requestId }),
    ...(updateId && event.version === version && { updateId }),
  }))
}

/** A plain error would block the workflow task for ever; this failure refuses. */
export function refusal(answer: Refusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(answer.reason, refusedFailure, answer)
}

function accepted(answer: Draft[] | Refusal): Draft[] {
  if (isRefusal(answer)) throw refusal(answer)
  return answer
}
