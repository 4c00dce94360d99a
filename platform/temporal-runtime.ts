import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import type { Logger } from 'pino'

let installed = false

/** What the SDK calls information is of interest only to those who look for a fault in it. */
const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const

/** The worker for mail serves activities only. */
const onPurpose = /^No (workflows|Nexus services) registered/

/** The engine's SDK logs through ours. It has one runtime a process, installed before its first use. */
export function logTemporalThrough(logger: Logger): void {
  if (installed) return
  installed = true
  const forward = new DefaultLogger('TRACE', ({ level, message, meta }) => {
    logger[onPurpose.test(message) ? 'debug' : levels[level]](meta ?? {}, message)
  })
  // Signals are the program's own business: it stops its parts in order.
  const telemetryOptions = { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) } }
  Runtime.install({ logger: forward, telemetryOptions, shutdownSignals: [] })
}
