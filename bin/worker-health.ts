import os from 'node:os'
import { Connection } from '@temporalio/client'
import { optionalTsToMs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'
import { loadConfig } from '../platform/config.ts'
import { mailTaskQueue } from '../workflows/messages/task-queues.ts'

/** A container's health check: ends with 1 unless the worker of this host asks for work on both of its queues. */
const { TASK_QUEUE_TYPE_WORKFLOW: workflows, TASK_QUEUE_TYPE_ACTIVITY: activities } =
  proto.temporal.api.enums.v1.TaskQueueType

/** When there is nothing to do, a worker asks again each minute. */
const longestSilenceMs = 150_000

const { temporal } = loadConfig()
const connection = await Connection.connect({ ...temporal, connectTimeout: '5 seconds' })
try {
  const polled = await Promise.all([
    isPolled(temporal.taskQueue, workflows),
    isPolled(mailTaskQueue(temporal.taskQueue), activities),
  ])
  process.exitCode = polled.every(Boolean) ? 0 : 1
} finally {
  await connection.close()
}

async function isPolled(name: string, taskQueueType: number): Promise<boolean> {
  const { namespace } = temporal
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name },
    taskQueueType,
  })
  const earliest = Date.now() - longestSilenceMs
  return pollers.some(
    ({ identity, lastAccessTime }) =>
      identity?.endsWith(`@${os.hostname()}`) && (optionalTsToMs(lastAccessTime) ?? 0) > earliest,
  )
}
