import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connected, temporalLogin } from '../database-logins.ts'
import { startChild } from './child-process.ts'
import { type Part, startPart } from './part.ts'
import { initialisePostgres, postgresBinaries, postgresIdentity, postgresUser } from './postgres-folder.ts'
import { commandLine } from './recorded-process.ts'

export interface Postgres extends Part {
  port: number
  passwords: Record<Login, string>
  /** Of a database for that login, by default the superuser, who sets up the others. */
  url(database: string, login?: Login): string
}

/** Our database's owner and the service's own login, and Temporal's. */
const logins = [postgresUser, 'aftercare_owner', 'aftercare_app', temporalLogin] as const
type Login = (typeof logins)[number]

const folderIn = (dataDir: string) => path.join(dataDir, 'postgres')

/** Has an earlier start made it? */
export function isMade(dataDir: string): boolean {
  return existsSync(folderIn(dataDir))
}

/** A PostgreSQL of its own in `dataDir/postgres`, from the binaries in npm's registry. Made at the first start. */
export async function startPostgres(dataDir: string, port: number): Promise<Postgres> {
  const { initdb, postgres } = await postgresBinaries()
  const folder = folderIn(dataDir)
  const passwords = await keptPasswords(dataDir)
  if (!isMade(dataDir)) await initialisePostgres(initdb, folder, passwords[postgresUser])
  const url = (database: string, login: Login = postgresUser) =>
    `postgresql://${login}:${passwords[login]}@127.0.0.1:${port}/${database}`
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
        // Its fast shutdown.
        stopSignal: 'SIGINT',
        // SIGKILL would leave its backends behind.
        killSignal: 'SIGQUIT',
        ...postgresIdentity(),
      })
    },
    attempt: () => query(url('postgres'), 'SELECT 1'),
  })
  return { ...part, port, passwords, url }
}

/** Runs one statement, and answers its rows. */
export async function query(url: string, sql: string): Promise<unknown[]> {
  const { rows } = await connected(url, (client) => client.query(sql))
  return rows
}

/** The superuser's is where 0.1.0 kept it. */
async function keptPasswords(dataDir: string): Promise<Record<Login, string>> {
  await mkdir(dataDir, { recursive: true })
  const kept = logins.map(async (login) => {
    const file = path.join(dataDir, login === postgresUser ? 'postgres-password' : `postgres-password-${login}`)
    if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 })
    return [login, (await readFile(file, 'utf8')).trim()]
  })
  return Object.fromEntries(await Promise.all(kept)) as Record<Login, string>
}

/** After a crash PostgreSQL refuses to start when another program has been given the pid that it left in its folder. */
async function forgetStalePid(folder: string): Promise<void> {
  const file = path.join(folder, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
  const command = pid > 0 ? commandLine(pid) : ''
  if (command !== '' && !command.includes(folder)) await rm(file)
}
