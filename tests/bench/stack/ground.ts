import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import envPaths from 'env-paths'
import type { Shutdown } from '../../../bin/dev/shutdown.ts'
import { startEmbedded } from '../../../platform/embedded/index.ts'
import { freePorts } from '../../../platform/embedded/ports.ts'
import { searchAttributeTypes } from '../../../workflows/messages/search-attributes.ts'

/** What a bench runs on. */
export interface Ground {
  /** Of a superuser. */
  postgresUrl: string
  databaseUrl: string
  databaseOwnerUrl: string
  temporalAddress: string
  namespace: string
  /** For data and logs of what is started on it. */
  folder: string
  /** Process ids of what it stands on. */
  parts: { temporal: number[]; postgres: number[] }
}

/** PostgreSQL and the engine on ports and data of their own, as production has them: no ticket's clock can be moved. */
export async function startGround(shutdown: Shutdown, say: (line: string) => void): Promise<Ground> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aftercare-bench-'))
  shutdown.before(() => rm(folder, { recursive: true, force: true }))
  // As root, PostgreSQL runs as nobody, who must be able to enter.
  await chmod(folder, 0o755)
  const [postgres = 0, temporal = 0, temporalUi = 0, smtp = 0, mailUi = 0] = await freePorts(5)
  const namespace = 'aftercare'
  const starting = startEmbedded({
    dataDir: folder,
    cacheDir: process.env.CACHE_DIR ?? envPaths('aftercare', { suffix: '' }).cache,
    ports: { postgres, temporal, temporalUi, smtp, mailUi },
    namespace,
    searchAttributes: async () => searchAttributeTypes,
    sandboxClock: false,
    temporalUiReadOnly: true,
    progress: say,
    // The bench has a mail server of its own, and starts the product with it.
    given: { smtpUrl: 'smtp://127.0.0.1:9', withoutUi: true },
  })
  shutdown.before(() =>
    starting.then(
      ({ stop }) => stop(),
      () => undefined,
    ),
  )
  const embedded = await starting
  return {
    postgresUrl: embedded.postgres?.url('postgres') ?? '',
    databaseUrl: embedded.databaseUrl,
    databaseOwnerUrl: embedded.postgres?.url('aftercare', 'aftercare_owner') ?? '',
    temporalAddress: embedded.temporalAddress,
    namespace,
    folder,
    parts: { temporal: [await pidOf(folder, 'temporal-server')], postgres: [await pidOf(folder, 'postgres')] },
  }
}

/** As its record says. The Temporal CLI, which keeps its data elsewhere, leaves another one: there nothing is measured. */
async function pidOf(folder: string, part: 'postgres' | 'temporal-server'): Promise<number> {
  const record = await readFile(path.join(folder, 'run', `${part}.json`), 'utf8').catch((cause: unknown) => {
    throw new Error('The bench measures the Temporal server on PostgreSQL: it needs Go, or a server built before', {
      cause,
    })
  })
  return (JSON.parse(record) as { pid: number }).pid
}
