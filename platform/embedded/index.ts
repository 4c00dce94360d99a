import { mkdir } from 'node:fs/promises'
import { migrate } from '../migrate.ts'
import { rememberEngine, requireSameEngine } from './data-folder.ts'
import { type MailCatcher, startMailCatcher } from './mail-catcher.ts'
import type { Part } from './part.ts'
import { createDatabase, type Postgres, startPostgres } from './postgres.ts'
import { startTemporalCli } from './temporal-cli.ts'
import { type Engine, findEngine } from './temporal-engine.ts'
import { startTemporalServer, startTemporalUi, type TemporalServer } from './temporal-server.ts'

export interface EmbeddedOptions {
  dataDir: string
  cacheDir: string
  ports: { postgres: number; temporal: number; temporalUi: number; smtp: number; mailUi: number }
  namespace: string
  sandboxClock: boolean
  /** History events after which a run continues as new; the server's own, some thousand, if absent. */
  continueAsNewAfter?: number
  progress(line: string): void
  /** What is not embedded, since an address was given for it, or since it is not wanted. */
  given: {
    databaseUrl?: string
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
  temporal?: Part
  /** Resolves with a message when a part has ended without having been asked to. */
  died: Promise<string>
  stop(): Promise<void>
}

/** Brings up what the product stands on, each part unless it was given. Whatever was started is stopped on failure. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const parts: Part[] = []
  const stop = async () => {
    for (const part of parts.splice(0).reverse()) await part.stop()
  }
  try {
    const started = await startParts(options, (part) => parts.push(part))
    return { ...started, died: Promise.race(parts.map((part) => part.died)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startParts(options: EmbeddedOptions, keep: (part: Part) => void) {
  const { dataDir, cacheDir, ports, given, progress } = options
  await mkdir(dataDir, { recursive: true })
  const engine = given.temporalAddress ? undefined : await findEngine(cacheDir, progress)
  const engineName = engine?.name ?? 'TEMPORAL_ADDRESS'
  await requireSameEngine(dataDir, engineName)
  const kept = async <T extends Part>(starting: Promise<T>): Promise<T> => {
    const part = await starting
    keep(part)
    return part
  }
  const [stack, mail] = await allOrFirstError([
    startStack(options, engine, kept),
    given.smtpUrl ? undefined : kept<MailCatcher>(startMailCatcher(dataDir, ports)),
  ])
  await rememberEngine(dataDir, engineName)
  return { ...stack, smtpUrl: given.smtpUrl || (mail?.smtpUrl ?? ''), mailUrl: mail?.url }
}

type Keep = <T extends Part>(starting: Promise<T>) => Promise<T>

async function startStack(options: EmbeddedOptions, engine: Engine | undefined, kept: Keep) {
  const { dataDir, ports, given, namespace } = options
  const needsPostgres = !given.databaseUrl || engine?.name === 'temporal-server'
  const postgres = needsPostgres ? await kept<Postgres>(startPostgres(dataDir, ports.postgres)) : undefined
  const loading = import('../temporal-setup.ts')
  const [databaseUrl, temporal] = await allOrFirstError([
    ownDatabase(given.databaseUrl, postgres),
    engine && startTemporal(options, engine, postgres, kept),
  ])
  const temporalAddress = temporal?.address ?? given.temporalAddress ?? ''
  // Loaded while the server starts: the SDK takes a while to read.
  const { setUpTemporal } = await loading
  await setUpTemporal({ address: temporalAddress, tls: given.temporalTls, apiKey: given.temporalApiKey }, namespace)
  return { databaseUrl, temporalAddress, temporalUiUrl: temporal?.uiUrl, postgres, temporal }
}

async function ownDatabase(given: string | undefined, postgres: Postgres | undefined): Promise<string> {
  if (!given && postgres) await createDatabase(postgres, 'aftercare')
  const url = given || (postgres?.url('aftercare') ?? '')
  await migrate(url)
  return url
}

async function startTemporal(
  options: EmbeddedOptions,
  engine: Engine,
  postgres: Postgres | undefined,
  kept: Keep,
): Promise<TemporalServer> {
  const { dataDir, ports, sandboxClock, namespace } = options
  if (engine.name === 'the Temporal CLI') {
    const { command } = engine
    return kept(startTemporalCli({ command, dataDir, port: ports.temporal, uiPort: ports.temporalUi, sandboxClock }))
  }
  if (postgres === undefined) throw new Error('The Temporal server needs the embedded PostgreSQL')
  const { binaries } = engine
  const temporalAddress = `127.0.0.1:${ports.temporal}`
  const [server] = await allOrFirstError([
    kept(startTemporalServer({ ...options, binaries, postgres, port: ports.temporal })),
    options.given.withoutUi
      ? undefined
      : kept(
          startTemporalUi({
            dataDir,
            binary: binaries['temporal-ui'],
            port: ports.temporalUi,
            temporalAddress,
            namespace,
          }),
        ),
  ])
  return options.given.withoutUi ? server : { ...server, uiUrl: `http://127.0.0.1:${ports.temporalUi}` }
}

/** Like Promise.all, but nothing is still starting when it throws: what did start can be stopped then. */
async function allOrFirstError<T extends readonly unknown[]>(work: [...T]): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work)
  return (await Promise.all(work)) as { [K in keyof T]: Awaited<T[K]> }
}
