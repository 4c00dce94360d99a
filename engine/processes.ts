import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client'
import { summaryOf } from '../domain/ticket/minutes.ts'
import { isBreached } from '../domain/ticket/state.ts'
import { searchAttributes } from '../workflows/messages/search-attributes.ts'
import { type Carried, type TicketInput, ticketWorkflow, ticketWorkflowId } from '../workflows/messages/ticket.ts'

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
    const input: TicketInput = { carried }
    try {
      await this.client.workflow.start(ticketWorkflow, {
        workflowId: ticketWorkflowId(state.id),
        taskQueue: this.taskQueue,
        args: [input],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: summaryOf(state),
        typedSearchAttributes: [
          { key: searchAttributes.number, value: state.number },
          { key: searchAttributes.status, value: state.status.name },
          { key: searchAttributes.priority, value: state.priority },
          { key: searchAttributes.tier, value: state.tier },
          { key: searchAttributes.customer, value: state.customer.name },
          { key: searchAttributes.breached, value: isBreached(state) },
        ],
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }
}
