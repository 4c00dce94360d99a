import { surfaces } from '../web/surfaces.ts'
import { faultPage } from '../web/fault-page.ts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createApp } from '../http/app.ts'
import { TicketEngine } from '../engine/tickets.ts'
import type { Config } from '../platform/config.ts'
import { connectDatabase } from '../platform/database.ts'
import { openFiles } from '../platform/files/open.ts'
import { virusScanner } from '../platform/virus-scanner.ts'
import { Metrics } from '../platform/metrics/metrics.ts'
import { runAsProgram } from '../platform/program.ts'
import { partDown } from '../api/shared/part-down.ts'
import { signedInBy } from '../api/shared/authentication.ts'
import { claimKey } from '../api/shared/idempotency.ts'
import { withMetrics } from './metrics/page.ts'

/** Serves the REST API. Rejects when the port is taken. `close` lets requests finish that have begun. */
export async function startApi(
  config: Config,
  logger: Logger,
  metrics = new Metrics(),
): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, publicUrl, requestsPerSecond, trustProxy } = config.api
  if (publicUrl.startsWith('https:') && trustProxy === undefined) {
    logger.warn(
      'PUBLIC_URL is https, so a proxy is likely to stand before the API, but TRUST_PROXY is not set: all callers count as one and share one rate limit. Set TRUST_PROXY to loopback for a proxy on this host, to uniquelocal for one in a private network, to its address, or to 0 if there is none.',
    )
  }
  const database = connectDatabase(config.database.url, config.database.pool)
  const engine = new TicketEngine(config.temporal, metrics.countAct)
  const { sandboxClock } = config
  const scan = virusScanner(config.virusScanner)
  const insidePages = config.pages.inside.length > 0
  const now = () => new Date()
  const app = createApp(surfaces, {
    services: { database, engine, publicUrl, sandboxClock, files: openFiles(config.files), scan, insidePages, now },
    authenticate: (token, sought) => signedInBy(database, token, now(), sought),
    claimKey: (...claim) => claimKey(database, ...claim),
    faultPage,
    partDown,
    logger,
    publicUrl,
    requestsPerSecond,
    trustProxy,
    observe: metrics.countRequest,
  })
  const server = createServer(app)
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
      await engine.close()
      await database.$disconnect()
    },
  }
}

await runAsProgram(import.meta.url, withMetrics(startApi))
