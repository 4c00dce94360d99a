import { execFileSync } from 'node:child_process'
import os from 'node:os'

/** Where and on what a figure was measured: without it none says anything. */
export interface Machine {
  /** ISO. */
  at: string
  commit: string
  processors: string
  /** Of one minute, before the bench began. */
  load: number
  /** That runs the product and the bare workflow. */
  node: string
}

export function thisMachine(): Machine {
  const [first] = os.cpus()
  return {
    at: new Date().toISOString(),
    commit: commitHere(),
    processors: `${os.cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
    load: Number(os.loadavg()[0]?.toFixed(2)),
    node: process.version,
  }
}

function commitHere(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

/**
 * Milliseconds for a fixed piece of work, the best of five: a machine that is slower than a moment ago, as one that is
 * shared or warm, is seen here.
 */
export function paceMs(): number {
  return Math.min(...Array.from({ length: 5 }, fixedWork))
}

function fixedWork(): number {
  const began = performance.now()
  let sum = 0
  for (let i = 0; i < 10_000_000; i++) sum = (sum * 31 + i) | 0
  // The sum is used, so that the loop is not left out.
  return performance.now() - began + (sum === 1 ? 1 : 0)
}
