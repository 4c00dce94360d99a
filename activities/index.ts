import type { Logger } from 'pino'
import type { Mailer } from '../platform/mailer.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import { coverageActivities } from './records/coverage.ts'
import { emailActivities, type NoticeBatch } from './mail/mail.ts'
import { whileBeating } from './mail/heartbeat.ts'
import { type CountCommit, counted } from './records/counted.ts'
import { recordActivities, type Transition } from './records/records.ts'
import { upkeepActivities } from './upkeep/clean-up.ts'
import type { TicketProcesses } from './watch/processes.ts'
import { watchActivities } from './watch/watch.ts'

export type { Gone } from './upkeep/clean-up.ts'
export type { Found } from './watch/watch.ts'

export interface ActivityDeps {
  database: PrismaClient
  mailer: Mailer
  publicUrl: string
  sandboxClock: boolean
  logger: Logger
  countCommit: CountCommit
  processes: TicketProcesses
}

/** What touches the world, by the task queue that serves it: a slow mail server holds up nothing but mail. */
export function createActivities(deps: ActivityDeps) {
  const email = emailActivities(deps)
  const records = recordActivities(deps)
  return {
    tickets: {
      commitTransition: (transition: Transition) =>
        counted(deps.countCommit, () => records.commitTransition(transition)),
      ...coverageActivities(deps),
    },
    upkeep: upkeepActivities(deps),
    watch: { watchTickets: () => whileBeating(() => watchActivities(deps).watchTickets(Date.now())) },
    mail: { sendNotices: (batch: NoticeBatch) => whileBeating(() => email.sendNotices(batch)) },
  }
}

export type TicketActivities = ReturnType<typeof createActivities>['tickets']
export type UpkeepActivities = ReturnType<typeof createActivities>['upkeep']
export type WatchActivities = ReturnType<typeof createActivities>['watch']
export type MailActivities = ReturnType<typeof createActivities>['mail']
