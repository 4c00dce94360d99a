import { readFile, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { query } from '../../../platform/embedded/postgres.ts'

/** How many statements each database was sent. */
export type Statements = Record<string, number>

const prefix = 'statement of '

/**
 * What all that `work` does asks of PostgreSQL, by its own log: each Query and each Execute, those that begin and end a
 * transaction included. To write the log costs time, so nothing else is measured meanwhile. `admin` is the address of a
 * superuser, `log` the server's log file.
 */
export async function statementsOf(admin: string, log: string, work: () => Promise<unknown>): Promise<Statements> {
  await set(admin, { log_line_prefix: `'${prefix}%d '`, log_statement: `'all'` })
  const { size } = await stat(log)
  try {
    await work()
  } finally {
    await set(admin, { log_statement: 'DEFAULT', log_line_prefix: 'DEFAULT' })
  }
  return countStatements((await readFile(log)).subarray(size).toString('utf8'))
}

/** A statement of several lines goes on after a tab; what it is given stands in a line called DETAIL. */
export function countStatements(log: string): Statements {
  const counted: Statements = {}
  for (const [, database = ''] of log.matchAll(/^statement of (\S+) LOG: {2}(?:statement|execute .+?): /gm)) {
    counted[database] = (counted[database] ?? 0) + 1
  }
  return counted
}

async function set(admin: string, settings: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) await query(admin, `ALTER SYSTEM SET ${name} = ${value}`)
  await query(admin, 'SELECT pg_reload_conf()')
  // Each backend learns of it before its next statement, the server a moment after it was told.
  await sleep(500)
}
