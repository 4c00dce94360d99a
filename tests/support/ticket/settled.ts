import type { Client } from '@temporalio/client'
import type { PrismaClient } from '../../../prisma/client/client.ts'
import { progressQuery, ticketWorkflowId } from '../../../workflows/messages/ticket.ts'
import { until } from '../time/until.ts'

/** Until everything that a ticket decided is recorded and everybody told, and whatever came of the telling as well. */
export async function settled(client: Client, database: PrismaClient, id: string): Promise<void> {
  const ticket = client.workflow.getHandle(ticketWorkflowId(id))
  await until(async () => {
    const { state, recorded } = await ticket.query(progressQuery)
    return recorded === state.version && (await isTold(database, id))
  })
}

/** Until nothing of it is still to be told, but what waits for the end of quiet hours. */
export async function told(database: PrismaClient, id: string): Promise<void> {
  await until(() => isTold(database, id))
}

async function isTold(database: PrismaClient, ticketId: string): Promise<boolean> {
  const where = { ticketId, OR: [{ dueAt: { lte: new Date() } }, { attempts: { gt: 0 } }] }
  return (await database.outbox.count({ where })) === 0
}
