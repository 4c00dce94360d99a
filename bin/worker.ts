import { Client } from '@temporalio/client'
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker'
import type { Logger } from 'pino'
import { createActivities } from '../activities/index.ts'
import { wakeRotas } from '../activities/watch/rotas.ts'
import { TicketProcesses } from '../engine/processes.ts'
import type { Config } from '../platform/config.ts'
import { connectDatabase } from '../platform/database.ts'
import { hangBell } from '../platform/database-bell.ts'
import { openFiles } from '../platform/files/open.ts'
import { createMailer } from '../platform/mailer.ts'
import { Metrics } from '../platform/metrics/metrics.ts'
import { createNotifier } from '../platform/notifiers/notifier.ts'
import { runAsProgram } from '../platform/program.ts'
import { installTemporalRuntime, temporalMetrics } from '../platform/temporal-runtime.ts'
import { createTypesetter } from '../platform/typesetting/typesetter.ts'
import { workflowBundle } from '../platform/workflow-bundle.ts'
import { outboxChannel } from '../store/outbox.ts'
import { mailTaskQueue } from '../workflows/messages/task-queues.ts'
import { withMetrics } from './metrics/page.ts'

/** Carries out workflows and activities: one worker for the tickets, one for mail, so that slow mail holds up nothing. */
export async function startWorker(
  config: Config,
  logger: Logger,
  metrics = new Metrics(),
): Promise<{ close(): Promise<void> }> {
  const measured = config.metrics.port !== undefined
  await installTemporalRuntime(logger, { measured })
  if (measured) metrics.add('sdk', temporalMetrics)
  const database = connectDatabase(config.database.url, config.database.pool)
  const mailer = createMailer(config.mail)
  const typesetter = createTypesetter()
  const { address, namespace, tls, apiKey, taskQueue } = config.temporal
  const [connection, bundle] = await Promise.all([
    NativeConnection.connect({ address, tls, apiKey }),
    workflowBundle(config.cacheDir),
  ])
  const closing = new AbortController()
  const client = new Client({ connection, namespace })
  const processes = new TicketProcesses(client, taskQueue, config.mail.postOffices)
  const activities = createActivities({
    database,
    mailer: metrics.countMailsOf(mailer),
    notifier: createNotifier(config.pages),
    files: openFiles(config.files),
    typesetter,
    publicUrl: config.api.publicUrl,
    sandboxClock: config.sandboxClock,
    logger,
    countCommit: metrics.countCommit,
    processes,
    hangBell: (onRing) => hangBell(config.database.url, outboxChannel, onRing),
    closing: closing.signal,
  })
  const common: Omit<WorkerOptions, 'taskQueue'> = { connection, namespace, shutdownGraceTime: '5 seconds' }
  const [tickets, mails] = await Promise.all([
    Worker.create({
      ...common,
      taskQueue,
      activities: { ...activities.tickets, ...activities.upkeep, ...activities.watch, ...activities.rota },
      workflowBundle: bundle,
      // An open ticket that nothing happens to needs no memory: its history brings it back.
      maxCachedWorkflows: 500,
    }),
    Worker.create({
      ...common,
      taskQueue: mailTaskQueue(taskQueue),
      activities: activities.mail,
      maxConcurrentActivityTaskExecutions: 20,
    }),
    processes.openPostOffices(),
    // Else the watch does it, within minutes.
    wakeRotas(database, processes, Date.now()).catch((error: unknown) => {
      logger.warn({ err: error }, 'Which rotas are to be looked at is not known yet')
    }),
  ])
  const workers = [tickets, mails]
  const running = Promise.all(workers.map((worker) => worker.run()))
  running.catch((error: unknown) => {
    // Whoever started it starts it again; a worker that serves no more must not look alive.
    logger.fatal({ err: error }, 'The worker has stopped')
    process.exit(1)
  })
  return {
    async close() {
      closing.abort()
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
      await running
      await connection.close()
      await database.$disconnect()
      await mailer.close()
      await typesetter.close()
    },
  }
}

await runAsProgram(import.meta.url, withMetrics(startWorker))
