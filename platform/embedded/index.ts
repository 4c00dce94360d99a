import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { migrate } from '../migrate.ts'
import { setUpTemporal } from '../temporal-setup.ts'
import { startMailCatcher } from './mail-catcher.ts'
import { createDatabase, type Postgres, startPostgres } from './postgres.ts'
import { chooseEngine, type Engine, startDevServer } from './temporal-engine.ts'
import { startTemporalServer, startTemporalUi } from './temporal-server.ts'

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
  given: { databaseUrl?: string; temporalAddress?: string; smtpUrl?: string; withoutUi?: boolean }
}

export interface Embedded {
  databaseUrl: string
  temporalAddress: string
  smtpUrl: string
  mailUrl?: string
  temporalUiUrl?: string
  postgres?: Postgres
  stop(): Promise<void>
}

/** Brings up what the product stands on, each part unless it was given. Whatever was started is stopped on failure. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne()
  }
  try {
    return { ...(await startParts(options, stops)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startParts(
  options: EmbeddedOptions,
  stops: (() => Promise<unknown>)[],
): Promise<Omit<Embedded, 'stop'>> {
  const { dataDir, cacheDir, ports, given, progress } = options
  await mkdir(dataDir, { recursive: true })
  const engine = given.temporalAddress ? undefined : await chooseEngine(dataDir, cacheDir, progress)
  const mail = given.smtpUrl ? undefined : await startMailCatcher(dataDir, ports)
  if (mail) stops.push(mail.stop)
  const needsPostgres = !given.databaseUrl || engine?.kind === 'server'
  const postgres = needsPostgres ? await startPostgres(dataDir, ports.postgres) : undefined
  if (postgres) stops.push(() => postgres.stop())
  const [databaseUrl, temporal] = await Promise.all([
    ownDatabase(given.databaseUrl, postgres),
    engine && startTemporal(engine, postgres, options, stops),
  ])
  const temporalAddress = given.temporalAddress ?? temporal?.address ?? ''
  await Promise.race([waitForTemporal(temporalAddress, options.namespace), diedAtStart(temporal?.ended)])
  return {
    databaseUrl,
    temporalAddress,
    smtpUrl: given.smtpUrl ?? mail?.smtpUrl ?? '',
    mailUrl: mail?.url,
    temporalUiUrl: temporal?.uiUrl,
    postgres,
  }
}

async function ownDatabase(given: string | undefined, postgres: Postgres | undefined): Promise<string> {
  if (!given && postgres) await createDatabase(postgres, 'aftercare')
  const url = given ?? postgres?.url('aftercare') ?? ''
  await migrate(url)
  return url
}

async function startTemporal(
  engine: Engine,
  postgres: Postgres | undefined,
  options: EmbeddedOptions,
  stops: (() => Promise<unknown>)[],
): Promise<{ address: string; uiUrl?: string; ended?: Promise<string> }> {
  const { dataDir, cacheDir, ports, sandboxClock, namespace } = options
  if (engine.kind !== 'server' || postgres === undefined) {
    if (engine.kind === 'server') throw new Error('The Temporal server needs the embedded PostgreSQL')
    const dev = await startDevServer({
      engine,
      dataDir,
      cacheDir,
      port: ports.temporal,
      uiPort: ports.temporalUi,
      sandboxClock,
    })
    stops.push(dev.stop)
    return { address: dev.address, uiUrl: dev.uiUrl }
  }
  const { binaries } = engine
  const server = await startTemporalServer({ ...options, binaries, postgres, port: ports.temporal })
  stops.push(() => server.stop())
  if (options.given.withoutUi) return server
  const ui = await startTemporalUi({
    dataDir,
    binary: binaries['temporal-ui'],
    port: ports.temporalUi,
    temporalAddress: server.address,
    namespace,
  })
  stops.push(ui.stop)
  return { ...server, uiUrl: ui.url }
}

async function diedAtStart(ended: Promise<string> | undefined): Promise<never> {
  const last = await (ended ?? new Promise<string>(() => undefined))
  throw new Error(`The Temporal server did not start; it said last: ${last}`)
}

/** The server takes a second or two until it answers, and a little more until a new namespace is known to all of it. */
async function waitForTemporal(address: string, namespace: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const connection = await Connection.connect({ address, connectTimeout: '1 second' }).catch(() => undefined)
    try {
      if (connection) {
        await setUpTemporal(connection, namespace)
        await connection.workflowService.countWorkflowExecutions({ namespace, query: "TicketNumber = 'none'" })
        return
      }
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`Temporal at ${address} does not answer`, { cause: error })
    } finally {
      await connection?.close()
    }
    if (Date.now() > deadline) throw new Error(`Temporal at ${address} does not answer`)
    await sleep(100)
  }
}
