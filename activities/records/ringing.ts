import type { Logger } from 'pino'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { ringPostOffices } from '../../store/outbox.ts'

/** Of all that is recorded within it, one ring tells. */
const gatherMs = 1000

/**
 * Tells the post offices that something was recorded which nobody may have asked for, as what a clock did; not within the
 * commit, since a notification makes commits take turns.
 */
export function ringer(database: PrismaClient, logger: Logger): () => void {
  let isToRing = false
  return () => {
    if (isToRing) return
    isToRing = true
    setTimeout(() => {
      isToRing = false
      ringPostOffices(database).catch((error: unknown) => logger.warn({ err: error }, 'The post offices did not hear'))
    }, gatherMs).unref()
  }
}
