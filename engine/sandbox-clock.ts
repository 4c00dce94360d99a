import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, isGrpcCancelledError, isGrpcDeadlineError } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'
import { progressQuery } from '../workflows/messages/ticket.ts'
import { type Move, moveInHistory } from './clock-moves.ts'
import { inOurWords, isJustBegun, VerbRefused } from './errors.ts'

const {
  FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED: completed,
  FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT: timeout,
} = proto.temporal.api.enums.v1.FastForwardPollingResult
const { WORKFLOW_EXECUTION_STATUS_RUNNING: running } = proto.temporal.api.enums.v1.WorkflowExecutionStatus

/** Years with many deadlines take seconds: each one that falls due is acted on. */
const patienceMs = 25_000

/** How far the ticket is then, and its own time. */
export type Moved = { version: number; ticketNow: Date } | 'unknown'

/** Time skipping of one workflow execution; the server has it for development and tests. */
export async function advanceClock(
  client: Client,
  workflowId: string,
  seconds: number,
  moveId: string,
): Promise<Moved> {
  const deadline = Date.now() + patienceMs
  try {
    return await client.withDeadline(deadline, async () => {
      const skipping = new TimeSkipping(client, workflowId, moveId)
      // A repeat of a move that is under way, or was made, does not move again.
      if ((await skipping.whereItIs()) === 'neverBegun') await skipping.begin(seconds)
      await skipping.untilDone()
      const version = await settledVersion(client, workflowId, deadline)
      return version === undefined ? 'unknown' : { version, ticketNow: await skipping.ticketNow() }
    })
  } catch (error) {
    // At the deadline the engine's client says either.
    if (isGrpcDeadlineError(error) || isGrpcCancelledError(error)) return 'unknown' as const
    throw inOurWords(error)
  }
}

/** That one move may cross. The engine stops after 200 by itself: a move of a year with a reminder a day never arrived. */
const mostDeadlines = 100_000

const movedMeanwhile = {
  refused: 'notAllowedNow' as const,
  reason: 'The clock of this ticket was moved once more meanwhile.',
}

class TimeSkipping {
  private readonly client: Client
  private readonly moveId: string
  private readonly target: { namespace: string; workflowExecution: { workflowId: string } }

  constructor(client: Client, workflowId: string, moveId: string) {
    this.client = client
    this.moveId = moveId
    this.target = { namespace: client.options.namespace, workflowExecution: { workflowId } }
  }

  async begin(seconds: number): Promise<void> {
    const fastForwardConfig = { id: this.moveId, duration: msToTs(seconds * 1000) }
    const timeSkippingConfig = { enabled: true, fastForwardConfig, maxSessionSkipCount: mostDeadlines }
    await this.client.workflowService.updateWorkflowExecutionOptions({
      ...this.target,
      workflowExecutionOptions: { timeSkippingConfig },
      updateMask: { paths: ['time_skipping_config'] },
      identity: this.client.options.identity,
    })
  }

  /** Waits some seconds for its arrival. */
  async whereItIs(): Promise<Move> {
    const request = { ...this.target, fastForwardId: this.moveId }
    const { fastForwardPollingResult } = await this.client.workflowService.pollWorkflowExecutionTimeSkipping(request)
    if (fastForwardPollingResult === completed) return 'arrived'
    if (fastForwardPollingResult === timeout) return 'underWay'
    // The run's latest move is not this one, or its process has ended.
    return moveInHistory(this.client, this.target.workflowExecution.workflowId, this.moveId)
  }

  /** Or until its process has ended. */
  async untilDone(): Promise<void> {
    for (;;) {
      const state = await this.whereItIs()
      if (state === 'arrived') return
      if (state === 'cutShort') throw new VerbRefused(movedMeanwhile)
      if (!(await this.isRunning())) return
      // A run that is just going on as a new one does not know the move yet, which goes on in it.
      await sleep(200)
    }
  }

  /** The ticket's own time. */
  async ticketNow(): Promise<Date> {
    const { workflowExtendedInfo } = await this.describe()
    const { seconds, nanos } = workflowExtendedInfo?.timeSkippingInfo?.currentTime ?? {}
    return seconds == null ? new Date() : new Date(Number(seconds) * 1000 + (nanos ?? 0) / 1e6)
  }

  private async isRunning(): Promise<boolean> {
    return (await this.describe()).workflowExecutionInfo?.status === running
  }

  private describe() {
    const { namespace, workflowExecution } = this.target
    return this.client.workflowService.describeWorkflowExecution({ namespace, execution: workflowExecution })
  }
}

/** The ticket's version when all that fell due is recorded; undefined when that takes too long. */
async function settledVersion(client: Client, workflowId: string, deadline: number): Promise<number | undefined> {
  const ticket = client.workflow.getHandle(workflowId)
  for (let pauseMs = 5; Date.now() < deadline; pauseMs = Math.min(pauseMs * 2, 200)) {
    const progress = await ticket.query(progressQuery).catch((error: unknown) => {
      if (!isJustBegun(error)) throw error
    })
    if (progress && progress.recorded === progress.state.version) return progress.recorded
    await sleep(pauseMs)
  }
  return undefined
}
