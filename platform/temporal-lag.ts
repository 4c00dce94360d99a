import type { Client } from '@temporalio/client'
import { optionalTsToMs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'

const { TASK_QUEUE_TYPE_WORKFLOW: workflow, TASK_QUEUE_TYPE_ACTIVITY: activity } =
  proto.temporal.api.enums.v1.TaskQueueType

/** A worker that has nothing to do asks again each minute. */
const longestSilenceMs = 90_000
/** More than this are not looked at: a reading has two seconds. */
const mostSchedules = 500

export interface QueueLag {
  /** Tasks that nobody has taken yet, about. */
  waiting: number
  /** How long the oldest of them has waited. */
  oldestSeconds: number
  /** How many ask for work. */
  workers: number
}

/** What waits on a queue, of the kind that it is for, and who serves it. */
export async function queueLag(client: Client, name: string, kind: 'workflows' | 'activities'): Promise<QueueLag> {
  const { pollers, stats } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name },
    taskQueueType: kind === 'workflows' ? workflow : activity,
    reportStats: true,
  })
  const earliest = Date.now() - longestSilenceMs
  return {
    waiting: Number(stats?.approximateBacklogCount ?? 0),
    oldestSeconds: (optionalTsToMs(stats?.approximateBacklogAge) ?? 0) / 1000,
    workers: pollers.filter(({ lastAccessTime }) => (optionalTsToMs(lastAccessTime) ?? 0) > earliest).length,
  }
}

/** How many schedules run, and by how much the latest of them is behind. */
export async function scheduleLag(client: Client): Promise<{ running: number; lateSeconds: number }> {
  const now = Date.now()
  let running = 0
  let lateSeconds = 0
  for await (const { state, info } of client.schedule.list({ pageSize: mostSchedules })) {
    if (running >= mostSchedules) break
    if (state.paused) continue
    running++
    const due = info?.nextActionTimes[0]?.getTime() ?? now
    lateSeconds = Math.max(lateSeconds, (now - due) / 1000)
  }
  return { running, lateSeconds }
}
