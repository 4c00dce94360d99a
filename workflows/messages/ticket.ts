import type { UpdateDefinition } from '@temporalio/common'
import { defineQuery, defineUpdate } from '@temporalio/workflow'
import type { Actor } from '../../domain/people/actors.ts'
import type { Alarm } from '../../domain/ticket/alarm.ts'
import type { Carried } from '../../domain/ticket/carried.ts'
import { type Bodies, type Verb, verbs } from '../../domain/ticket/verbs/rules.ts'
import type { Open, TicketState } from '../../domain/ticket/state.ts'
import type { Tiding } from '../../domain/ticket/linked.ts'
import type { RefusedMail } from '../../domain/ticket/undelivered.ts'
import type { Refused } from '../../domain/ticket/verbs/decide.ts'

/** The workflow's type name and the id under which a ticket lives. */
export const ticketWorkflow = 'ticket'
export const ticketWorkflowId = (ticketId: string) => `ticket/${ticketId}`

/** What one verb carries. The request id stands here so that a line of the API's log is found again in the history. */
export interface Command<V extends Verb> {
  actor: Actor
  requestId: string
  body: Bodies[V]
  /** The version that the asker saw (If-Match). */
  ifVersion?: number
}

/** The answer to every update: it is in the history and in the row. */
export interface Acknowledged {
  version: number
}

/** What a ticket is started with, or continues with. */
export type TicketInput = { opening: Open; actor: Actor; requestId: string } | { carried: Carried }

/** The type of the failure by which an update is refused; its only detail is the Refused. */
export const refusedFailure = 'Refused'
export type RefusedDetails = [Refused]

export const openUpdate = defineUpdate<Acknowledged, []>('open')

/** One a verb, of its name. */
export const updates = Object.fromEntries(verbs.map((verb) => [verb, defineUpdate(verb)])) as {
  [V in Verb]: UpdateDefinition<Acknowledged, [Command<V>], V>
}

/** What the post office could not deliver, since a mail server refused it for good. */
export const undeliveredUpdate = defineUpdate<Acknowledged, [RefusedMail[]]>('undelivered')

/** What machines have said under one key, counted before; whoever's account was used last said it. */
export interface AlarmSaid {
  alarm: Alarm
  actor: Actor
  requestId: string
}
export const alarmUpdate = defineUpdate<Acknowledged, [AlarmSaid]>('alarm')

/** What another ticket has to tell of itself. */
export const linkedUpdate = defineUpdate<Acknowledged, [Tiding]>('linked')

/** How far the ticket is: what is recorded is in its history, so that it may be told. */
export interface Progress {
  state: TicketState
  recorded: number
}
export const progressQuery = defineQuery<Progress>('progress')
