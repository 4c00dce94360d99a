import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, ConfigError, loadConfig } from '../platform/config.ts'
import { type Embedded, startEmbedded } from '../platform/embedded/index.ts'
import { freePorts, PortBusy, requireFree } from '../platform/embedded/ports.ts'
import { NoEngine } from '../platform/embedded/temporal-engine.ts'
import { createLogger } from '../platform/logger.ts'
import { type DemoUser, seed } from '../prisma/seed.ts'
import { startApi } from './api.ts'
import { Progress } from './dev/progress.ts'
import { type Ready, welcome } from './dev/welcome.ts'
import { startWorker } from './worker.ts'

/** `npm start`: everything on this machine, from PostgreSQL to the demo data, until Ctrl-C. */
const { values: options } = parseArgs({
  options: { data: { type: 'string' }, ports: { type: 'string' }, json: { type: 'boolean', default: false } },
})
const stops: (() => Promise<unknown>)[] = []
const progress = new Progress()

try {
  await up()
} catch (error) {
  progress.end()
  process.stderr.write(`\n${explain(error)}\n`)
  await down()
  process.exit(1)
}

async function up(): Promise<void> {
  if (options.ports !== undefined && options.ports !== 'auto') throw new ConfigError('--ports takes "auto" only')
  process.once('SIGINT', () => void stopOnSignal())
  process.once('SIGTERM', () => void stopOnSignal())
  const config = loadConfig({
    ...(options.data && { DATA_DIR: options.data }),
    ...(options.ports === 'auto' ? await anyPorts() : {}),
  })
  if (options.ports !== 'auto') await requireFree(listening(config))
  await mkdir(config.dataDir, { recursive: true })
  const embedded = await progress.step('PostgreSQL, Temporal and mail', () => startParts(config))
  stops.push(embedded.stop)
  const connected = connect(config, embedded)
  const logger = createLogger(connected)
  const [users, api] = await progress.step('worker, API and demo data', async () => {
    const worker = startWorker(connected, logger)
    stops.push(async () => (await worker).close())
    const users = await seed(connected)
    const api = await startApi(connected, logger)
    stops.push(() => api.close())
    await worker
    return [users, api] as const
  })
  await announce(connected, embedded, api.url, users)
}

function startParts(config: Config): Promise<Embedded> {
  return startEmbedded({
    dataDir: config.dataDir,
    cacheDir: config.cacheDir,
    ports: config.ports,
    namespace: config.temporal.namespace,
    sandboxClock: config.sandboxClock,
    progress: (line) => progress.say(line),
    given: {
      databaseUrl: config.database.url,
      temporalAddress: config.temporal.address,
      smtpUrl: config.mail.smtpUrl,
    },
  })
}

function connect(config: Config, embedded: Embedded): Config {
  return {
    ...config,
    database: { ...config.database, url: embedded.databaseUrl },
    temporal: { ...config.temporal, address: embedded.temporalAddress },
    mail: { ...config.mail, smtpUrl: embedded.smtpUrl },
  }
}

async function anyPorts(): Promise<Record<string, string>> {
  const names = ['API_PORT', 'POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'SMTP_PORT', 'MAIL_UI_PORT']
  const ports = await freePorts(names.length)
  return Object.fromEntries(names.map((name, index) => [name, String(ports[index])]))
}

/** What will listen here, by the setting that moves it. */
function listening(config: Config): Record<string, number> {
  return {
    API_PORT: config.api.port,
    ...(config.database.url && config.temporal.address ? {} : { POSTGRES_PORT: config.ports.postgres }),
    ...(config.temporal.address
      ? {}
      : { TEMPORAL_PORT: config.ports.temporal, TEMPORAL_UI_PORT: config.ports.temporalUi }),
    ...(config.mail.smtpUrl ? {} : { SMTP_PORT: config.ports.smtp, MAIL_UI_PORT: config.ports.mailUi }),
  }
}

async function announce(config: Config, embedded: Embedded, api: string, users: DemoUser[]): Promise<void> {
  const ready: Ready = {
    api,
    mail: embedded.mailUrl ?? '',
    temporal: embedded.temporalAddress,
    temporalUi: embedded.temporalUiUrl ?? '',
    users: users.map(({ role, email, password, token }) => ({ role, email, password, token })),
  }
  // For what runs beside it, as the rehearsal: where this stack is, and how to sign in.
  const file = path.join(config.dataDir, 'stack.json')
  await writeFile(file, JSON.stringify(ready), { mode: 0o600 })
  stops.push(() => rm(file, { force: true }))
  progress.end()
  process.stderr.write(welcome(ready, config.dataDir))
  if (options.json) process.stdout.write(`${JSON.stringify(ready)}\n`)
}

async function stopOnSignal(): Promise<void> {
  process.stderr.write('\nStopping; once more ends it at once.\n')
  process.once('SIGINT', () => process.exit(130))
  await down()
  process.exit(0)
}

async function down(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) {
    await stop().catch((error: unknown) => process.stderr.write(`${explain(error)}\n`))
  }
}

/** What we foresee is said plainly; anything else with where it happened. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof PortBusy || error instanceof NoEngine) return error.message
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `\n${error.cause.message}` : ''
  return `${error.stack ?? error.message}${cause}`
}
