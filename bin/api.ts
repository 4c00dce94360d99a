import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createApp } from '../http/app.ts'
import { TicketEngine } from '../engine/tickets.ts'
import type { Config } from '../platform/config.ts'
import { connectDatabase } from '../platform/database.ts'
import { runAsProgram } from '../platform/program.ts'

/** Serves the REST API. Rejects when the port is taken. `close` lets requests finish that have begun. */
export async function startApi(config: Config, logger: Logger): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, publicUrl, requestsPerSecond, trustProxy } = config.api
  const database = connectDatabase(config.database.url, config.database.pool)
  const desk = new TicketEngine(config.temporal)
  const { sandboxClock } = config
  const services = { database, desk, publicUrl, sandboxClock, logger, now: () => new Date() }
  const server = createServer(createApp(services, { requestsPerSecond, trustProxy }))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { address, port: taken, family } = server.address() as AddressInfo
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`
  logger.info({ url }, 'The API answers')
  return {
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      // Whoever keeps a connection busy longer than this is cut off.
      const patience = setTimeout(() => server.closeAllConnections(), 10_000)
      await closed
      clearTimeout(patience)
      await desk.close()
      await database.$disconnect()
    },
  }
}

await runAsProgram(import.meta.url, startApi)
