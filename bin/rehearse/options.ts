import { parseArgs } from 'node:util'
import { CannotRehearse } from './cannot.ts'
import { formatRead } from './log-fields.ts'

export const usage = `Usage: npm run rehearse -- FILE.csv [options]

Plays a ServiceNow incident log through the REST API of a running stack, each ticket on its own sandbox clock.

  --api URL          the API (default: the local npm start)
  --token TOKEN      an admin's token (default: the local npm start's)
  --response 30m     promised first response, around the clock
  --resolution 24h   promised resolution, around the clock
  --limit N          only the first N incidents of the file
  --concurrency N    so many incidents at once (default 8)
  --out FILE         a line of JSON for each incident

Durations: 90s, 30m, 24h, 2d; whole minutes.
${formatRead}
Try samples/incidents.csv.`

export interface Options {
  file: string
  api?: string
  token?: string
  /** Seconds. */
  targets: Targets
  limit: number
  concurrency: number
  out?: string
}

/** What is promised, in seconds of 7×24. */
export interface Targets {
  response: number
  resolution: number
}

/** Throws CannotRehearse, which names the option at fault; undefined when only help was asked for. */
export function optionsOf(args: readonly string[]): Options | undefined {
  const { values, positionals } = parsed(args)
  if (values.help) return undefined
  const [file, ...more] = positionals
  if (file === undefined) throw new CannotRehearse(`Which log is to be rehearsed?\n\n${usage}`)
  if (more.length) throw new CannotRehearse(`One log at a time: ${file} or ${more.join(' or ')}?`)
  const { api, token, out } = values
  return {
    file,
    ...(api !== undefined && { api: address(api) }),
    ...(token !== undefined && { token }),
    targets: {
      response: duration('--response', values.response),
      resolution: duration('--resolution', values.resolution),
    },
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : count('--limit', values.limit),
    concurrency: count('--concurrency', values.concurrency),
    ...(out !== undefined && { out }),
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        api: { type: 'string' },
        token: { type: 'string' },
        response: { type: 'string', default: '30m' },
        resolution: { type: 'string', default: '24h' },
        limit: { type: 'string' },
        concurrency: { type: 'string', default: '8' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new CannotRehearse(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  }
}

const secondsIn: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** A policy promises whole minutes. */
function duration(option: string, text: string): number {
  const [, amount, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? []
  const seconds = Number(amount) * (secondsIn[unit ?? ''] ?? Number.NaN)
  if (!(seconds > 0)) throw new CannotRehearse(`${option} ${text}: a duration is written like 90s, 30m, 24h or 2d.`)
  if (seconds % 60 !== 0) throw new CannotRehearse(`${option} ${text}: a policy promises whole minutes.`)
  return seconds
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new CannotRehearse(`${option} ${text}: a whole number from 1 on is needed.`)
  return Number(text)
}

function address(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new CannotRehearse(`--api ${text}: an address is needed, like http://127.0.0.1:3000`)
  }
  return text.replace(/\/+$/, '')
}
