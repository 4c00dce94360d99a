import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stringify } from 'yaml'
import { temporalLogin } from '../database-logins.ts'
import { startChild } from './child-process.ts'
import { type Part, portAnswers, startPart } from './part.ts'
import { type Postgres, query } from './postgres.ts'
import type { ServerBinaries } from './temporal-binaries.ts'
import { setUpSchema } from './temporal-schema.ts'
import { dynamicSettings, serverSettings } from './temporal-settings.ts'

export interface TemporalServer extends Part {
  address: string
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
  await writeFile(dynamicConfig, stringify(dynamicSettings(options)))
  await writeFile(config, stringify(await serverSettings(port, postgres, dynamicConfig)), { mode: 0o600 })
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
      })
    },
    attempt: () => portAnswers(port),
  })
  return { ...part, address: `127.0.0.1:${port}` }
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
  await writeFile(path.join(folder, 'development.yaml'), stringify(settings))
  const args = ['--root', folder, '--config', '.', 'start']
  return startPart({
    name: 'The Temporal UI',
    spawn: () => startChild({ name: 'temporal-ui', dataDir, command: options.binary, args, cwd: folder }),
    attempt: () => portAnswers(port),
  })
}
