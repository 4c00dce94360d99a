import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/client'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '../domain/people/actors.ts'
import type { Open } from '../domain/ticket/state.ts'
import type { Verb } from '../domain/ticket/verbs/rules.ts'
import {
  type Acknowledged,
  type AlarmSaid,
  alarmUpdate,
  type Command,
  openUpdate,
  type TicketInput,
  ticketWorkflow,
  ticketWorkflowId,
  updates,
} from '../workflows/messages/ticket.ts'
import type { EngineAddress } from './address.ts'
import { inOurWords, isBusy, isTakenBack, isWall, noAnswerYet, outcomeOf } from './errors.ts'
import { type EngineHistory, readHistory } from './history.ts'
import { advanceClock, type Moved } from './sandbox-clock.ts'
import { type KeptDuty, wakeRota } from './rotas.ts'
import { startOf } from './start.ts'

/**
 * `version`: history holds the ticket's transitions to there, so that they may be told. `unknown`: no answer came in time. It
 * may or may not have happened; the same update id asks again.
 */
export type Outcome = { version: number } | 'unknown'

/** An act that was put to a ticket: `why` it was refused, else empty. */
type CountAct = (verb: Verb | 'open' | 'alarm', outcome: string, why: string) => void

/** Else an engine that was away for long is looked for again only every two minutes. */
const channelArgs = {
  'grpc.max_reconnect_backoff_ms': 2000,
  // A page of a history holds what people wrote: a hundred bodies of 256 kB at most.
  'grpc.max_receive_message_length': 32 * 1024 * 1024,
}

/** How long a request waits for its answer. */
const patienceMs = 10_000

/** Puts what people ask for to the tickets, by one call each. Throws VerbRefused, or EngineDown. */
export class TicketEngine {
  private readonly moves = new Map<string, Promise<Moved>>()
  private readonly client: Client
  private readonly taskQueue: string
  private readonly count: CountAct

  /** Connects when it is first used, and again whenever it must. */
  constructor({ address, namespace, tls, apiKey, taskQueue }: EngineAddress, count: CountAct = () => undefined) {
    // An engine that is down is said to be so within two seconds.
    const { delayFunction, retryableDecider } = defaultGrpcRetryOptions({ maxAttempts: 5 })
    const interceptors = [
      makeGrpcRetryInterceptor({
        delayFunction,
        // What is too much now is so for seconds: the caller is told, and does not wait until the deadline.
        retryableDecider: (attempt, status) => !isWall(status) && retryableDecider(attempt, status),
      }),
    ]
    const connection = Connection.lazy({ address, tls, apiKey, interceptors, channelArgs })
    this.client = new Client({ connection, namespace })
    this.taskQueue = taskQueue
    this.count = count
  }

  /** Starts the ticket's process, or finds it started: the same id is the same ticket. */
  open(opening: Open, actor: Actor, requestId: string, updateId: string): Promise<Outcome> {
    const standing = { status: 'open', tier: 'resident', breached: false } as const
    const options = {
      ...startOf(this.taskQueue, { opening, actor, requestId }, opening, standing),
      workflowIdConflictPolicy: 'USE_EXISTING' as const,
      workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    }
    return this.answered('open', () => {
      const startWorkflowOperation = new WithStartWorkflowOperation<(input: TicketInput) => Promise<void>>(
        ticketWorkflow,
        options,
      )
      return this.client.workflow.executeUpdateWithStart(openUpdate, { startWorkflowOperation, updateId })
    })
  }

  /** Carries a verb out, once for each update id. */
  act<V extends Verb>(ticketId: string, verb: V, command: Command<V>, updateId: string): Promise<Outcome> {
    const ticket = this.client.workflow.getHandle(ticketWorkflowId(ticketId))
    return this.answered(verb, () =>
      ticket.executeUpdate<Acknowledged, [Command<V>], V>(updates[verb], { args: [command], updateId }),
    )
  }

  /** What machines have said of it under one key, noted once for each update id. */
  noteAlarm(ticketId: string, said: AlarmSaid, updateId: string): Promise<Outcome> {
    const ticket = this.client.workflow.getHandle(ticketWorkflowId(ticketId))
    return this.answered('alarm', () => ticket.executeUpdate(alarmUpdate, { args: [said], updateId }))
  }

  /** Moves a ticket's own time; answers when all that fell due is recorded. Only where the sandbox clock is on. */
  advance(ticketId: string, seconds: number, moveId: string): Promise<Moved> {
    const id = ticketWorkflowId(ticketId)
    // Asked for again while it is under way, it is the same one: history knows of it only once it has begun.
    const underWay = this.moves.get(moveId)
    if (underWay) return underWay
    const moving = advanceClock(this.client, id, seconds, moveId).finally(() => this.moves.delete(moveId))
    this.moves.set(moveId, moving)
    return moving
  }

  /** Lets the process of that duty know that its rota has changed. */
  wakeRota(duty: KeptDuty): Promise<void> {
    return wakeRota(this.client, this.taskQueue, duty)
  }

  /** What the engine itself wrote down, a page at a time; undefined when it keeps it no longer. */
  history(ticketId: string, limit: number, pageToken?: Uint8Array): Promise<EngineHistory | undefined> {
    return readHistory(this.client, ticketWorkflowId(ticketId), limit, pageToken)
  }

  /** Throws when the engine does not answer within two seconds. */
  async ping(): Promise<void> {
    const { namespace } = this.client.options
    await this.client.withDeadline(Date.now() + 2000, () =>
      this.client.workflowService.describeNamespace({ namespace }),
    )
  }

  async close(): Promise<void> {
    await this.client.connection.close()
  }

  private async answered(verb: Parameters<CountAct>[0], ask: () => Promise<Acknowledged>): Promise<Outcome> {
    try {
      const outcome = await this.asked(ask)
      this.count(verb, outcome === 'unknown' ? outcome : 'recorded', '')
      return outcome
    } catch (error) {
      const { outcome, why } = outcomeOf(error)
      this.count(verb, outcome, why)
      throw error
    }
  }

  /**
   * An update that the engine took back is asked again with the same id: a timer or a mail came in between. So is one that
   * came while its ticket continued as new.
   */
  private async asked(ask: () => Promise<Acknowledged>): Promise<Outcome> {
    const deadline = Date.now() + patienceMs
    for (let attempt = 1; ; attempt++) {
      try {
        const { version } = await this.client.withDeadline(deadline, ask)
        return { version }
      } catch (error) {
        if (noAnswerYet(error)) return 'unknown'
        // Opened by this very request, and over since: what it had to tell was released long ago.
        if (error instanceof WorkflowExecutionAlreadyStartedError) return { version: 0 }
        if (!(isTakenBack(error) || isBusy(error)) || attempt === 5) throw inOurWords(error)
        await sleep(50 * attempt)
      }
    }
  }
}
