import { ApplicationFailure } from '@temporalio/workflow'
import type { RecordedEvent } from '../activities/records.ts'
import type { Actor } from '../domain/people.ts'
import type { Verb } from '../domain/ticket/commands.ts'
import { decide } from '../domain/ticket/decide.ts'
import type { Draft, TicketEvent } from '../domain/ticket/events.ts'
import { record } from '../domain/ticket/evolve.ts'
import { fallDue } from '../domain/ticket/fall-due.ts'
import { type Notice, noticesFor } from '../domain/ticket/notices.ts'
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts'
import type { TicketState } from '../domain/ticket/state.ts'
import { open } from '../domain/ticket/verbs/open.ts'
import type { Instant } from '../domain/time.ts'
import { type Carried, type Command, refusedFailure, type TicketInput } from './messages/ticket.ts'

/** So many answers are kept for repeats that arrive in a later run; the engine keeps those of the current one. */
const answersCarried = 100

/** The ticket in memory, what is decided but not yet recorded, and what is recorded but not yet told. */
export class TicketDesk {
  state: TicketState
  /** Decided and not yet recorded, in order. */
  readonly queue: RecordedEvent[] = []
  /** Recorded, and not yet told or not due to be told. */
  notices: Notice[]
  recorded: number
  private answered: Map<string, number>

  private constructor(carried: Carried) {
    this.state = carried.state
    this.recorded = carried.state.version
    this.notices = carried.notices
    this.answered = new Map(carried.answered)
  }

  static takeUp(input: TicketInput, now: Instant): TicketDesk {
    if ('carried' in input) return new TicketDesk(input.carried)
    const { opening, actor, requestId } = input
    const { state, events } = record(undefined, accepted(open(opening, now)), actor, now)
    const desk = new TicketDesk({ state, notices: [], answered: [] })
    desk.recorded = 0
    desk.enqueue(events, requestId)
    return desk
  }

  /** Throws the refusal if the verb is refused now. Changes nothing. */
  check<V extends Verb>(updateId: string, verb: V, command: Command<V>, now: Instant): void {
    if (!this.answered.has(updateId)) this.weigh(verb, command, now)
  }

  /** Carries the verb out once per update id, on a ticket caught up with its deadlines; answers the version it led to. */
  act<V extends Verb>(updateId: string, verb: V, command: Command<V>, now: Instant): number {
    const before = this.answered.get(updateId)
    if (before !== undefined) return before
    const { due, drafts } = this.weigh(verb, command, now)
    const acted = record(due.state, drafts, command.actor, now)
    this.state = acted.state
    this.enqueue(due.events)
    this.enqueue(acted.events, command.requestId)
    this.answered.set(updateId, this.state.version)
    return this.state.version
  }

  catchUp(now: Instant): void {
    const due = fallDue(this.state, now)
    this.state = due.state
    this.enqueue(due.events)
  }

  /** What the product itself notes, e.g. that more of a calendar is known. */
  note(drafts: Draft[], actor: Actor, now: Instant): void {
    const noted = record(this.state, drafts, actor, now)
    this.state = noted.state
    this.enqueue(noted.events)
  }

  /** Moves what has just been recorded off the queue, and answers what is to be told of it. */
  settle(batch: readonly TicketEvent[]): void {
    this.queue.splice(0, batch.length)
    this.recorded = batch.at(-1)?.version ?? this.recorded
    this.notices.push(...batch.flatMap((event) => noticesFor(event, this.state)))
  }

  carry(): Carried {
    return { state: this.state, notices: this.notices, answered: [...this.answered].slice(-answersCarried) }
  }

  private weigh<V extends Verb>(verb: V, { body, actor, ifVersion }: Command<V>, now: Instant) {
    const due = fallDue(this.state, now)
    return { due, drafts: accepted(decide(due.state, verb, body, actor, now, ifVersion)) }
  }

  private enqueue(events: readonly TicketEvent[], requestId?: string): void {
    this.queue.push(...events.map((event) => (requestId ? { ...event, requestId } : event)))
  }
}

/** A plain error would block the workflow task for ever; this failure refuses. */
function accepted(answer: Draft[] | Refusal): Draft[] {
  if (!isRefusal(answer)) return answer
  throw ApplicationFailure.nonRetryable(answer.reason, refusedFailure, answer)
}
