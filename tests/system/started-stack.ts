import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Address {
  api: string
  mail: string
  temporal: string
  temporalUi: string
  users: { role: string; email: string; password: string; token: string }[]
}

/** What `npm start` has run, as a user would. */
export class StartedStack {
  output = ''
  messages = ''
  private readonly child: ChildProcess
  private readonly ended: Promise<number | null>

  /** By `node` it can be killed itself; by `npm` signals take the way that a user's take. */
  constructor(args: string[], env: Record<string, string> = {}, by: 'node' | 'npm' = 'node') {
    const command =
      by === 'npm' ? ['npm', 'start', '--silent', '--'] : [process.execPath, 'tools/run.mjs', 'bin/dev.ts']
    this.child = spawn(command[0] ?? '', [...command.slice(1), ...args], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'warn', ...env },
    })
    this.child.stdout?.on('data', (chunk) => {
      this.output += chunk
    })
    this.child.stderr?.on('data', (chunk) => {
      this.messages += chunk
    })
    this.ended = new Promise((resolve) => this.child.on('close', resolve))
  }

  /** Where it is, once it is ready. */
  async ready(): Promise<Address> {
    let code: number | null | undefined
    void this.ended.then((value) => {
      code = value
    })
    while (!this.output.includes('\n')) {
      if (code !== undefined) throw new Error(`It ended with ${code}:\n${this.messages}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return JSON.parse(this.output) as Address
  }

  /** Sends the signal, and answers its exit code when it has ended. */
  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal)
    return this.ended
  }

  exitCode(): Promise<number | null> {
    return this.ended
  }
}

/** A folder that PostgreSQL, which runs as nobody where the tests run as root, may enter. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aftercare-start-'))
  await chmod(folder, 0o755)
  return folder
}

/** Command lines of what runs on that folder. */
export async function runningOn(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return commands.map((command) => command.replaceAll('\0', ' ')).filter((command) => command.includes(folder))
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}
