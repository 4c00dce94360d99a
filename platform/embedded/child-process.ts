import { execFile, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface ChildOptions {
  /** Names the log and the pid file below `dataDir`. */
  name: string
  dataDir: string
  command: string
  args: string[]
  env?: Record<string, string>
  cwd?: string
  uid?: number
  gid?: number
  stopSignal?: NodeJS.Signals
}

export interface Child {
  pid: number
  /** Resolves with what the process said last when it ends. */
  ended: Promise<string>
  stop(signal?: NodeJS.Signals): Promise<void>
}

/**
 * Starts a part of the stack as a process of its own, with its output in `logs/<name>.log`. What an earlier run left
 * behind after a crash is ended first: it is known by its pid and by its command line.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, dataDir, command, args, env, cwd, uid, gid, stopSignal = 'SIGTERM' } = options
  await mkdir(path.join(dataDir, 'logs'), { recursive: true })
  const pidFile = path.join(dataDir, `${name}.pid`)
  await endLeftover(pidFile, path.basename(command))
  const log = createWriteStream(path.join(dataDir, 'logs', `${name}.log`), { flags: 'a' })
  // A group of its own: Ctrl-C in the terminal must reach the supervisor alone, which stops the parts in order.
  const child = spawn(command, args, {
    cwd,
    uid,
    gid,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: env ? { PATH: '/usr/bin:/bin', ...env } : undefined,
  })
  let last = ''
  const heard = (chunk: Buffer) => {
    log.write(chunk)
    last = (last + chunk.toString('utf8')).slice(-2000)
  }
  child.stdout.on('data', heard)
  child.stderr.on('data', heard)
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', () => resolve(last))
  })
  if (child.pid === undefined) throw new Error(`${name} did not start: ${await ended}`)
  const { pid } = child
  await writeFile(pidFile, String(pid))
  const kill = (signal: NodeJS.Signals) => child.exitCode === null && child.signalCode === null && child.kill(signal)
  // The last resort, should the supervisor end without stopping its parts.
  const orphaned = () => kill(stopSignal)
  process.on('exit', orphaned)
  return {
    pid,
    ended,
    async stop(signal = stopSignal) {
      process.off('exit', orphaned)
      kill(signal)
      const patience = setTimeout(() => kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(patience)
      await rm(pidFile, { force: true })
    },
  }
}

/** Ends the process of that pid if it is still the program that we started. */
async function endLeftover(pidFile: string, program: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
  if (!pid || !(await isRunning(pid, program))) return
  process.kill(pid, 'SIGTERM')
  for (let waited = 0; await isRunning(pid, program); waited += 100) {
    if (waited > 10_000) process.kill(pid, 'SIGKILL')
    await sleep(100)
  }
}

async function isRunning(pid: number, program: string): Promise<boolean> {
  const command = await run('ps', ['-p', String(pid), '-o', 'args='])
    .then(({ stdout }) => stdout)
    .catch(() => '')
  return command.includes(program) && !command.includes('<defunct>')
}
