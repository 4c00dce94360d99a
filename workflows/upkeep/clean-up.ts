import { log, proxyActivities } from '@temporalio/workflow'
import type { Gone, UpkeepActivities } from '../../activities/index.ts'

/** A night's outage of the database is waited out. What lasts longer fails this run, and is the next one's to do. */
const upkeep = proxyActivities<UpkeepActivities>({
  startToCloseTimeout: '2 hours',
  scheduleToCloseTimeout: '6 hours',
  // A step takes 15 seconds at most.
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
})

/** Deletes what has outlived its use, so that the database stays bounded. Its result says how much of each went. */
export async function cleanUp(): Promise<Gone> {
  try {
    return await upkeep.deleteOutlived()
  } catch (error) {
    log.error('The clean-up has failed', { error })
    throw error
  }
}
