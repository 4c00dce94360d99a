import { decide, type Refused } from '../../../domain/ticket/verbs/decide.ts'
import { type Actor, theClock } from '../../../domain/people/actors.ts'
import type { Alarm } from '../../../domain/ticket/alarm.ts'
import { heard } from '../../../domain/ticket/duplicates.ts'
import type { Tiding } from '../../../domain/ticket/linked.ts'
import { noted } from '../../../domain/ticket/noted-alarms.ts'
import { type RefusedMail, undelivered } from '../../../domain/ticket/undelivered.ts'
import type { Bodies, Verb } from '../../../domain/ticket/verbs/rules.ts'
import type { Open, TicketState } from '../../../domain/ticket/state.ts'
import type { TicketEvent } from '../../../domain/ticket/events.ts'
import { record, type Recorded } from '../../../domain/ticket/evolve.ts'
import { fallDue } from '../../../domain/ticket/fall-due.ts'
import { isRefusal } from '../../../domain/ticket/refusal.ts'
import { open } from '../../../domain/ticket/verbs/open.ts'
import type { Instant } from '../../../domain/time/instant.ts'
import type { Notice } from '../../../domain/ticket/notices.ts'
import { agent, resident } from './people.ts'
import { opening } from './opening.ts'
import { shanghai } from '../time/shanghai.ts'

/** Plays a ticket through the pure core, giving it its times: Shanghai's wall clock, or seconds from the opening. */
export class Play {
  state: TicketState
  readonly events: TicketEvent[]
  readonly notices: Notice[]
  at: Instant

  constructor(openedAt: string | Instant, body: Open = opening(), actor: Actor = agent) {
    this.at = typeof openedAt === 'number' ? openedAt : shanghai(openedAt)
    const drafts = open(body, this.at)
    if (isRefusal(drafts)) throw new Error(drafts.reason)
    const opened = record(undefined, drafts, actor, this.at)
    this.state = opened.state
    this.events = [...opened.events]
    this.notices = [...opened.notices]
  }

  /** Lets time pass until then, as the timers would. */
  until(when: string | Instant): this {
    this.at = typeof when === 'number' ? when : shanghai(when)
    const due = fallDue(this.state, this.at)
    return this.take(due)
  }

  after(seconds: number): this {
    return this.until(this.at + seconds)
  }

  do<V extends Verb>(verb: V, body: Bodies[V], actor: Actor): this {
    const answer = this.try(verb, body, actor)
    if (answer) throw new Error(`${verb}: ${answer.reason}`)
    return this
  }

  /** The refusal, or undefined when it was done. */
  try<V extends Verb>(verb: V, body: Bodies[V], actor: Actor): Refused | undefined {
    const drafts = decide(this.state, verb, body, actor, this.at)
    if (isRefusal(drafts)) return drafts
    const acted = record(this.state, drafts, actor, this.at)
    this.take(acted)
    return undefined
  }

  /** The refusal, or undefined; nothing is done. */
  weigh<V extends Verb>(verb: V, body: Bodies[V], actor: Actor): Refused | undefined {
    const answer = decide(this.state, verb, body, actor, this.at)
    return isRefusal(answer) ? answer : undefined
  }

  /** Mails that a server refused for good, as the ticket's process learns of them. */
  unreached(...refused: RefusedMail[]): this {
    const noted = record(this.state, undelivered(this.state, refused), theClock, this.at)
    return this.take(noted)
  }

  /** What a machine has said, as the ticket's process learns of it. */
  alarm(alarm: Alarm, actor: Actor = agent): this {
    const drafts = noted(this.state, alarm)
    if (drafts.length === 0) return this
    const happened = record(this.state, drafts, actor, this.at)
    return this.take(happened)
  }

  /** What another ticket tells of itself. */
  heard(tiding: Tiding): this {
    const drafts = heard(this.state, tiding)
    if (drafts.length === 0) return this
    const happened = record(this.state, drafts, tiding.actor, this.at)
    return this.take(happened)
  }

  private take({ state, events, notices }: Recorded): this {
    this.state = state
    this.events.push(...events)
    this.notices.push(...notices)
    return this
  }

  answered(): this {
    return this.do('respond', { message: '已收到，正在处理', channel: 'phone' }, resident)
  }

  resolved(actor: Actor = agent): this {
    const body = {
      cause: '连接池耗尽',
      causeCode: 'database' as const,
      fix: '扩容并重启',
      verification: '提交 20 笔均成功',
    }
    return this.do('resolve', body, actor)
  }

  clock(id: string) {
    const clock = this.state.clocks.find((one) => one.id === id)
    if (clock === undefined)
      throw new Error(`No clock ${id}; there are ${this.state.clocks.map((one) => one.id).join(', ')}`)
    return clock
  }

  types(): string[] {
    return this.events.map((event) => event.type)
  }
}
