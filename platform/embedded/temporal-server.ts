import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporalLogin } from '../database-logins.ts'
import { startChild } from './child-process.ts'
import { type Part, portAnswers, startPart } from './part.ts'
import { type Postgres, query } from './postgres.ts'
import type { ServerBinaries } from './temporal-binaries.ts'
import { setUpSchema } from './temporal-schema.ts'
import { dynamicSettings, serverSettings } from './temporal-settings.ts'

export interface TemporalServer extends Part {
  address: string
  /** To be called once every search attribute is registered: it then asks for them once a minute, not at each look. */
  knowsAttributes?(): Promise<void>
}

/** The real server, on our PostgreSQL: what production runs. */
export async function startTemporalServer(options: {
  dataDir: string
  binaries: ServerBinaries
  postgres: Postgres
  port: number
  sandboxClock: boolean
  continueAsNewAfter?: number
  deadlinesAMove?: number
}): Promise<TemporalServer> {
  const { dataDir, binaries, postgres, port } = options
  const folder = path.join(dataDir, 'temporal')
  await mkdir(folder, { recursive: true })
  const config = path.join(folder, 'server.yaml')
  const dynamicConfig = path.join(folder, 'dynamic-config.yaml')
  await setUpSchema(binaries['temporal-sql-tool'], folder, postgres)
  const settle = (attributesAreNew: boolean) =>
    writeFile(dynamicConfig, yaml(dynamicSettings({ ...options, attributesAreNew })))
  await settle(true)
  await writeFile(config, yaml(await serverSettings(port, postgres, dynamicConfig)), { mode: 0o600 })
  const part = await startPart({
    name: 'The Temporal server',
    async spawn() {
      // Else the server waits for the members of its last run, for 15 s when it is stopped.
      await query(postgres.url('temporal', temporalLogin), 'DELETE FROM cluster_membership')
      return startChild({
        name: 'temporal-server',
        dataDir,
        command: binaries['temporal-server'],
        args: ['--config-file', config, '--allow-no-auth', 'start'],
        cwd: folder,
        // Its heap is small beside the machine's memory, and collected a quarter as often.
        env: { GOGC: '400' },
      })
    },
    attempt: () => portAnswers(port),
  })
  return { ...part, address: `127.0.0.1:${port}`, knowsAttributes: () => settle(false) }
}

/** JSON is YAML, too. */
function yaml(settings: object): string {
  return JSON.stringify(settings, null, 2)
}

/** The server's web page. */
export async function startTemporalUi(options: {
  dataDir: string
  binary: string
  port: number
  temporalAddress: string
  namespace: string
  readOnly: boolean
}): Promise<Part> {
  const { dataDir, port } = options
  const folder = path.join(dataDir, 'temporal-ui')
  await mkdir(folder, { recursive: true })
  const settings = {
    temporalGrpcAddress: options.temporalAddress,
    host: '127.0.0.1',
    port,
    enableUi: true,
    defaultNamespace: options.namespace,
    // Whoever reaches the page may else end or change any ticket's process.
    disableWriteActions: options.readOnly,
    cors: { cookieInsecure: true, allowOrigins: [] },
  }
  await writeFile(path.join(folder, 'development.yaml'), yaml(settings))
  const args = ['--root', folder, '--config', '.', 'start']
  return startPart({
    name: 'The Temporal UI',
    spawn: () => startChild({ name: 'temporal-ui', dataDir, command: options.binary, args, cwd: folder }),
    attempt: () => portAnswers(port),
  })
}
