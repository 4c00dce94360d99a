import { Client, Connection } from '@temporalio/client'
import { watchActivities } from '../activities/watch/watch.ts'
import { TicketProcesses } from '../engine/processes.ts'
import { ConfigError, loadConfig } from '../platform/config.ts'
import { connectDatabase } from '../platform/database.ts'
import { createLogger } from '../platform/logger.ts'

/**
 * Looks once whether every open ticket has its process, and starts again those that have none, as the schedule does every
 * five minutes. Ends with 1 when something is left that a person must look at; the log says what.
 */
const config = loadConfig()
const { address, namespace, tls, apiKey, taskQueue } = config.temporal
if (!config.database.url || !address) throw new ConfigError('Set DATABASE_URL and TEMPORAL_ADDRESS')
const logger = createLogger(config)
const database = connectDatabase(config.database.url, 2)
const connection = await Connection.connect({ address, tls, apiKey })
try {
  const processes = new TicketProcesses(new Client({ connection, namespace }), taskQueue, config.mail.postOffices)
  const found = await watchActivities({ database, logger, processes }).watchTickets(Date.now())
  process.stdout.write(`${JSON.stringify(found)}\n`)
  process.exitCode = found.lost + found.strangers + found.late > 0 ? 1 : 0
} finally {
  await connection.close()
  await database.$disconnect()
}
