import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { goBuild, type TellBuilt } from './go-build.ts'
import { recordedProcess, recordProcess } from './recorded-process.ts'

const run = promisify(execFile)
const module = fileURLToPath(new URL('../../tools/temporal-server', import.meta.url))

/** What each binary is built from; the versions are pinned in tools/temporal-server/go.mod. */
const packages = {
  'temporal-server': 'go.temporal.io/server/cmd/server',
  'temporal-sql-tool': 'go.temporal.io/server/cmd/tools/sql',
  'temporal-ui': 'github.com/temporalio/ui-server/v2/cmd/server',
}
type Binary = keyof typeof packages
export type ServerBinaries = Record<Binary, string>

/** The Temporal server's version that go.mod pins, e.g. `1.32.0`. */
export async function pinnedServerVersion(): Promise<string> {
  const goMod = await readFile(path.join(module, 'go.mod'), 'utf8')
  const version = /go\.temporal\.io\/server v(\S+)/.exec(goMod)?.[1]
  if (version === undefined) throw new Error('tools/temporal-server/go.mod pins no go.temporal.io/server')
  return version
}

async function serverFolder(cacheDir: string): Promise<string> {
  return path.join(cacheDir, `temporal-server-${await pinnedServerVersion()}`)
}

/** The binaries of an earlier build, all three or none. */
export async function builtServer(cacheDir: string): Promise<ServerBinaries | undefined> {
  const binaries = binariesIn(await serverFolder(cacheDir))
  return Object.values(binaries).every((file) => existsSync(file)) ? binaries : undefined
}

/** Is there a Go that can build it? An older one fetches the toolchain that go.mod names, if it can. */
export async function goIsThere(): Promise<boolean> {
  return run('go', ['version'], { cwd: module }).then(
    () => true,
    () => false,
  )
}

/** Builds the server once for this user; another start that is building already is waited for. Takes minutes. */
export async function buildServer(cacheDir: string, progress: (line: string) => void): Promise<ServerBinaries> {
  const folder = await serverFolder(cacheDir)
  await mkdir(folder, { recursive: true })
  const lock = path.join(folder, 'building')
  while (!(await takeLock(lock))) {
    progress('Another start is building the Temporal server: waiting for it')
    await sleep(5000)
    const built = await builtServer(cacheDir)
    if (built) return built
  }
  try {
    const binaries = binariesIn(folder)
    for (const [name, source] of Object.entries(packages) as [Binary, string][]) {
      if (existsSync(binaries[name])) continue
      progress(`Building ${name} from its source, once for this machine; all three take some minutes`)
      const unfinished = `${binaries[name]}.unfinished`
      await goBuild(module, source, unfinished, counted(name, progress))
      await rename(unfinished, binaries[name])
    }
    return binaries
  } finally {
    await rm(lock, { force: true })
  }
}

function binariesIn(folder: string): ServerBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const at = (name: Binary) => path.join(folder, name + suffix)
  return {
    'temporal-server': at('temporal-server'),
    'temporal-sql-tool': at('temporal-sql-tool'),
    'temporal-ui': at('temporal-ui'),
  }
}

/** A line every ten seconds. */
function counted(name: Binary, progress: (line: string) => void): TellBuilt {
  let last = performance.now()
  return (built, of) => {
    if (performance.now() - last < 10_000) return
    last = performance.now()
    progress(`${name}: ${built.toLocaleString('en')} of ${of.toLocaleString('en')} packages`)
  }
}

/** One that was left by a start that has ended does not count. */
async function takeLock(lock: string): Promise<boolean> {
  if (recordedProcess(lock) === undefined) await rm(lock, { force: true })
  try {
    recordProcess(lock, process.pid, { exclusive: true })
    return true
  } catch {
    return false
  }
}
