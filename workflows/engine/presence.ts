import { allHandlersFinished, condition, currentUpdateInfo, sleep, workflowInfo } from '@temporalio/workflow'
import type { Instant } from '../../domain/time/instant.ts'

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

  updateId(): string {
    const info = currentUpdateInfo()
    if (info === undefined) throw new Error('Asked for an update id outside an update')
    return info.id
  }

  /**
   * May the run end, or continue as new? Ending in the task that carries an update could lose it after the database has
   * it: if anything else reaches the task, the engine fails it and takes the update back. So the run first lets a task
   * without one pass. False when work came meanwhile.
   */
  async atRest(hasWork: () => boolean): Promise<boolean> {
    await condition(() => allHandlersFinished() || hasWork())
    while (!hasWork() && workflowInfo().historyLength === this.updateArrivedAt) await sleep(1)
    return !hasWork() && allHandlersFinished()
  }
}
