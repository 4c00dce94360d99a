import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import envPaths from 'env-paths'
import { z } from 'zod'

const whole = (from: number, to: number) => {
  const allowed = `expected a whole number from ${from} to ${to}`
  return z.coerce.number(allowed).int(allowed).min(from, allowed).max(to, allowed)
}
const port = (highest = 65_535) => whole(1, highest)
const count = whole(1, 100_000)
const flag = z.enum(['true', 'false'], 'expected true or false').transform((value) => value === 'true')
const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `expected an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  })
const words = (text: string) => text.split(',').flatMap((one) => one.trim() || [])
const isNetwork = (text: string) => {
  const [address = '', bits = '', ...more] = text.split('/')
  return (
    more.length === 0 && /^\d+$/.test(bits) && isIP(address) > 0 && Number(bits) <= (isIP(address) === 4 ? 32 : 128)
  )
}
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Every setting, by the name of its environment variable. `.env.example` explains each. */
const settings = z.object({
  DATABASE_URL: url('postgresql:', 'postgres:').optional(),
  DATABASE_OWNER_URL: url('postgresql:', 'postgres:').optional(),
  DATABASE_ADMIN_URL: url('postgresql:', 'postgres:').optional(),
  TEMPORAL_DATABASE_PASSWORD: z.string().min(1).optional(),
  DATABASE_POOL: count.default(30),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'expected host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('aftercare'),
  TEMPORAL_TLS: flag.default(false),
  TEMPORAL_API_KEY: z.string().min(1).optional(),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('aftercare'),
  FILES_URL: url('file:', 'https:', 'http:').optional(),
  FILES_REGION: z.string().min(1).default('us-east-1'),
  FILES_ACCESS_KEY_ID: z.string().min(1).optional(),
  FILES_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  CLAMAV_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'expected host:port')
    .optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z.string().min(3).default('Aftercare <desk@aftercare.example>'),
  POST_OFFICES: whole(1, 64).default(1),
  PAGE_NETWORKS: z
    .string()
    .default('')
    .transform(words)
    .refine((list) => list.every(isNetwork), {
      message: 'expected networks such as 10.20.0.0/16, with commas between them',
    }),
  PUBLIC_URL: url('http:', 'https:').optional(),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port().default(3000),
  POSTGRES_PORT: port().default(54_329),
  // The server keeps its ports in a 16-bit column.
  TEMPORAL_PORT: port(32_767).default(7233),
  TEMPORAL_UI_PORT: port().default(8233),
  TEMPORAL_UI_READ_ONLY: flag.default(true),
  SMTP_PORT: port().default(1025),
  MAIL_UI_PORT: port().default(1080),
  DATA_DIR: z.string().min(1).default('./data'),
  CACHE_DIR: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(levels, `expected one of ${levels.join(', ')}`).default('info'),
  METRICS_PORT: port().optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  SANDBOX_CLOCK: flag.optional(),
  TRUST_PROXY: z.string().min(1).optional(),
  RATE_LIMIT_PER_SECOND: count.default(300),
})

export type Config = ReturnType<typeof loadConfig>

/** Names each wrong setting and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the settings from the environment, and from a `.env` file where there is one; a command line's own go first.
 * Throws ConfigError.
 */
export function loadConfig(commandLine: Record<string, string> = {}) {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const given = Object.entries({ ...process.env, ...commandLine }).filter(([, value]) => value !== '')
  const parsed = settings.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings are wrong; .env.example explains each:\n${faults.join('\n')}`)
  }
  const env = parsed.data
  return {
    database: { url: env.DATABASE_URL ?? '', pool: env.DATABASE_POOL },
    /** For what is done before the service starts; it has none of these itself. */
    logins: {
      adminUrl: env.DATABASE_ADMIN_URL ?? '',
      ownerUrl: env.DATABASE_OWNER_URL ?? env.DATABASE_URL ?? '',
      temporalPassword: env.TEMPORAL_DATABASE_PASSWORD ?? '',
    },
    temporal: {
      address: env.TEMPORAL_ADDRESS ?? '',
      namespace: env.TEMPORAL_NAMESPACE,
      tls: env.TEMPORAL_TLS,
      apiKey: env.TEMPORAL_API_KEY,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
    },
    mail: { smtpUrl: env.SMTP_URL ?? '', from: env.MAIL_FROM, postOffices: env.POST_OFFICES },
    /** Networks within the house to which pages may go. */
    pages: { inside: env.PAGE_NETWORKS },
    files: {
      url: (env.FILES_URL ?? pathToFileURL(path.resolve(env.DATA_DIR, 'files')).href).replace(/\/+$/, ''),
      region: env.FILES_REGION,
      accessKeyId: env.FILES_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.FILES_SECRET_ACCESS_KEY ?? '',
    },
    virusScanner: env.CLAMAV_ADDRESS,
    api: {
      host: env.API_HOST,
      port: env.API_PORT,
      publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.API_PORT}`).replace(/\/+$/, ''),
      trustProxy: env.TRUST_PROXY,
      requestsPerSecond: env.RATE_LIMIT_PER_SECOND,
    },
    /** Shown nowhere without a port. */
    metrics: { host: env.METRICS_HOST, port: env.METRICS_PORT },
    /** Ports of what is embedded. */
    ports: {
      postgres: env.POSTGRES_PORT,
      temporal: env.TEMPORAL_PORT,
      temporalUi: env.TEMPORAL_UI_PORT,
      smtp: env.SMTP_PORT,
      mailUi: env.MAIL_UI_PORT,
    },
    temporalUiReadOnly: env.TEMPORAL_UI_READ_ONLY,
    /** Only where the Temporal server is ours to play with: a ticket's time can be moved there. */
    sandboxClock: env.SANDBOX_CLOCK ?? env.TEMPORAL_ADDRESS === undefined,
    logLevel: env.LOG_LEVEL,
    dataDir: path.resolve(env.DATA_DIR),
    cacheDir: path.resolve(env.CACHE_DIR ?? envPaths('aftercare', { suffix: '' }).cache),
  }
}

/** A service that runs by itself needs these; `npm start` brings its own. */
export function requireConnections(config: Config): void {
  const missing = [
    config.database.url ? [] : ['DATABASE_URL'],
    config.temporal.address ? [] : ['TEMPORAL_ADDRESS'],
    config.mail.smtpUrl ? [] : ['SMTP_URL'],
  ].flat()
  if (missing.length) throw new ConfigError(`Set ${missing.join(', ')}, or use npm start, which brings its own.`)
}
