import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import envPaths from 'env-paths'
import { type Embedded, startEmbedded } from '../../platform/embedded/index.ts'
import { freePorts } from '../../platform/embedded/ports.ts'
import { type Postgres, query, startPostgres } from '../../platform/embedded/postgres.ts'
import { builtServer, pinnedServerVersion } from '../../platform/embedded/temporal-binaries.ts'
import { migrate } from '../../platform/migrate.ts'
import { searchAttributeTypes } from '../../workflows/messages/search-attributes.ts'

const cacheDir = process.env.CACHE_DIR ?? envPaths('aftercare', { suffix: '' }).cache
const binaries = await builtServer(cacheDir)
const minutes = (count: number) => count * 60_000

let folder: string
let embedded: Embedded
let stop: (() => Promise<void>) | undefined

/** As 0.1.0 left it: one superuser owned all, and had the only password. */
async function folderOfOneSuperuser(port: number): Promise<void> {
  const postgres = await startPostgres(folder, port)
  await postgres.ready
  for (const database of ['aftercare', 'temporal', 'temporal_visibility']) {
    await query(postgres.url('postgres'), `CREATE DATABASE ${database}`)
  }
  await migrate(postgres.url('aftercare'))
  await query(postgres.url('aftercare'), `INSERT INTO "Customer" (id, name) VALUES ('old', 'Since 0.1.0')`)
  if (binaries) {
    for (const store of ['temporal', 'visibility']) setUpAsSuperuser(binaries['temporal-sql-tool'], postgres, store)
    mkdirSync(path.join(folder, 'temporal'))
    writeFileSync(path.join(folder, 'temporal/schema-version'), await pinnedServerVersion())
  }
  await postgres.stop()
  for (const file of readdirSync(folder)) if (file.startsWith('postgres-password-')) rmSync(path.join(folder, file))
}

function setUpAsSuperuser(tool: string, postgres: Postgres, store: string): void {
  const database = store === 'temporal' ? store : `temporal_${store}`
  const to = ['--plugin', 'postgres12_pgx', '--ep', '127.0.0.1', '-p', String(postgres.port), '-u', 'aftercare']
  const sql = (...args: string[]) =>
    execFileSync(tool, [...to, '--db', database, ...args], {
      stdio: 'pipe',
      env: { SQL_PASSWORD: postgres.passwords.aftercare },
    })
  sql('setup-schema', '-v', '0.0')
  sql('update-schema', '--schema-name', `postgresql/v12/${store}`)
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'aftercare-logins-'))
  // As root, PostgreSQL runs as nobody, who must be able to enter.
  chmodSync(folder, 0o755)
  const [postgres = 0, temporal = 0, temporalUi = 0, smtp = 0, mailUi = 0] = await freePorts(5)
  await folderOfOneSuperuser(postgres)
  embedded = await startEmbedded({
    dataDir: folder,
    cacheDir,
    ports: { postgres, temporal, temporalUi, smtp, mailUi },
    namespace: 'aftercare',
    searchAttributes: async () => searchAttributeTypes,
    sandboxClock: true,
    temporalUiReadOnly: true,
    progress: () => undefined,
    given: { smtpUrl: 'smtp://127.0.0.1:9' },
  })
  stop = embedded.stop
}, minutes(2))

afterAll(async () => {
  await stop?.()
  rmSync(folder, { recursive: true })
})

test('M8: a data folder of 0.1.0, where one superuser owned all, goes on with a login for each', async () => {
  expect(new URL(embedded.databaseUrl).username).toBe('aftercare_app')
  expect(await query(embedded.databaseUrl, 'SELECT name FROM "Customer"')).toEqual([{ name: 'Since 0.1.0' }])
  const owners = (database: string) =>
    query(
      embedded.postgres?.url(database) ?? '',
      `SELECT DISTINCT relowner::regrole::text AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace
       UNION SELECT proowner::regrole::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
       UNION SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()`,
    )
  expect(await owners('aftercare')).toEqual([{ owner: 'aftercare_owner' }])
  if (!binaries) return
  for (const database of ['temporal', 'temporal_visibility']) {
    expect(await owners(database)).toEqual([{ owner: 'temporal' }])
  }
  const connected = `SELECT DISTINCT usename FROM pg_stat_activity WHERE datname LIKE 'temporal%'`
  expect(await query(embedded.postgres?.url('postgres') ?? '', connected)).toEqual([{ usename: 'temporal' }])
})

test('M8: each password is in a file that its owner alone can read', () => {
  const files = readdirSync(folder).filter((file) => file.startsWith('postgres-password'))
  expect(files).toHaveLength(4)
  for (const file of files) expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o600)
})

test("M8: Temporal's page shows what there is and lets nobody change it", async () => {
  const settings = await fetch(`${embedded.temporalUiUrl}/api/v1/settings`)
  expect(await settings.json()).toMatchObject({ DisableWriteActions: true })
  const workflows = `${embedded.temporalUiUrl}/api/v1/namespaces/aftercare/workflows`
  expect((await fetch(workflows)).status).toBe(200)
  for (const [method, act] of [
    ['POST', '/any/terminate'],
    ['POST', '/any/update/any'],
    ['POST', '/any'],
    ['DELETE', '/any'],
  ] as const) {
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
    const { status } = await fetch(workflows + act, { method, headers, ...(method === 'POST' && { body: '{}' }) })
    expect([act, status]).toEqual([act, 405])
  }
})
