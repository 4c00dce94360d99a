import type { Client } from '@temporalio/client'
import { progressQuery, ticketWorkflowId } from '../../../workflows/messages/ticket.ts'
import { until } from '../time/until.ts'

/** Until everything that a ticket decided is recorded and everybody told, and whatever came of the telling as well. */
export async function settled(client: Client, id: string): Promise<void> {
  const ticket = client.workflow.getHandle(ticketWorkflowId(id))
  await until(async () => {
    const { state, recorded, outstanding } = await ticket.query(progressQuery)
    return recorded === state.version && outstanding === 0
  })
}
