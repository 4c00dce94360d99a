import type { Logger } from 'pino'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import type { TicketProcesses } from '../watch/processes.ts'
import { askAgainMs } from './patience.ts'
import { release, type Share, toBeAsked } from './queue.ts'

const mostAtOnce = 16

interface Deps {
  database: PrismaClient
  logger: Logger
  processes: Pick<TicketProcesses, 'recordedVersion'>
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
  private readonly asked = new Set<string>()

  constructor(share: Share, deps: Deps, done: () => void) {
    this.share = share
    this.deps = deps
    this.done = done
  }

  /** Those that have not answered yet. */
  get underWay(): string[] {
    return [...this.asked]
  }

  /** Asks those whose time has come, and does not wait for their answers: each that comes makes room for the next. */
  async begin(): Promise<void> {
    const free = mostAtOnce - this.asked.size
    if (free === 0) return
    for (const id of await toBeAsked(this.deps.database, this.share, this.underWay, free)) {
      this.asked.add(id)
      void this.ask(id)
        .catch((error: unknown) =>
          this.deps.logger.warn({ err: error }, 'A ticket could not be asked what it recorded'),
        )
        .then(() => {
          this.asked.delete(id)
          this.done()
        })
    }
  }

  private async ask(ticketId: string): Promise<void> {
    const { database, processes } = this.deps
    const recorded = await processes.recordedVersion(ticketId)
    await release(database, ticketId, recorded ?? 0, askAgainMs)
  }
}

/** Whether the ticket's history holds what its record tells; false while that is not known. */
export async function isInHistory(
  processes: Pick<TicketProcesses, 'recordedVersion'>,
  { id, version }: Pick<TicketRecord, 'id' | 'version'>,
): Promise<boolean> {
  const recorded = await processes.recordedVersion(id)
  return recorded !== undefined && recorded >= version
}
