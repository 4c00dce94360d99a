import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import type { Gone } from '../../../activities/index.ts'
import type { Config } from '../../../platform/config.ts'
import { cleanUpWorkflow } from '../../../workflows/messages/schedules.ts'

/** One run, as the schedule starts it; answers when it is over. */
export async function runCleanUp({ temporal }: Config): Promise<Gone> {
  const connection = await Connection.connect({ address: temporal.address })
  try {
    const client = new Client({ connection, namespace: temporal.namespace })
    const workflowId = `clean-up-${randomUUID()}`
    return await client.workflow.execute<() => Promise<Gone>>(cleanUpWorkflow, {
      workflowId,
      taskQueue: temporal.taskQueue,
    })
  } finally {
    await connection.close()
  }
}
