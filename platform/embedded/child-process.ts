import { spawn } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { processFile } from './data-folder.ts'
import { recordProcess } from './recorded-process.ts'

interface ChildOptions {
  /** Names its log and its record below `dataDir`. */
  name: string
  dataDir: string
  command: string
  args: string[]
  cwd?: string
  /** Else it gets nothing but a PATH and `env`, so that no setting of ours or of the user's reaches it by chance. */
  inheritsEnvironment?: boolean
  env?: Record<string, string>
  uid?: number
  gid?: number
  /** What asks it to end cleanly. */
  stopSignal?: NodeJS.Signals
  /** What ends it at once, and leaves nothing of it behind. */
  killSignal?: NodeJS.Signals
}

export interface Child {
  /** Resolves when it ends without having been asked to, with how, and where to read why. */
  died: Promise<string>
  /** Resolves when it has ended, asked or not. */
  ended: Promise<unknown>
  /** Resolves when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

const patienceMs = 15_000

/** Starts a part of the stack as a process of its own, with its output in `logs/<name>.log`. It never outlives us. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, dataDir, command, args, cwd, uid, gid } = options
  const { stopSignal = 'SIGTERM', killSignal = 'SIGKILL' } = options
  const record = processFile(dataDir, name)
  const logFile = path.join(dataDir, 'logs', `${name}.log`)
  await Promise.all([record, logFile].map((file) => mkdir(path.dirname(file), { recursive: true })))
  const log = openSync(logFile, 'a')
  const child = spawn(command, args, {
    cwd,
    uid,
    gid,
    // A group of its own: Ctrl-C in the terminal must reach us alone, who stop the parts in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: options.inheritsEnvironment ? undefined : { PATH: '/usr/bin:/bin', ...options.env },
  })
  let last = ''
  const heard = (chunk: Buffer) => {
    try {
      writeSync(log, chunk)
    } catch {
      // On a full disk it goes on without its log.
    }
    last = (last + chunk.toString('utf8')).slice(-1000)
  }
  child.stdout.on('data', heard)
  child.stderr.on('data', heard)
  // `close` comes when nobody holds its output any more, so of PostgreSQL no backend is left either.
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })
  child.on('close', () => closeSync(log))
  if (child.pid === undefined) throw new Error(`${name} did not start: ${await ended}`)
  try {
    recordProcess(record, child.pid, { killSignal })
  } catch (error) {
    child.kill(killSignal)
    throw error
  }
  const kill = (signal: NodeJS.Signals) => child.exitCode === null && child.signalCode === null && child.kill(signal)
  const killWithUs = () => kill(killSignal)
  process.on('exit', killWithUs)
  void ended.then(() => process.off('exit', killWithUs))
  let stopping = false
  return {
    ended,
    died: new Promise((resolve) => {
      void ended.then((how) => {
        if (!stopping) resolve(`It ended with ${how}. The end of its log, ${logFile}:\n${last.trim()}`)
      })
    }),
    async stop(signal = stopSignal) {
      stopping = true
      kill(signal)
      const patience = setTimeout(() => kill('SIGKILL'), patienceMs)
      await ended
      clearTimeout(patience)
      await rm(record, { force: true })
    },
  }
}
