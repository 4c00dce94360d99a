import { proxyLocalActivities } from '@temporalio/workflow'
import type { TicketActivities } from '../../activities/index.ts'

/**
 * Recording waits out any outage of the database: it is retried without end, each time on a timer of the workflow, so
 * that refusals and reads go on meanwhile. No retry is made within a workflow task (the threshold is below the first
 * interval): a task that waits for more than one attempt can outlast its 10 s, and an act that reached it would then be
 * accepted in a later task, where a replay sees another time than the one that was recorded.
 */
export const records = proxyLocalActivities<TicketActivities>({
  startToCloseTimeout: '5 seconds',
  localRetryThreshold: '100 milliseconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' },
})
