import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds of a processor that each part has used since it was started. */
export type Cpu<Part extends string> = Record<Part, number>

interface Stat {
  pid: number
  parent: number
  /** Of it, and of its children that ended and were waited for. */
  ms: number
}

/**
 * What the parts have used so far, each with all processes below it that are no part of their own. Linux alone says it of
 * others' processes; elsewhere it throws.
 */
export function cpuOf<Part extends string>(parts: Record<Part, number[]>): Cpu<Part> {
  const names = Object.keys(parts) as Part[]
  const heads = new Map(names.flatMap((name) => parts[name].map((pid) => [pid, name] as const)))
  const stats = new Map(readStats().map((stat) => [stat.pid, stat]))
  const used = Object.fromEntries(names.map((name) => [name, 0])) as Cpu<Part>
  for (const stat of stats.values()) {
    const part = partOf(stat, stats, heads)
    if (part !== undefined) used[part] += stat.ms
  }
  return used
}

/** The nearest above it, itself included. */
function partOf<Part>(stat: Stat, stats: Map<number, Stat>, heads: Map<number, Part>): Part | undefined {
  for (let at: Stat | undefined = stat; at !== undefined; at = stats.get(at.parent)) {
    const part = heads.get(at.pid)
    if (part !== undefined) return part
  }
  return undefined
}

const msPerTick = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

function readStats(): Stat[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((name) => {
    try {
      return [statIn(readFileSync(`/proc/${name}/stat`, 'utf8'))]
    } catch {
      // It has ended meanwhile.
      return []
    }
  })
}

/** proc(5): a name in brackets, which may hold anything, and then numbers. */
export function statIn(line: string): Stat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const [, parent] = fields.map(Number)
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return { pid: Number.parseInt(line, 10), parent: parent ?? 0, ms: ticks * msPerTick }
}

/** In bytes: what of a process and of all below it is in memory. */
export function memoryOf(pid: number): number {
  const stats = new Map(readStats().map((stat) => [stat.pid, stat]))
  const heads = new Map([[pid, 'it']])
  const all = [...stats.values()].filter((stat) => partOf(stat, stats, heads) !== undefined)
  return all.reduce((sum, stat) => sum + residentOf(stat.pid), 0)
}

function residentOf(pid: number): number {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}

export function lessOf<Part extends string>(after: Cpu<Part>, before: Cpu<Part>): Cpu<Part> {
  const names = Object.keys(after) as Part[]
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) as Cpu<Part>
}
