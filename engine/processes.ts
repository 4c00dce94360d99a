import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client'
import type { Carried } from '../domain/ticket/carried.ts'
import { isBreached } from '../domain/ticket/state.ts'
import { ticketWorkflow, ticketWorkflowId } from '../workflows/messages/ticket.ts'
import { startOf } from './start.ts'

/** The processes of all tickets on one queue, as the watch over them needs them. */
export class TicketProcesses {
  private readonly client: Client
  private readonly taskQueue: string

  constructor(client: Client, taskQueue: string) {
    this.client = client
    this.taskQueue = taskQueue
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
