import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client'
import type { Carried } from '../domain/ticket/carried.ts'
import type { Tiding } from '../domain/ticket/linked.ts'
import type { RefusedMail } from '../domain/ticket/undelivered.ts'
import { isBreached } from '../domain/ticket/state.ts'
import {
  linkedUpdate,
  type Progress,
  progressQuery,
  ticketWorkflow,
  ticketWorkflowId,
  undeliveredUpdate,
} from '../workflows/messages/ticket.ts'
import { openPostOffices } from './post-offices.ts'
import { type KeptDuty, wakeRota } from './rotas.ts'
import { startOf } from './start.ts'
import { updateIdOf } from './update-id.ts'

/** How long a process may take to answer. */
const patienceMs = 10_000

/** The processes of all tickets on one queue, as the watch over them needs them. */
export class TicketProcesses {
  private readonly client: Client
  private readonly taskQueue: string
  private readonly postOffices: number

  constructor(client: Client, taskQueue: string, postOffices: number) {
    this.client = client
    this.taskQueue = taskQueue
    this.postOffices = postOffices
  }

  openPostOffices(): Promise<void> {
    return openPostOffices(this.client, this.taskQueue, this.postOffices)
  }

  wakeRota(duty: KeptDuty): Promise<void> {
    return wakeRota(this.client, this.taskQueue, duty)
  }

  async running(): Promise<Map<string, Date>> {
    const query = `WorkflowType = '${ticketWorkflow}' AND TaskQueue = '${this.taskQueue}' AND ExecutionStatus = 'Running'`
    const found = new Map<string, Date>()
    for await (const { workflowId, startTime } of this.client.workflow.list({ query, pageSize: 1000 })) {
      found.set(workflowId.slice(ticketWorkflowId('').length), startTime)
    }
    return found
  }

  async standingOf(ticketId: string): Promise<'running' | 'over' | 'brokenOff' | 'absent'> {
    try {
      const { status } = await this.client.workflow.getHandle(ticketWorkflowId(ticketId)).describe()
      if (status.name === 'RUNNING' || status.name === 'PAUSED') return 'running'
      return status.name === 'COMPLETED' ? 'over' : 'brokenOff'
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'absent'
      throw error
    }
  }

  async recordedVersion(ticketId: string): Promise<number | undefined> {
    return (await this.progressOf(ticketId))?.recorded
  }

  async progressOf(ticketId: string): Promise<Progress | undefined> {
    try {
      const ticket = this.client.workflow.getHandle(ticketWorkflowId(ticketId))
      return await this.client.withDeadline(Date.now() + patienceMs, () => ticket.query(progressQuery))
    } catch {
      // Whatever it is: nobody is told of what is not known to be in history, and it is asked again.
      return undefined
    }
  }

  async noteUndelivered(ticketId: string, refused: RefusedMail[]): Promise<void> {
    const updateId = updateIdOf('post office', 'undelivered', JSON.stringify(refused.map(({ key }) => key)))
    await this.put(ticketId, (ticket) => ticket.executeUpdate(undeliveredUpdate, { args: [refused], updateId }))
  }

  async noteTiding(tiding: Tiding): Promise<void> {
    const { to, duplicate } = tiding
    const updateId = updateIdOf(duplicate.id, 'linked', String(duplicate.version))
    await this.put(to, (ticket) => ticket.executeUpdate(linkedUpdate, { args: [tiding], updateId }))
  }

  private async put(ticketId: string, ask: (ticket: WorkflowHandle) => Promise<unknown>): Promise<void> {
    try {
      const ticket = this.client.workflow.getHandle(ticketWorkflowId(ticketId))
      await this.client.withDeadline(Date.now() + patienceMs, () => ask(ticket))
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || (await this.standingOf(ticketId)) !== 'over') throw error
    }
  }

  async startAgain(carried: Carried): Promise<void> {
    const { state } = carried
    const standing = { status: state.status.name, tier: state.tier, breached: isBreached(state) }
    try {
      await this.client.workflow.start(ticketWorkflow, {
        ...startOf(this.taskQueue, { carried }, state, standing),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        workflowIdConflictPolicy: 'FAIL',
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }
}
