import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from 'pg'
import { startChild } from './child-process.ts'
import { type Part, startPart } from './part.ts'
import { initialisePostgres, postgresBinaries, postgresIdentity, postgresUser } from './postgres-folder.ts'
import { commandLine } from './recorded-process.ts'

/** `stop('SIGINT')`, the default, is PostgreSQL's fast shutdown, `stop('SIGQUIT')` its immediate one: a crash. */
export interface Postgres extends Part {
  port: number
  password: string
  url(database: string): string
}

/** A PostgreSQL of its own in `dataDir/postgres`, from the binaries in npm's registry. Made at the first start. */
export async function startPostgres(dataDir: string, port: number): Promise<Postgres> {
  const { initdb, postgres } = await postgresBinaries()
  const folder = path.join(dataDir, 'postgres')
  const password = await keptPassword(dataDir)
  if (!existsSync(folder)) await initialisePostgres(initdb, folder, password)
  const url = (database: string) => `postgresql://${postgresUser}:${password}@127.0.0.1:${port}/${database}`
  const part = await startPart({
    name: 'PostgreSQL',
    async spawn() {
      await forgetStalePid(folder)
      return startChild({
        name: 'postgres',
        dataDir,
        command: postgres,
        // 300: the pools of worker and API, and those of the Temporal server.
        args: ['-D', folder, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=300'],
        stopSignal: 'SIGINT',
        // SIGKILL would leave its backends behind.
        killSignal: 'SIGQUIT',
        ...postgresIdentity(),
      })
    },
    attempt: () => query(url('postgres'), 'SELECT 1'),
  })
  return { ...part, port, password, url }
}

/** Runs one statement, and answers its rows. */
export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  // A server that goes away meanwhile fails the query, which is enough.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(sql)
    return rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

export async function createDatabase(postgres: Postgres, name: string): Promise<void> {
  const found = await query(postgres.url('postgres'), `SELECT 1 FROM pg_database WHERE datname = '${name}'`)
  if (found.length === 0) await query(postgres.url('postgres'), `CREATE DATABASE ${name}`)
}

async function keptPassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'postgres-password')
  await mkdir(dataDir, { recursive: true })
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return (await readFile(file, 'utf8')).trim()
}

/** After a crash PostgreSQL refuses to start when another program has been given the pid that it left in its folder. */
async function forgetStalePid(folder: string): Promise<void> {
  const file = path.join(folder, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
  const command = pid > 0 ? commandLine(pid) : ''
  if (command !== '' && !command.includes(folder)) await rm(file)
}
