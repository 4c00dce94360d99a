import type { Logger } from 'pino'
import { isInHistory } from '../mail/confirming.ts'
import { askAgainMs, backOffMs } from '../mail/patience.ts'
import type { Beside } from '../mail/post-office.ts'
import type { Share } from '../mail/queue.ts'
import type { TicketProcesses } from '../watch/processes.ts'
import { type MakerDeps, makeDocument } from './make.ts'
import { nextDue, putOff, strikeOut } from './queue.ts'

export interface FilingDeps extends MakerDeps {
  logger: Logger
  processes: Pick<TicketProcesses, 'recordedVersion'>
}

/** Tried in vain so often, somebody is to look why. */
const alarmingAttempts = 5

/**
 * Makes the documents of one office's tickets, one after the other and beside the mails: none of these waits for one. What
 * cannot be made now, since the store is down, is tried ever later and never given up.
 */
export class Filing implements Beside {
  private readonly share: Share
  private readonly deps: FilingDeps
  private readonly done: () => void
  private making: Promise<void> | undefined
  private ending = false

  constructor(share: Share, deps: FilingDeps, done: () => void) {
    this.share = share
    this.deps = deps
    this.done = done
  }

  get busy(): boolean {
    return this.making !== undefined || this.ending
  }

  /** Begins what is due first, and does not wait for it. */
  begin(): void {
    if (this.busy) return
    this.making = this.makeNext()
      .catch((error: unknown) => this.deps.logger.warn({ err: error }, 'Documents could not be looked for'))
      .then(() => {
        this.making = undefined
        this.done()
      })
  }

  /** Begins no further one; until what is being made is. */
  async end(): Promise<void> {
    this.ending = true
    await this.making
  }

  private async makeNext(): Promise<void> {
    const { database, logger } = this.deps
    const due = await nextDue(database, this.share)
    if (due === undefined) return
    const { ticketId, kind, version, attempts } = due
    try {
      // What a clock did nobody is answered: its process is asked, and answers of history alone.
      const isReleased = due.released || (await isInHistory(this.deps.processes, { id: ticketId, version }))
      if (!isReleased) return await putOff(database, due, Math.max(askAgainMs, backOffMs(due)))
      await makeDocument(this.deps, due)
      await strikeOut(database, due)
    } catch (error) {
      const level = attempts + 1 >= alarmingAttempts ? 'error' : 'warn'
      logger[level]({ err: error, ticketId, kind, version }, 'A document is still to be made')
      await putOff(database, due, backOffMs(due))
    }
  }
}
