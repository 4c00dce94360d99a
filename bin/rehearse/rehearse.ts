import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { connect, NoAnswer, Refused } from './api.ts'
import { CannotRehearse } from './cannot.ts'
import { compare } from './compare.ts'
import { accessOf } from './local-stack.ts'
import { readLog, requirePlayable } from './log.ts'
import { textOf } from './log-text.ts'
import { type Options, optionsOf, usage } from './options.ts'
import { oracleOf } from './oracle.ts'
import type { Played } from './play.ts'
import { playAll } from './play-all.ts'
import { prepare } from './prepare.ts'
import { reportOf } from './report.ts'

const exitCodes = { agrees: 0, disagrees: 1, cannot: 2, interrupted: 130 }

/** Plays a log on a running stack and prints what came of it on standard output. Answers the exit code. */
export async function rehearse(args: readonly string[]): Promise<number> {
  const stop = new AbortController()
  const interrupt = () => stop.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    const options = optionsOf(args)
    if (options !== undefined) return await playAndCompare(options, stop)
    console.log(usage)
    return exitCodes.agrees
  } catch (error) {
    if (stop.signal.aborted) return exitCodes.interrupted
    if (!(error instanceof CannotRehearse || error instanceof NoAnswer || error instanceof Refused)) throw error
    console.error(error.message)
    return exitCodes.cannot
  } finally {
    stop.abort()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

async function playAndCompare({ targets, ...options }: Options, { signal }: AbortController): Promise<number> {
  const log = readLog(textOf(bytesOf(options.file)), options.limit)
  requirePlayable(log)
  const { incidents, findings } = log
  const api = connect(accessOf(options), signal)
  const out = options.out === undefined ? undefined : await emptied(options.out)
  const run = randomUUID()
  try {
    const ground = await prepare(api, targets, run, new Date())
    const stage = { api, ground, run, nowMs: () => performance.now() }
    const played = await playAll(stage, incidents, options.concurrency, signal, async (one) => {
      await out?.write(lineOf(one))
    })
    const pairs = played.map((record) => ({
      number: record.incident.number,
      record,
      log: oracleOf(record.incident, targets),
    }))
    const verdict = compare(pairs, targets)
    console.log(reportOf({ incidents: incidents.length, played, findings, targets, verdict }))
    if (signal.aborted) return exitCodes.interrupted
    return verdict.disagree.length ? exitCodes.disagrees : exitCodes.agrees
  } finally {
    await out?.close()
  }
}

function lineOf({ incident, ticketId, response, resolution }: Played): string {
  return `${JSON.stringify({ number: incident.number, ticketId, response, resolution })}\n`
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new CannotRehearse(`The log cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

async function emptied(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'w')
  } catch (error) {
    throw new CannotRehearse(`The results cannot be written: ${error instanceof Error ? error.message : error}`)
  }
}
