import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { buildServer, builtServer, goIsThere, type ServerBinaries } from './temporal-binaries.ts'

const run = promisify(execFile)

/** Two engines, by whose data they read: the server on PostgreSQL, and the CLI's dev server with a file of its own. */
export type Engine =
  | { name: 'temporal-server'; binaries: ServerBinaries }
  | { name: 'the Temporal CLI'; command: string }

/** The CLI's dev server skips time, and has what we use, from here on. */
const oldestCli = [1, 9, 1]

export class NoEngine extends Error {
  override readonly name = 'NoEngine'
}

/** In this order: a server built before, a `temporal` on PATH, the SDK's download, a build from source. Throws NoEngine. */
export async function findEngine(cacheDir: string, progress: (line: string) => void): Promise<Engine> {
  const built = await builtServer(cacheDir)
  if (built) return { name: 'temporal-server', binaries: built }
  const command = (await cliOnPath()) ?? (await cliDownloaded(cacheDir, progress))
  if (command) return { name: 'the Temporal CLI', command }
  if (await goIsThere()) return { name: 'temporal-server', binaries: await buildServer(cacheDir, progress) }
  throw new NoEngine(
    'No Temporal server can be had here. Do one of these, then start again:\n' +
      '  - install Go 1.26 or newer (https://go.dev/dl): the server is then built once, in some minutes\n' +
      '  - install the Temporal CLI 1.9.1 or newer (https://docs.temporal.io/cli)\n' +
      '  - set TEMPORAL_ADDRESS to a server of yours',
  )
}

async function cliOnPath(): Promise<string | undefined> {
  const { stdout } = await run('temporal', ['--version']).catch(() => ({ stdout: '' }))
  const version = /version (\d+)\.(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number)
  if (version === undefined) return undefined
  const at = version.findIndex((part, index) => part !== oldestCli[index])
  return at === -1 || (version[at] ?? 0) > (oldestCli[at] ?? 0) ? 'temporal' : undefined
}

/** The SDK knows where its makers offer the CLI; it is fetched once, by starting it once. */
async function cliDownloaded(cacheDir: string, progress: (line: string) => void): Promise<string | undefined> {
  const folder = path.join(cacheDir, `temporal-cli-${oldestCli.join('.')}`)
  const fetched = await executableIn(folder)
  if (fetched) return fetched
  if (!(await isReachable('https://temporal.download'))) return undefined
  progress('Downloading the Temporal CLI')
  await mkdir(folder, { recursive: true })
  const { TestWorkflowEnvironment } = await import('@temporalio/testing')
  const executable = { type: 'cached-download', downloadDir: folder, version: `v${oldestCli.join('.')}` } as const
  try {
    const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } })
    await environment.teardown()
    return await executableIn(folder)
  } catch (error) {
    progress(`The download failed: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

async function executableIn(folder: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined
  const name = (await readdir(folder)).find((file) => file.startsWith('temporal') && !file.endsWith('.downloading'))
  return name && path.join(folder, name)
}

/** Without a way to the internet this must not hold up the start. */
async function isReachable(url: string): Promise<boolean> {
  const patienceMs = 10_000
  return fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(patienceMs) }).then(
    () => true,
    () => false,
  )
}
