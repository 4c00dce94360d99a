import { proxyActivities } from '@temporalio/workflow'
import type { Found, WatchActivities } from '../../activities/index.ts'

/** What a run did not get done is the next one's to do. */
const { watchTickets } = proxyActivities<WatchActivities>({
  startToCloseTimeout: '1 hour',
  scheduleToCloseTimeout: '2 hours',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
})

/** Sees to it that every open ticket has its process. Its result says what it found. */
export async function watch(): Promise<Found> {
  return await watchTickets()
}
