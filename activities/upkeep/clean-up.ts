import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity'
import { millisecondsPerDay } from '../../domain/time/instant.ts'
import type { Logger } from 'pino'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { type Outliving, retentionDays } from '../../store/retention.ts'
import { type Position, stepRows, takeStep } from './outlived.ts'

interface Deps {
  database: PrismaClient
  logger: Logger
}

/** How many rows of each kind went. */
export type Gone = Record<Outliving, number>

const kinds = Object.keys(retentionDays) as Outliving[]

/** Doing it twice does nothing; what an attempt that failed has done stays done and is counted. */
export function upkeepActivities({ database, logger }: Deps) {
  return {
    /** One kind that fails holds up no other: throws, to be tried again, only after all have been tried. */
    async deleteOutlived(): Promise<Gone> {
      const none = { idempotencyKeys: 0, accessTokens: 0, signOffLinks: 0, passwordLinks: 0, mailDeliveries: 0 }
      const gone: Gone = { ...none, pages: 0, pageLinks: 0, personalLinks: 0, ...soFar() }
      const failed: string[] = []
      for (const kind of kinds) {
        try {
          await walk(kind, (rows) => {
            gone[kind] += rows
            heartbeat(gone)
          })
        } catch (error) {
          cancellationSignal().throwIfAborted()
          logger.warn({ err: error, kind }, 'A kind of rows could not be cleaned up')
          failed.push(kind)
        }
      }
      if (failed.length) throw new Error(`Could not clean up ${failed.join(', ')}`)
      logger.info({ gone }, 'What outlived its use is deleted')
      return gone
    },
  }

  /** Through all rows of that age, the oldest first, since some of them may have to stay. */
  async function walk(kind: Outliving, deleted: (rows: number) => void): Promise<void> {
    // These columns are technical: a ticket's own time has no part in it.
    const until = new Date(Date.now() - retentionDays[kind] * millisecondsPerDay)
    let after: Position | undefined
    for (;;) {
      cancellationSignal().throwIfAborted()
      const step = await takeStep(database, kind, until, after)
      if (step === undefined) return
      deleted(step.gone)
      if (step.looked < stepRows) return
      after = step
    }
  }
}

/** Of an attempt that failed. */
function soFar(): Gone | undefined {
  return activityInfo().heartbeatDetails as Gone | undefined
}
