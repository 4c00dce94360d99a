import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { stringify } from 'yaml'
import { startChild } from './child-process.ts'
import { createDatabase, type Postgres, postgresUser } from './postgres.ts'
import { freePorts } from './ports.ts'
import type { ServerBinaries } from './temporal-binaries.ts'

const run = promisify(execFile)

/** The real server, on our PostgreSQL: what production runs. */
export async function startTemporalServer(options: {
  dataDir: string
  binaries: ServerBinaries
  postgres: Postgres
  port: number
  sandboxClock: boolean
  continueAsNewAfter?: number
}) {
  const { dataDir, binaries, postgres, port } = options
  const folder = path.join(dataDir, 'temporal')
  await mkdir(folder, { recursive: true })
  await setUpSchema(binaries['temporal-sql-tool'], folder, postgres)
  const config = path.join(folder, 'server.yaml')
  const dynamicConfig = path.join(folder, 'dynamic-config.yaml')
  await writeFile(dynamicConfig, stringify(dynamicSettings(options)))
  await writeFile(config, stringify(await serverSettings(port, postgres, dynamicConfig)))
  const child = await startChild({
    name: 'temporal-server',
    dataDir,
    command: binaries['temporal-server'],
    args: ['--config-file', config, '--allow-no-auth', 'start'],
    env: {},
    cwd: folder,
  })
  return { address: `127.0.0.1:${port}`, stop: (signal?: NodeJS.Signals) => child.stop(signal), ended: child.ended }
}

/** The server's web page. */
export async function startTemporalUi(options: {
  dataDir: string
  binary: string
  port: number
  temporalAddress: string
  namespace: string
}) {
  const folder = path.join(options.dataDir, 'temporal-ui')
  await mkdir(folder, { recursive: true })
  const settings = {
    temporalGrpcAddress: options.temporalAddress,
    host: '127.0.0.1',
    port: options.port,
    enableUi: true,
    defaultNamespace: options.namespace,
    cors: { cookieInsecure: true, allowOrigins: [] },
  }
  await writeFile(path.join(folder, 'development.yaml'), stringify(settings))
  const args = ['--root', folder, '--config', '.', 'start']
  const child = await startChild({
    name: 'temporal-ui',
    dataDir: options.dataDir,
    command: options.binary,
    args,
    env: {},
    cwd: folder,
  })
  return { url: `http://127.0.0.1:${options.port}`, stop: () => child.stop() }
}

const stores = [
  { database: 'temporal', schema: 'postgresql/v12/temporal' },
  { database: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
]

/** Once per data folder: another version of the server has a cache folder, and so a marker, of its own. */
async function setUpSchema(tool: string, folder: string, postgres: Postgres): Promise<void> {
  const marker = path.join(folder, `schema-${path.basename(path.dirname(tool))}`)
  if (existsSync(marker)) return
  await Promise.all(
    stores.map(async ({ database, schema }) => {
      await createDatabase(postgres, database)
      const connection = ['--plugin', 'postgres12_pgx', '--ep', '127.0.0.1', '-p', String(postgres.port)]
      const sql = (...args: string[]) =>
        run(tool, [...connection, '-u', postgresUser, '--pw', postgres.password, '--db', database, ...args])
      await sql('setup-schema', '-v', '0.0')
      await sql('update-schema', '--schema-name', schema)
    }),
  )
  await writeFile(marker, '')
}

function dynamicSettings({ sandboxClock, continueAsNewAfter }: { sandboxClock: boolean; continueAsNewAfter?: number }) {
  return {
    'frontend.WorkflowTimeSkippingEnabled': [{ value: sandboxClock }],
    // Without it each skip takes a second.
    'history.timerProcessorMaxTimeShift': [{ value: '10ms' }],
    'system.forceSearchAttributesCacheRefreshOnRead': [{ value: true }],
    ...(continueAsNewAfter && { 'limit.historyCount.suggestContinueAsNew': [{ value: continueAsNewAfter }] }),
  }
}

async function serverSettings(port: number, postgres: Postgres, dynamicConfig: string) {
  const [http, historyPort, matchingPort, workerPort, m1, m2, m3, m4, metrics, pprof] = await freePorts(10)
  const rpc = (grpcPort: number | undefined, membershipPort: number | undefined) => ({
    rpc: { grpcPort, membershipPort, bindOnLocalHost: true },
  })
  const store = (databaseName: string, maxConns: number) => ({
    sql: {
      pluginName: 'postgres12_pgx',
      databaseName,
      connectAddr: `127.0.0.1:${postgres.port}`,
      connectProtocol: 'tcp',
      user: postgresUser,
      password: postgres.password,
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  })
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { default: store('temporal', 20), visibility: store('temporal_visibility', 10) },
    },
    global: {
      membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' },
      pprof: { port: pprof },
      metrics: { prometheus: { framework: 'tally', timerType: 'histogram', listenAddress: `127.0.0.1:${metrics}` } },
    },
    services: {
      frontend: { rpc: { ...rpc(port, m1).rpc, httpPort: http } },
      history: rpc(historyPort, m2),
      matching: rpc(matchingPort, m3),
      worker: rpc(workerPort, m4),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${port}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicConfig, pollInterval: '60s' },
  }
}
