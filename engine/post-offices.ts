import type { Client } from '@temporalio/client'
import { type Office, postOfficeId, postOfficeWorkflow } from '../workflows/messages/post-office.ts'

/**
 * Sees to it that the post offices run, so many as are asked for, which share the tickets among them. Those of another
 * number are ended first; a mail that both of them had in hand goes out twice, with the same Message-ID. Doing it again
 * changes nothing.
 */
export async function openPostOffices(client: Client, taskQueue: string, of: number): Promise<void> {
  const offices = Array.from({ length: of }, (_one, office): Office => ({ office, of }))
  await endOthers(client, taskQueue, new Set(offices.map((one) => postOfficeId(taskQueue, one))))
  for (const office of offices) {
    await client.workflow.start(postOfficeWorkflow, {
      workflowId: postOfficeId(taskQueue, office),
      taskQueue,
      args: [office],
      staticSummary: 'Sends what tickets have to tell',
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    })
  }
}

async function endOthers(client: Client, taskQueue: string, wanted: ReadonlySet<string>): Promise<void> {
  const query = `WorkflowType = '${postOfficeWorkflow}' AND TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`
  for await (const { workflowId } of client.workflow.list({ query })) {
    if (!wanted.has(workflowId)) await client.workflow.getHandle(workflowId).terminate('Their number was changed')
  }
}
