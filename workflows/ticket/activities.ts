import { ActivityCancellationType, proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow'
import type { MailActivities, TicketActivities } from '../../activities/index.ts'
import { mailTaskQueue } from '../messages/task-queues.ts'

/**
 * Recording waits out any outage of the database: it is retried without end, first within the workflow task, then on
 * timers, so that refusals and reads go on meanwhile. A threshold of 2 s keeps the task from blocking others for long.
 */
export const records = proxyLocalActivities<TicketActivities>({
  startToCloseTimeout: '5 seconds',
  localRetryThreshold: '2 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' },
})

/** Mail waits out any outage of the mail server on a queue of its own. */
export const mail = () =>
  proxyActivities<MailActivities>({
    taskQueue: mailTaskQueue(workflowInfo().taskQueue),
    // A slow server is given its time; a worker that was killed is noticed by its silence.
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '8 seconds',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
    cancellationType: ActivityCancellationType.ABANDON,
  })
