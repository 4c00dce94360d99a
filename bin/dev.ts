import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Config, loadConfig } from '../platform/config.ts'
import { holdDataFolder } from '../platform/embedded/data-folder.ts'
import { type Embedded, startEmbedded } from '../platform/embedded/index.ts'
import { requireFree } from '../platform/embedded/ports.ts'
import { createLogger } from '../platform/logger.ts'
import { connected, embeddedOptions } from './dev/embedded.ts'
import { explain } from './dev/explain.ts'
import { readOptions } from './dev/options.ts'
import { anyPorts, listening } from './dev/ports.ts'
import { Progress } from './dev/progress.ts'
import { Shutdown } from './dev/shutdown.ts'
import { type Ready, welcome } from './dev/welcome.ts'

/** `npm start`: everything on this machine, from PostgreSQL to the demo data, until Ctrl-C. */
const progress = new Progress()
const shutdown = new Shutdown()
/** Of the API and the worker together: one process, one page. */
const measuring = import('../platform/metrics/metrics.ts').then(({ Metrics }) => new Metrics())

shutdown.onSignals(async () => {
  progress.say('\nStopping; Ctrl-C once more ends it at once.')
  await stopAndExit(0)
})
try {
  await up()
} catch (error) {
  await fail(explain(error))
}

async function up(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  const config = loadConfig({
    ...(options.data && { DATA_DIR: options.data }),
    ...(options.anyPorts && (await anyPorts())),
  })
  shutdown.before(await holdDataFolder(config.dataDir))
  if (!options.anyPorts) await requireFree(listening(config))
  const ready = await progress.step('Starting', () => startAll(config))
  process.stderr.write(welcome(ready, config.dataDir))
  if (options.json) process.stdout.write(`${JSON.stringify(ready)}\n`)
}

async function startAll(config: Config): Promise<Ready> {
  let embedded: Embedded | undefined
  shutdown.before(async () => embedded?.stop())
  let services: ReturnType<typeof startApiWithData> | undefined
  embedded = await startEmbedded({
    ...embeddedOptions(config),
    progress: (line) => progress.say(line),
    meanwhile(databaseUrl) {
      services = startApiWithData(config, databaseUrl)
      services.catch(() => undefined)
    },
  })
  void embedded.gaveUp.then(fail)
  const settings = connected(config, embedded.databaseUrl)
  await Promise.all([startTicketWorker(settings), startMetrics(settings), makeSchedules(settings)])
  if (services === undefined) throw new Error('The API was not started')
  const { url, users } = await services
  const ready: Ready = {
    api: url,
    mail: embedded.mailUrl ?? '',
    temporal: embedded.temporalAddress,
    temporalUi: embedded.temporalUiUrl ?? '',
    users: users.map(({ role, email, password, token }) => ({ role, email, password, token })),
  }
  // For what runs beside it, as the rehearsal: where this stack is, and how to sign in.
  const file = path.join(config.dataDir, 'stack.json')
  await writeFile(file, JSON.stringify(ready), { mode: 0o600 })
  shutdown.before(() => rm(file, { force: true }))
  return ready
}

/** What needs the database alone does not wait for Temporal; reading our own code takes about as long as its start. */
async function startApiWithData(settings: Config, databaseUrl: Promise<string>) {
  const loading = [
    import('./api.ts'),
    import('../demo/seed.ts'),
    import('../platform/database.ts'),
    import('./worker.ts'),
  ] as const
  const [{ startApi }, { seed }, { connectDatabase }] = await Promise.all(loading)
  const config = connected(settings, await databaseUrl)
  const api = startApi(config, createLogger(config), await measuring)
  shutdown.before(async () => (await api).close())
  const database = connectDatabase(config.database.url, 3)
  try {
    const [{ url }, users] = await Promise.all([api, seed(database)])
    return { url, users }
  } finally {
    await database.$disconnect()
  }
}

async function startTicketWorker(config: Config): Promise<void> {
  const { startWorker } = await import('./worker.ts')
  const worker = startWorker(config, createLogger(config), await measuring)
  shutdown.before(async () => (await worker).close())
  await worker
}

async function startMetrics(config: Config): Promise<void> {
  const { showMetrics } = await import('./metrics/page.ts')
  const page = await showMetrics(config, createLogger(config), await measuring)
  shutdown.before(() => page.close())
}

async function makeSchedules({ temporal }: Config): Promise<void> {
  const { ensureSchedules } = await import('../engine/schedules.ts')
  await ensureSchedules(temporal)
}

async function fail(message: string): Promise<void> {
  progress.say(`\n${message}`)
  await stopAndExit(1)
}

async function stopAndExit(code: number): Promise<void> {
  progress.end()
  await shutdown.run((error) => progress.say(`While stopping: ${explain(error)}`))
  process.exit(code)
}
