import { appendFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** One line of JSON for each run, the oldest first, so that figures can be compared over time. Git ignores it. */
const file = fileURLToPath(new URL('../../../bench-results.jsonl', import.meta.url))

export function keep(bench: 'bench' | 'storm' | 'waiting' | 'lists', result: object): void {
  appendFileSync(file, lineOf(bench, result))
}

export function lineOf(bench: string, result: object): string {
  return `${JSON.stringify({ bench, ...result }, rounded)}\n`
}

/** Four digits are more than any of it is good for. */
function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
}
