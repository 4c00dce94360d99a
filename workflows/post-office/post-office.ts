import { ActivityCancellationType, continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow'
import type { PostOfficeActivities } from '../../activities/index.ts'
import type { Office } from '../messages/post-office.ts'
import { mailTaskQueue } from '../messages/task-queues.ts'

/**
 * Sends what tickets have to tell, for as long as the service lives: whoever carries it out waits for notices, and is
 * followed by another within ten seconds of falling silent.
 */
export async function postOffice(input: Office): Promise<void> {
  const { serve } = proxyActivities<PostOfficeActivities>({
    taskQueue: mailTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '1 day',
    heartbeatTimeout: '6 seconds',
    // However often it failed before: whoever falls silent now is followed at once.
    retry: { initialInterval: '1 second', backoffCoefficient: 1 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  })
  const summary = `Post office ${input.office + 1} of ${input.of}: sends what tickets have to tell`
  while (!workflowInfo().continueAsNewSuggested) await serve.executeWithOptions({ summary }, [input])
  await continueAsNew<typeof postOffice>(input)
}
