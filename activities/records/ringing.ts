import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { ringPostOffices } from '../../store/outbox.ts'

/** Of all that is recorded within it, one ring tells. */
const gatherMs = 1000

interface Deps {
  database: PrismaClient
  logger: Logger
  /** Aborted when this worker is to stop: the next one rings when it starts, and an office looks by itself in a minute. */
  closing: AbortSignal
}

/**
 * Tells the post offices that something was recorded which nobody may have asked for, as what a clock did; not within the
 * commit, since a notification makes commits take turns.
 */
export function ringer({ database, logger, closing }: Deps): () => void {
  let isToRing = false
  return () => {
    if (isToRing || closing.aborted) return
    isToRing = true
    sleep(gatherMs, undefined, { signal: closing, ref: false })
      .then(() => {
        isToRing = false
        return ringPostOffices(database)
      })
      .catch((error: unknown) => {
        if (!closing.aborted) logger.warn({ err: error }, 'The post offices did not hear')
      })
  }
}
