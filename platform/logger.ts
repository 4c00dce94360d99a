import pino, { type Logger } from 'pino'
import type { Config } from './config.ts'

/** JSON lines on standard error, without secrets (R9.3). */
export function createLogger(config: Pick<Config, 'logLevel'>): Logger {
  return pino(
    {
      level: config.logLevel,
      redact: ['req.headers.authorization', 'req.headers.cookie', '*.token', '*.password', '*.passwordHash'],
    },
    pino.destination(2),
  )
}
