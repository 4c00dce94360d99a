import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface RecordedProcess {
  pid: number
  /** Its whole command line: a pid alone may have gone to another program since. */
  command: string
  /** What ends it at once. */
  killSignal: NodeJS.Signals
}

/** Writes down which process it is, so that a later start finds it. Throws EEXIST with `exclusive`. */
export function recordProcess(
  file: string,
  pid: number,
  options: { killSignal?: NodeJS.Signals; exclusive?: boolean } = {},
): void {
  const { killSignal = 'SIGKILL', exclusive = false } = options
  const recorded: RecordedProcess = { pid, command: commandLine(pid), killSignal }
  writeFileSync(file, JSON.stringify(recorded), { flag: exclusive ? 'wx' : 'w' })
}

/** The process that the file names, if it still runs. */
export function recordedProcess(file: string): RecordedProcess | undefined {
  try {
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as RecordedProcess
    return recorded.command !== '' && commandLine(recorded.pid) === recorded.command ? recorded : undefined
  } catch {
    return undefined
  }
}

/** Ends the process that the file names, and returns when it is gone. */
export async function endRecordedProcess(file: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
    const recorded = recordedProcess(file)
    if (recorded === undefined) return
    process.kill(recorded.pid, waitedMs < 5000 ? recorded.killSignal : 'SIGKILL')
    await sleep(50)
  }
}

/** Empty when no such process runs. */
export function commandLine(pid: number): string {
  try {
    if (existsSync('/proc/self')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}
