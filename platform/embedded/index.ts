import { setUpOwnDatabase } from '../database-logins.ts'
import { migrate } from '../migrate.ts'
import type { SearchAttributes } from '../temporal-setup.ts'
import { makeDataFolder, rememberEngine, requireSameEngine } from './data-folder.ts'
import { startMailCatcher } from './mail-catcher.ts'
import type { Part } from './part.ts'
import { isMade, type Postgres, startPostgres } from './postgres.ts'
import { Supervisor } from './supervisor.ts'
import { startTemporalCli } from './temporal-cli.ts'
import { type Engine, findEngine } from './temporal-engine.ts'
import { startTemporalServer, startTemporalUi, type TemporalServer } from './temporal-server.ts'
import { requireWayTo } from './way-for-nobody.ts'

export interface EmbeddedOptions {
  dataDir: string
  cacheDir: string
  ports: { postgres: number; temporal: number; temporalUi: number; smtp: number; mailUi: number }
  namespace: string
  /** Asked for while the server starts, since they are read with its SDK. */
  searchAttributes(): Promise<SearchAttributes>
  sandboxClock: boolean
  /** Shows Temporal's page what there is, without a way to change it. */
  temporalUiReadOnly: boolean
  /** History events after which a run continues as new; the server's own, some thousand, if absent. */
  continueAsNewAfter?: number
  /** Deadlines that a move of a clock crosses unless it asks for more; the server's own, 200, if absent. */
  deadlinesAMove?: number
  progress(line: string): void
  /** Called when there is time for other work, while the parts start; the database's URL comes when it is ready. */
  meanwhile?(databaseUrl: Promise<string>): void
  /** What is not embedded, since an address was given for it, or since it is not wanted. */
  given: {
    databaseUrl?: string
    /** Of who may migrate it. */
    databaseOwnerUrl?: string
    temporalAddress?: string
    temporalTls?: boolean
    temporalApiKey?: string
    smtpUrl?: string
    withoutUi?: boolean
  }
}

export interface Embedded {
  databaseUrl: string
  temporalAddress: string
  smtpUrl: string
  mailUrl?: string
  temporalUiUrl?: string
  postgres?: Postgres
  /** Resolves with why, when a part went on ending by itself. */
  gaveUp: Promise<string>
  stop(): Promise<void>
}

/** Brings up what the product stands on, each part unless it was given. Whatever was started is stopped on failure. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const parts: Part[] = []
  const supervisor = new Supervisor(options.progress)
  const stop = async () => {
    supervisor.stop()
    for (const part of parts.splice(0).reverse()) await part.stop()
  }
  try {
    const started = await startParts(options, (part, needs) => {
      parts.push(part)
      // One that is not ready once has a fault that ends the whole start.
      part.ready.then(
        () => supervisor.watch(part, needs),
        () => undefined,
      )
    })
    return { ...started, gaveUp: supervisor.gaveUp, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startParts(options: EmbeddedOptions, keep: (part: Part, needs?: Part[]) => void) {
  const { dataDir, cacheDir, ports, given, progress } = options
  await makeDataFolder(dataDir)
  // Said before a build that takes minutes.
  if (!given.databaseUrl) await requireWayTo(dataDir)
  const engine = given.temporalAddress ? undefined : await findEngine(cacheDir, progress)
  const engineName = engine?.name ?? 'TEMPORAL_ADDRESS'
  await requireSameEngine(dataDir, engineName)
  const parts: Part[] = []
  const kept = <T extends Part>(part: T, needs?: Part[]): T => {
    keep(part, needs)
    parts.push(part)
    return part
  }
  const mail = given.smtpUrl ? undefined : kept(await startMailCatcher(dataDir, ports))
  const needsPostgres = !given.databaseUrl || engine?.name === 'temporal-server'
  const isNew = needsPostgres && !isMade(dataDir)
  let setUpDatabase = () => {}
  const database = new Promise<void>((resolve) => {
    setUpDatabase = resolve
  }).then(() => ownDatabase(given, postgres))
  // Told to whoever waits for it, which may be later.
  database.catch(() => undefined)
  // A new folder takes a second to make, and its databases another: time enough to read our code.
  if (isNew) options.meanwhile?.(database)
  const postgres = needsPostgres ? kept(await startPostgres(dataDir, ports.postgres)) : undefined
  await postgres?.ready
  if (isNew) setUpDatabase()
  const temporal = engine && kept(await startTemporal(options, engine, postgres), postgres && [postgres])
  const ui = engine && (await startUi(options, engine))
  if (ui) kept(ui)
  // Else what the server waits for comes first.
  if (!isNew) options.meanwhile?.(database)
  setUpDatabase()
  // Only now: reading the SDK takes as long as the server takes to start.
  const [{ setUpTemporal }, attributes, databaseUrl] = await Promise.all([
    import('../temporal-setup.ts'),
    options.searchAttributes(),
    database,
  ])
  await Promise.all(parts.map((part) => part.ready))
  const temporalAddress = temporal?.address ?? given.temporalAddress ?? ''
  const server = { address: temporalAddress, tls: given.temporalTls, apiKey: given.temporalApiKey }
  await setUpTemporal(server, options.namespace, attributes)
  await temporal?.knowsAttributes?.()
  await rememberEngine(dataDir, engineName)
  return {
    databaseUrl,
    temporalAddress,
    smtpUrl: mail?.smtpUrl ?? given.smtpUrl ?? '',
    mailUrl: mail?.url,
    temporalUiUrl: engine && !given.withoutUi ? `http://127.0.0.1:${ports.temporalUi}` : undefined,
    postgres,
  }
}

/** Migrated. Answers its address for the service, which may do less than who migrates. */
async function ownDatabase(given: EmbeddedOptions['given'], postgres: Postgres | undefined): Promise<string> {
  if (given.databaseUrl || postgres === undefined) {
    await migrate(given.databaseOwnerUrl || given.databaseUrl || '')
    return given.databaseUrl || ''
  }
  const owner = postgres.url('aftercare', 'aftercare_owner')
  const app = postgres.url('aftercare', 'aftercare_app')
  await setUpOwnDatabase(postgres.url('postgres'), owner, app)
  await migrate(owner)
  return app
}

async function startTemporal(
  options: EmbeddedOptions,
  engine: Engine,
  postgres: Postgres | undefined,
): Promise<TemporalServer> {
  const { dataDir, ports, sandboxClock } = options
  if (engine.name === 'the Temporal CLI') {
    const { command } = engine
    return startTemporalCli({ command, dataDir, port: ports.temporal, uiPort: ports.temporalUi, sandboxClock })
  }
  if (postgres === undefined) throw new Error('The Temporal server needs the embedded PostgreSQL')
  return startTemporalServer({ ...options, binaries: engine.binaries, postgres, port: ports.temporal })
}

/** The CLI brings its own. */
async function startUi(options: EmbeddedOptions, engine: Engine) {
  const { dataDir, ports, namespace, temporalUiReadOnly: readOnly, given } = options
  if (engine.name === 'the Temporal CLI' || given.withoutUi) return undefined
  return startTemporalUi({
    dataDir,
    binary: engine.binaries['temporal-ui'],
    port: ports.temporalUi,
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    namespace,
    readOnly,
  })
}
