import type { UpdateDefinition } from '@temporalio/common'
import { defineQuery, defineUpdate } from '@temporalio/workflow'
import type { Actor } from '../../domain/people/actors.ts'
import type { Bodies, Open, Verb } from '../../domain/ticket/commands.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import type { Refusal } from '../../domain/ticket/refusal.ts'
import type { TicketState } from '../../domain/ticket/state.ts'

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
export interface Recorded {
  version: number
}

/** What a ticket is started with, or continues with. */
export type TicketInput = { opening: Open; actor: Actor; requestId: string } | { carried: Carried }

/** Plain JSON that a run hands to the next (schema 1). */
export interface Carried {
  state: TicketState
  /** Notices that were not finished, or are not due yet. */
  notices: Notice[]
  /** The latest update ids and their answers, since the engine forgets those of an earlier run. */
  answered: [updateId: string, version: number][]
}

/** The type of the failure by which an update is refused; its only detail is the Refusal. */
export const refusedFailure = 'Refused'
export type RefusedDetails = [Refusal]

export const openUpdate = defineUpdate<Recorded, []>('open')

const define = <V extends Verb>(verb: V) => defineUpdate<Recorded, [Command<V>], V>(verb)
export const updates: { [V in Verb]: UpdateDefinition<Recorded, [Command<V>], V> } = {
  triage: define('triage'),
  respond: define('respond'),
  assign: define('assign'),
  handOver: define('handOver'),
  reply: define('reply'),
  note: define('note'),
  pause: define('pause'),
  resume: define('resume'),
  escalate: define('escalate'),
  resolve: define('resolve'),
  signOff: define('signOff'),
  refuseSignOff: define('refuseSignOff'),
  rate: define('rate'),
  cancel: define('cancel'),
  reopen: define('reopen'),
  retarget: define('retarget'),
}

/** How far the ticket is: for tests, and for the sandbox clock, which answers when all is recorded and sent. */
export const progressQuery = defineQuery<{ state: TicketState; recorded: number; outstanding: number }>('progress')
