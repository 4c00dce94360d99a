import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { connectDatabase } from '../../../platform/database.ts'
import { setUpOwnDatabase } from '../../../platform/database-logins.ts'
import { migrate } from '../../../platform/migrate.ts'
import { testStack } from './stack.ts'

const migrations = new URL('../../../prisma/migrations/', import.meta.url)

/** A database of one's own with the current schema, copied from one that was migrated once; `url` is the service's. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { postgresUrl, appUrl } = testStack()
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(postgresUrl, async (admin) => {
    // One at a time: PostgreSQL copies no database that somebody is connected to.
    await admin.query('SELECT pg_advisory_lock(727073)')
    const template = await templateDatabase(admin, postgresUrl)
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  })
  return {
    url: urlOf(appUrl, name),
    drop: () => dropDatabase(name),
  }
}

/** The same, with a way into it of so many connections; `close` leaves nothing of either. */
export async function openDatabase(connections: number) {
  const { url, drop } = await freshDatabase()
  const database = connectDatabase(url, connections)
  const close = async () => {
    await database.$disconnect()
    await drop()
  }
  return { url, database, close }
}

/** One with nothing in it, which nobody was let into yet. */
export async function emptyDatabase(): Promise<{ name: string; drop(): Promise<void> }> {
  const { postgresUrl } = testStack()
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(postgresUrl, (admin) => admin.query(`CREATE DATABASE ${name}`))
  return { name, drop: () => dropDatabase(name) }
}

/** Changes the schema of the database that this service's URL leads to, which the service itself may not. */
export function alter(serviceUrl: string, statement: string): Promise<void> {
  const owner = urlOf(testStack().ownerUrl, new URL(serviceUrl).pathname.slice(1))
  return asAdmin(owner, (client) => client.query(statement))
}

const dropDatabase = (name: string) =>
  asAdmin(testStack().postgresUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))

/** Named after its migrations, so that an edited one makes another. */
async function templateDatabase(admin: Client, postgresUrl: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(migrations, { recursive: true })).sort()) {
    if (file.endsWith('.sql')) hash.update(file).update(await readFile(new URL(file, migrations)))
  }
  const name = `template_${hash.digest('hex').slice(0, 12)}`
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  if (rowCount === 0) {
    const unfinished = `${name}_new`
    await admin.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`)
    const { ownerUrl, appUrl } = testStack()
    const owner = urlOf(ownerUrl, unfinished)
    await setUpOwnDatabase(postgresUrl, owner, urlOf(appUrl, unfinished))
    await migrate(owner)
    await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`)
  }
  return name
}

async function asAdmin(url: string, work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: url })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

function urlOf(postgresUrl: string, database: string): string {
  const url = new URL(postgresUrl)
  url.pathname = `/${database}`
  return url.href
}
