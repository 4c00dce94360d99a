import type { Logger } from 'pino'
import pLimit from 'p-limit'
import type { PrismaClient } from '../../prisma/client/client.ts'
import type { TicketProcesses } from '../watch/processes.ts'
import { release, type Share, toBeAsked } from './queue.ts'

/** A process that did not answer, or has not recorded it, is asked again then. */
const askAgainMs = 5000
const mostAsked = 50
const askedAtOnce = 8

interface Deps {
  database: PrismaClient
  logger: Logger
  processes: TicketProcesses
}

/**
 * Asks tickets' processes whether history holds what stands in the queue: of what a clock did nobody else is answered, and
 * of what a person did somebody may have died before saying so. A process answers of history alone, so what a worker wrote
 * and history disowned is never told.
 */
export class Confirming {
  private readonly share: Share
  private readonly deps: Deps
  private readonly done: () => void
  private underWay = false

  constructor(share: Share, deps: Deps, done: () => void) {
    this.share = share
    this.deps = deps
    this.done = done
  }

  /** Asks those whose time has come, and does not wait for their answers. */
  async begin(): Promise<void> {
    if (this.underWay) return
    const { database, logger } = this.deps
    const ids = await toBeAsked(database, this.share, mostAsked)
    if (ids.length === 0) return
    this.underWay = true
    const limit = pLimit(askedAtOnce)
    void Promise.all(ids.map((id) => limit(() => this.ask(id))))
      .catch((error: unknown) => logger.warn({ err: error }, 'Tickets could not be asked what they have recorded'))
      .then(() => {
        this.underWay = false
        this.done()
      })
  }

  private async ask(ticketId: string): Promise<void> {
    const { database, processes } = this.deps
    const recorded = await processes.recordedVersion(ticketId)
    await release(database, ticketId, recorded ?? 0, askAgainMs)
  }
}
