import { allHandlersFinished, condition, currentUpdateInfo, sleep, workflowInfo } from '@temporalio/workflow'
import type { Duration } from '@temporalio/common'
import type { Instant } from '../../domain/time/instant.ts'

/** What keeps a run from ending: work that is decided and not done, and mail that is under way. */
interface Unfinished {
  hasWork(): boolean
  isMailing(): boolean
}

/** Business time is the workflow's own, in whole seconds (SLA 2). */
export function now(): Instant {
  return Math.floor(Date.now() / 1000)
}

/** So many acts may go first when a run is to continue as new. What comes then waits, so that traffic cannot starve it. */
const actsBeforeTurning = 20

/**
 * Knows which workflow task last brought an update, since a workflow must not end in that one, and how many came since
 * the engine asked for a new run.
 */
export class Presence {
  private updateArrivedAt = -1
  private arrivedSinceDue = 0

  updateArrived(): string {
    const { historyLength, continueAsNewSuggested } = workflowInfo()
    this.updateArrivedAt = historyLength
    if (continueAsNewSuggested) this.arrivedSinceDue++
    return this.updateId()
  }

  /** Asked by validators only: a refusal there is in no history, so what is refused may change. */
  get mustTurn(): boolean {
    return this.arrivedSinceDue >= actsBeforeTurning
  }

  /** How long a run that is to continue as new waits for mail that is under way; the next run carries the rest. */
  patience(): Duration {
    return this.mustTurn ? '2 seconds' : '1 minute'
  }

  updateId(): string {
    const info = currentUpdateInfo()
    if (info === undefined) throw new Error('Asked for an update id outside an update')
    return info.id
  }

  /**
   * May the run end, or continue as new? Ending in the task that carries an update could lose it after the database has
   * it: if anything else reaches the task, the engine fails it and takes the update back. So the run first lets a task
   * without one pass. Mail that is under way is waited for, up to `patience` if given: an unfinished notice can be
   * carried into the next run, but not past the end. False when work came meanwhile.
   */
  async atRest({ hasWork, isMailing }: Unfinished, patience?: Duration): Promise<boolean> {
    const settled = () => (allHandlersFinished() && !isMailing()) || hasWork()
    await (patience ? condition(settled, patience) : condition(settled))
    while (!hasWork() && workflowInfo().historyLength === this.updateArrivedAt) await sleep(1)
    return !hasWork() && allHandlersFinished()
  }
}
