import type { Logger } from 'pino'
import type { Mailer } from '../platform/mailer.ts'
import type { Notifier } from '../platform/notifiers/notifier.ts'
import type { Files } from '../platform/files/files.ts'
import type { Typesetter } from '../platform/typesetting/typesetter.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import { Filing } from './documents/filing.ts'
import { coverageActivities } from './records/coverage.ts'
import { mailRoom } from './mail/mail.ts'
import { PostOffice, type PostOfficeDeps } from './mail/post-office.ts'
import type { Share } from './mail/queue.ts'
import { whileBeating } from './mail/heartbeat.ts'
import { type CountCommit, counted } from './records/counted.ts'
import { ringer } from './records/ringing.ts'
import { recordActivities, type Transition } from './records/records.ts'
import { lookingAtRotas } from './rota/look.ts'
import { tellingOfRotas } from './rota/tell.ts'
import { upkeepActivities } from './upkeep/clean-up.ts'
import type { TicketProcesses } from './watch/processes.ts'
import { watchActivities } from './watch/watch.ts'

export type { Gone } from './upkeep/clean-up.ts'
export type { Found } from './watch/watch.ts'

export interface ActivityDeps {
  database: PrismaClient
  mailer: Mailer
  notifier: Notifier
  /** Where documents are kept. */
  files: Files
  typesetter: Typesetter
  publicUrl: string
  sandboxClock: boolean
  logger: Logger
  countCommit: CountCommit
  processes: TicketProcesses
  hangBell: PostOfficeDeps['hangBell']
  closing: AbortSignal
}

/** What touches the world, by the task queue that serves it: a slow mail server holds up nothing but mail. */
export function createActivities(deps: ActivityDeps) {
  const office = { ...deps, prepare: mailRoom(deps).prepare, openFiling }
  const ring = ringer(deps)
  // What the worker before this one recorded and could not say any more.
  ring()
  const records = recordActivities({ ...deps, ring })
  function openFiling(share: Share, done: () => void) {
    return new Filing(share, deps, done)
  }
  return {
    tickets: {
      commitTransition: (transition: Transition) =>
        counted(deps.countCommit, () => records.commitTransition(transition)),
      ...coverageActivities(deps),
    },
    upkeep: upkeepActivities(deps),
    watch: { watchTickets: () => whileBeating(() => watchActivities(deps).watchTickets(Date.now())) },
    rota: lookingAtRotas(deps),
    mail: {
      serve: (share: Share) => whileBeating(() => new PostOffice(share, office).serve()),
      ...tellingOfRotas(deps),
    },
  }
}

export type TicketActivities = ReturnType<typeof createActivities>['tickets']
export type UpkeepActivities = ReturnType<typeof createActivities>['upkeep']
export type WatchActivities = ReturnType<typeof createActivities>['watch']
export type RotaActivities = ReturnType<typeof createActivities>['rota']
export type PostOfficeActivities = Pick<ReturnType<typeof createActivities>['mail'], 'serve'>
export type RotaMailActivities = Pick<ReturnType<typeof createActivities>['mail'], 'tellOfRota'>
