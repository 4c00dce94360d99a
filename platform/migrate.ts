import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { Client } from 'pg'

const directory = new URL('../prisma/migrations/', import.meta.url)

const bookkeeping = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

/** What `prisma migrate deploy` does, without its engine: same lock, same table, same checksums. Each migration is one transaction. */
export async function migrate(connectionString: string): Promise<string[]> {
  const names = (await readdir(directory, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock(72707369)')
    await client.query(bookkeeping)
    await keepToOwner(client)
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]))
    const fresh: string[] = []
    for (const name of names) {
      const sql = await readFile(new URL(`${name}/migration.sql`, directory), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      if (applied.has(name)) {
        if (applied.get(name) !== checksum) throw new Error(`Migration ${name} was edited after it was applied`)
        continue
      }
      try {
        await client.query('BEGIN')
        await client.query(sql)
        await client.query(
          'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
          [randomUUID(), checksum, name],
        )
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK')
        throw new Error(`Migration ${name} failed`, { cause: error })
      }
      fresh.push(name)
    }
    return fresh
  } finally {
    await client.end()
  }
}

/** Later tables are the service's to use, as its database was set up; what was applied is the owner's alone to say. */
async function keepToOwner(client: Client): Promise<void> {
  const { rows } = await client.query<{ login: string }>(
    `SELECT DISTINCT grantee::regrole::text AS login FROM pg_class, aclexplode(relacl)
     WHERE pg_class.oid = '_prisma_migrations'::regclass AND grantee NOT IN (0, relowner)`,
  )
  for (const { login } of rows) {
    await client.query(`REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${login}`)
  }
}
