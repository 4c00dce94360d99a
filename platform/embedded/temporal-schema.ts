import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { setUpTemporalDatabases, temporalLogin } from '../database-logins.ts'
import { type Postgres, query } from './postgres.ts'
import { pinnedServerVersion } from './temporal-binaries.ts'

const run = promisify(execFile)

const stores = [
  { database: 'temporal', schema: 'postgresql/v12/temporal' },
  { database: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
]

/** The server's own databases, login and tables, brought up to the pinned version, which is remembered in `folder`. */
export async function setUpSchema(tool: string, folder: string, postgres: Postgres): Promise<void> {
  const marker = path.join(folder, 'schema-version')
  const applied = await readFile(marker, 'utf8').catch(() => undefined)
  const pinned = await pinnedServerVersion()
  const admin = postgres.url('postgres')
  if (applied === undefined) {
    // Never finished, so nothing can be in them yet.
    for (const { database } of stores) await query(admin, `DROP DATABASE IF EXISTS ${database}`)
  }
  await setUpTemporalDatabases(admin, postgres.passwords[temporalLogin])
  if (applied === pinned) return
  const connection = [
    '--plugin',
    'postgres12_pgx',
    '--ep',
    '127.0.0.1',
    '-p',
    String(postgres.port),
    '-u',
    temporalLogin,
  ]
  const sql = (database: string, ...args: string[]) =>
    run(tool, [...connection, '--db', database, ...args], { env: { SQL_PASSWORD: postgres.passwords[temporalLogin] } })
  await Promise.all(
    stores.map(async ({ database, schema }) => {
      if (applied === undefined) await sql(database, 'setup-schema', '-v', '0.0')
      await sql(database, 'update-schema', '--schema-name', schema)
    }),
  )
  await writeFile(marker, pinned)
}
