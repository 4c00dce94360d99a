import { Client, Connection } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Config } from '../../platform/config.ts'
import { connectDatabase } from '../../platform/database.ts'
import { Metrics } from '../../platform/metrics/metrics.ts'
import { serveMetrics } from '../../platform/metrics/server.ts'
import { queueLag, scheduleLag } from '../../platform/temporal-lag.ts'
import { standingAt } from '../../store/standing.ts'
import { mailTaskQueue } from '../../workflows/messages/task-queues.ts'

type Service = { close(): Promise<void> }

/** A program that shows how it fares while it runs, where a port is set for it. */
export function withMetrics(start: (config: Config, logger: Logger, metrics: Metrics) => Promise<Service>) {
  return async (config: Config, logger: Logger): Promise<Service> => {
    const metrics = new Metrics()
    const page = await showMetrics(config, logger, metrics)
    const service = await start(config, logger, metrics)
    return {
      async close() {
        await service.close()
        await page.close()
      },
    }
  }
}

/** Nothing at all where no port is set. It asks on connections of its own, which are there when the others are used up. */
export async function showMetrics(config: Config, logger: Logger, metrics: Metrics): Promise<Service> {
  const { host, port } = config.metrics
  if (port === undefined) return { close: async () => undefined }
  const database = connectDatabase(config.database.url, 1)
  const { address, tls, apiKey, namespace, taskQueue } = config.temporal
  const client = new Client({ connection: Connection.lazy({ address, tls, apiKey }), namespace })
  const inTime = <T>(ask: () => Promise<T>) => client.withDeadline(Date.now() + 2000, ask)

  metrics.addProcess()
  metrics.read(
    'database',
    {
      aftercare_tickets_open: 'Tickets that are neither closed nor cancelled',
      aftercare_tickets_without_timer: 'Of these, those with no deadline ahead: nothing will tell anybody of them',
      aftercare_tickets_overdue: 'Of these, those with a deadline that passed five minutes ago, and nothing acted',
      aftercare_mails_waiting: 'Mails that are due and not gone yet',
      aftercare_mails_waiting_seconds: 'How long the oldest of them has waited',
    },
    async () => {
      const { open, withoutTimer, overdue, mailsWaiting, oldestMailSeconds } = await standingAt(database, new Date())
      return {
        aftercare_tickets_open: [{ value: open }],
        aftercare_tickets_without_timer: [{ value: withoutTimer }],
        aftercare_tickets_overdue: [{ value: overdue }],
        aftercare_mails_waiting: [{ value: mailsWaiting }],
        aftercare_mails_waiting_seconds: [{ value: oldestMailSeconds }],
      }
    },
  )
  metrics.read(
    'engine',
    {
      aftercare_queue_tasks: 'Tasks that no worker has taken yet, about',
      aftercare_queue_lag_seconds: 'How long the oldest of them has waited',
      aftercare_queue_workers: 'How many connections ask that queue for work',
      aftercare_schedules: 'Schedules that run',
      aftercare_schedule_lag_seconds: 'By how much the latest of them is behind',
    },
    () =>
      inTime(async () => {
        const [tickets, mail, schedules] = await Promise.all([
          queueLag(client, taskQueue, 'workflows'),
          queueLag(client, mailTaskQueue(taskQueue), 'activities'),
          scheduleLag(client),
        ])
        const queues = Object.entries({ tickets, mail })
        return {
          aftercare_queue_tasks: queues.map(([queue, { waiting }]) => ({ queue, value: waiting })),
          aftercare_queue_lag_seconds: queues.map(([queue, { oldestSeconds }]) => ({ queue, value: oldestSeconds })),
          aftercare_queue_workers: queues.map(([queue, { workers }]) => ({ queue, value: workers })),
          aftercare_schedules: [{ value: schedules.running }],
          aftercare_schedule_lag_seconds: [{ value: schedules.lateSeconds }],
        }
      }),
  )
  const page = await serveMetrics(metrics, { host, port })
  logger.info({ url: page.url }, 'The metrics answer')
  return {
    async close() {
      await page.close()
      await Promise.all([client.connection.close(), database.$disconnect()])
    },
  }
}
