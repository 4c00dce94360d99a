import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Is told how many packages are compiled, or being compiled, of how many. */
export type TellBuilt = (built: number, of: number) => void

/** Builds a command of a Go module. Rejects with what the compiler said last. */
export async function goBuild(module: string, source: string, output: string, tell: TellBuilt): Promise<void> {
  // Without the count the build still says what is wrong, or goes on.
  const { all, stale } = await packagesOf(module, source).catch(() => ({ all: 0, stale: new Set<string>() }))
  await new Promise<void>((resolve, reject) => {
    // -v names each package as its turn comes; those that are cached have none.
    const args = ['build', '-v', '-trimpath', '-ldflags=-s -w', '-o', output, source]
    const child = spawn('go', args, { cwd: module, stdio: ['ignore', 'ignore', 'pipe'] })
    // Its compilers get their orders from it, and end with it.
    const killWithUs = () => child.kill()
    process.on('exit', killWithUs)
    let said = ''
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (stale.delete(line)) tell(all - stale.size, all)
      else said = `${said}${line}\n`.slice(-2000)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('exit', killWithUs)
      if (code === 0) resolve()
      else reject(new Error(`go build ${source} failed:\n${said}`))
    })
  })
}

/** How many packages it is made of, and which of them are not in the cache. */
async function packagesOf(module: string, source: string): Promise<{ all: number; stale: Set<string> }> {
  const args = ['list', '-deps', '-trimpath', '-f', '{{.ImportPath}} {{.Stale}}', source]
  const { stdout } = await run('go', args, { cwd: module, maxBuffer: 64 * 1024 * 1024 })
  const lines = stdout.trim().split('\n')
  const stale = lines.filter((line) => line.endsWith(' true')).map((line) => line.slice(0, -' true'.length))
  return { all: lines.length, stale: new Set(stale) }
}
