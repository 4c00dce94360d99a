import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { type Config, loadConfig, requireConnections } from './config.ts'
import { createLogger } from './logger.ts'

/** Runs a service as a program of its own when its file is the one that was started: until SIGINT or SIGTERM. */
export async function runAsProgram(
  moduleUrl: string,
  start: (config: Config, logger: Logger) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  if (process.argv[1] !== fileURLToPath(moduleUrl)) return
  const config = loadConfig()
  requireConnections(config)
  const logger = createLogger(config)
  const service = await start(config, logger)
  logger.info('Ready')
  const stop = () => {
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'Did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
