import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { startChild } from './child-process.ts'
import { buildServer, builtServer, goIsThere, pinnedServerVersion, type ServerBinaries } from './temporal-binaries.ts'

const run = promisify(execFile)

/** What a data folder is run with; it remembers, since one engine cannot read another's data. */
export type Engine =
  | { name: string; kind: 'server'; binaries: ServerBinaries }
  | { name: string; kind: 'cli'; command: string }
  | { name: string; kind: 'download' }

/** The CLI's dev server skips time, and has what we use, from here on. */
const oldestCli = [1, 9, 1]

export class NoEngine extends Error {
  override readonly name = 'NoEngine'
}

/**
 * The Temporal server, in this order: one built before, a `temporal` on PATH, the SDK's download, a build from source.
 * A data folder that was made with one engine keeps it.
 */
export async function chooseEngine(
  dataDir: string,
  cacheDir: string,
  progress: (line: string) => void,
): Promise<Engine> {
  const engine = await findEngine(cacheDir, progress)
  const file = path.join(dataDir, 'engine.json')
  if (!existsSync(file)) {
    await writeFile(file, JSON.stringify({ engine: engine.name }))
    return engine
  }
  const { engine: made } = JSON.parse(await readFile(file, 'utf8')) as { engine: string }
  if (made === engine.name) return engine
  throw new NoEngine(
    `The data in ${dataDir} was made with ${made}, and what is here now is ${engine.name}, which cannot read it. ` +
      `Make ${made} available again, or start with another folder: npm start -- --data DIR`,
  )
}

async function findEngine(cacheDir: string, progress: (line: string) => void): Promise<Engine> {
  const server = async (binaries: ServerBinaries): Promise<Engine> => ({
    name: `temporal-server ${await pinnedServerVersion()}`,
    kind: 'server',
    binaries,
  })
  const built = await builtServer(cacheDir)
  if (built) return server(built)
  if (await cliOnPath()) return { name: 'temporal CLI', kind: 'cli', command: 'temporal' }
  if (await canDownload(cacheDir, progress)) return { name: 'temporal CLI, downloaded', kind: 'download' }
  if (await goIsThere()) return server(await buildServer(cacheDir, progress))
  throw new NoEngine(
    'No Temporal server can be had here. Do one of these, then start again:\n' +
      '  - install Go 1.26 or newer (https://go.dev/dl): the server is then built once, in some minutes\n' +
      '  - install the Temporal CLI 1.9.1 or newer (https://docs.temporal.io/cli)\n' +
      '  - set TEMPORAL_ADDRESS to a server of yours',
  )
}

async function cliOnPath(): Promise<boolean> {
  const { stdout } = await run('temporal', ['--version']).catch(() => ({ stdout: '' }))
  const version = /version (\d+)\.(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number)
  if (version === undefined) return false
  const at = version.findIndex((part, index) => part !== oldestCli[index])
  return at === -1 || (version[at] ?? 0) > (oldestCli[at] ?? 0)
}

const downloadPatienceMs = 90_000

async function canDownload(cacheDir: string, progress: (line: string) => void): Promise<boolean> {
  progress("looking for the SDK's download of the Temporal server")
  const attempt = startDownloaded({ cacheDir }).then(async (environment) => {
    await environment.teardown()
    return true
  })
  const patience = new Promise<false>((resolve) => setTimeout(() => resolve(false), downloadPatienceMs).unref())
  return Promise.race([attempt, patience]).catch(() => false)
}

interface DevServerOptions {
  cacheDir: string
  port?: number
  uiPort?: number
  database?: string
  extraArgs?: string[]
}

function startDownloaded({ cacheDir, port, uiPort, database, extraArgs = [] }: DevServerOptions) {
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'cached-download', downloadDir: cacheDir },
      port,
      uiPort,
      ui: uiPort !== undefined,
      dbFilename: database,
      extraArgs,
    },
  })
}

/** The CLI's own server, where ours cannot be built: its data are a file, its page comes with it. */
export async function startDevServer(options: {
  engine: Engine & { kind: 'cli' | 'download' }
  dataDir: string
  cacheDir: string
  port: number
  uiPort: number
  sandboxClock: boolean
}) {
  const { engine, dataDir, cacheDir, port, uiPort, sandboxClock } = options
  const database = path.join(dataDir, 'temporal.db')
  const extraArgs = [
    ...['--dynamic-config-value', `frontend.WorkflowTimeSkippingEnabled=${sandboxClock}`],
    ...['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"'],
  ]
  const found = { address: `127.0.0.1:${port}`, uiUrl: `http://127.0.0.1:${uiPort}` }
  if (engine.kind === 'download') {
    const environment = await startDownloaded({ cacheDir, port, uiPort, database, extraArgs })
    return { ...found, stop: () => environment.teardown() }
  }
  const address = ['--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort), '--db-filename', database]
  const child = await startChild({
    name: 'temporal-cli',
    dataDir,
    command: engine.command,
    args: ['server', 'start-dev', ...address, ...extraArgs],
  })
  return { ...found, stop: () => child.stop() }
}
