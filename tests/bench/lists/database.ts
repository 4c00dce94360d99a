import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setUpOwnDatabase } from '../../../platform/database-logins.ts'
import { freePorts } from '../../../platform/embedded/ports.ts'
import { query, startPostgres } from '../../../platform/embedded/postgres.ts'
import { migrate } from '../../../platform/migrate.ts'

export interface OwnDatabase {
  /** Of the service's login, as the API has it, and of a superuser. */
  app: string
  admin: string
  close(): Promise<void>
}

/** A migrated database on a PostgreSQL of its own, gone when it is closed. */
export async function startOwnDatabase(): Promise<OwnDatabase> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'aftercare-bench-lists-'))
  // As root, PostgreSQL runs as nobody, who must be able to enter.
  await chmod(dataDir, 0o755)
  const [port = 0] = await freePorts(1)
  let postgres = await startPostgres(dataDir, port)
  const close = async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await postgres.ready
    // So that the filling is not held up by checkpoints; what is measured reads only.
    await query(postgres.url('postgres'), "ALTER SYSTEM SET max_wal_size = '16GB'")
    // A database of a million tickets is given memory for what is read of them: docs/operations.md.
    await query(postgres.url('postgres'), "ALTER SYSTEM SET shared_buffers = '2GB'")
    await postgres.stop()
    postgres = await startPostgres(dataDir, port)
    await postgres.ready
    const [owner, app] = [postgres.url('aftercare', 'aftercare_owner'), postgres.url('aftercare', 'aftercare_app')]
    await setUpOwnDatabase(postgres.url('postgres'), owner, app)
    await migrate(owner)
    return { app, admin: postgres.url('aftercare'), close }
  } catch (error) {
    await close()
    throw error
  }
}
