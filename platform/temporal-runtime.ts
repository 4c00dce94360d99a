import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import type { Logger } from 'pino'

let installed: Promise<void> | undefined
let metricsUrl: string | undefined

/** What the SDK calls information is of interest only to those who look for a fault in it. */
const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const

/** The worker for mail serves activities only. */
const onPurpose = /^No (workflows|Nexus services) registered/

/** The engine's SDK logs through ours, and measures where it is asked to. It has one runtime a process, the first's. */
export function installTemporalRuntime(logger: Logger, { measured }: { measured: boolean }): Promise<void> {
  installed ??= install(logger, measured)
  return installed
}

async function install(logger: Logger, measured: boolean): Promise<void> {
  const forward = new DefaultLogger('TRACE', ({ level, message, meta }) => {
    logger[onPurpose.test(message) ? 'debug' : levels[level]](meta ?? {}, message)
  })
  const logging = { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) }
  const metrics = measured ? await prometheus() : undefined
  // Signals are the program's own business: it stops its parts in order.
  Runtime.install({ logger: forward, telemetryOptions: { logging, ...(metrics && { metrics }) }, shutdownSignals: [] })
}

/** The SDK shows what it measures on a port of its own alone: one of this host that is free, from which it is fetched. */
async function prometheus() {
  const bindAddress = `127.0.0.1:${await freePort()}`
  metricsUrl = `http://${bindAddress}/metrics`
  return { prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true } }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** What the SDK has measured, in Prometheus's format. Throws while no worker runs. */
export async function temporalMetrics(): Promise<string> {
  if (metricsUrl === undefined) throw new Error('The runtime of the SDK was installed without metrics')
  const page = await fetch(metricsUrl)
  if (!page.ok) throw new Error(`The SDK's metrics: ${page.status}`)
  return page.text()
}
