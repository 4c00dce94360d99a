import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Ready } from '../../../bin/dev/welcome.ts'
import { freePorts } from '../../../platform/embedded/ports.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

interface Started {
  pid: number
  /** Ends it cleanly, unless it has ended. Resolves when it has. */
  stop(): Promise<void>
}

export interface Product extends Started {
  /** Where it is, and the demo users' tokens. */
  ready: Ready
}

export interface Program extends Started {
  /** Where it answers, if it does. */
  api?: string
}

/**
 * What `npm start` runs, API and worker in one process, on the database, the engine and the mail server that `settings`
 * name: nothing is embedded in it, so that each part's cost is its own. Its log is `product.log` in `folder`.
 */
export async function startProduct(folder: string, settings: Record<string, string>): Promise<Product> {
  const args = ['bin/dev.ts', '--data', path.join(folder, 'product'), '--ports', 'auto', '--json']
  const { child, ...started } = start(folder, 'product', args, settings)
  const line = await started.heard(child.stdout, () => true)
  return { ...started, ready: JSON.parse(line) as Ready }
}

/** One more program beside it, as in production. */
export async function startProgram(
  folder: string,
  name: 'api' | 'worker',
  settings: Record<string, string>,
): Promise<Program> {
  const [port] = await freePorts(1)
  const env = name === 'api' ? { ...settings, API_PORT: String(port) } : settings
  const { child, ...started } = start(folder, name, [`bin/${name}.ts`], env)
  await started.heard(child.stderr, (line) => line.includes('"Ready"'))
  return { ...started, ...(name === 'api' && { api: `http://127.0.0.1:${port}` }) }
}

/** As `npm start` starts it. */
export const asStarted = ['--max-semi-space-size=64']

function start(folder: string, name: string, args: string[], settings: Record<string, string>) {
  mkdirSync(folder, { recursive: true })
  const child = spawn(process.execPath, [...asStarted, 'tools/run.mjs', ...args], {
    cwd: root,
    // Ctrl-C in the terminal reaches us alone, who end the parts in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
  })
  child.stderr.pipe(createWriteStream(path.join(folder, `${name}.log`), { flags: 'a' }))
  let last = ''
  child.stderr.on('data', (chunk: Buffer) => {
    last = (last + chunk.toString('utf8')).slice(-2000)
  })
  const neverReady = (code: unknown): never => {
    throw new Error(`${name} ended with ${code} before it was ready. It said last:\n${last}`)
  }
  const killWithUs = () => child.kill('SIGKILL')
  process.on('exit', killWithUs)
  const ended = once(child, 'exit').finally(() => process.off('exit', killWithUs))
  return {
    child,
    pid: child.pid ?? 0,
    heard: (output: Readable, isIt: (line: string) => boolean) =>
      Promise.race([lineOf(output, isIt), ended.then(([code]) => neverReady(code))]),
    stop: async () => stop(child, ended),
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
  await ended
}

async function lineOf(output: Readable, isIt: (line: string) => boolean): Promise<string> {
  // It goes on being read, so that whoever writes never waits.
  const lines = createInterface(output)
  for (;;) {
    const [line] = (await once(lines, 'line')) as [string]
    if (isIt(line)) return line
  }
}
