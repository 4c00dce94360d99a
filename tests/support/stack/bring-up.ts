import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import envPaths from 'env-paths'
import { startEmbedded } from '../../../platform/embedded/index.ts'
import { freePorts } from '../../../platform/embedded/ports.ts'
import { builtServer } from '../../../platform/embedded/temporal-binaries.ts'
import type { TestStack } from './stack.ts'
import { searchAttributeTypes } from '../../../workflows/messages/search-attributes.ts'

/** One PostgreSQL and one real Temporal server for the whole run, on ports and data of their own; gone when it ends. */
export async function setUp(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'aftercare-test-'))
  // As root, PostgreSQL runs as nobody, who must be able to enter.
  await chmod(dataDir, 0o755)
  const [postgres = 0, temporal = 0, temporalUi = 0, smtp = 0, mailUi = 0] = await freePorts(5)
  const cacheDir = process.env.CACHE_DIR ?? envPaths('aftercare', { suffix: '' }).cache
  const embedded = await startEmbedded({
    dataDir,
    cacheDir,
    ports: { postgres, temporal, temporalUi, smtp, mailUi },
    namespace: 'aftercare',
    searchAttributes: async () => searchAttributeTypes,
    sandboxClock: true,
    temporalUiReadOnly: true,
    // Low enough that a test reaches them.
    continueAsNewAfter: 150,
    deadlinesAMove: 20,
    progress: (line) => process.stderr.write(`${line}\n`),
    // Each test that reads mail has a mail server of its own.
    given: { smtpUrl: 'smtp://127.0.0.1:9', withoutUi: true },
  })
  const engine = await builtServer(cacheDir)
  const stack: TestStack = {
    postgresUrl: embedded.postgres?.url('postgres') ?? '',
    ownerUrl: embedded.postgres?.url('aftercare', 'aftercare_owner') ?? '',
    appUrl: embedded.databaseUrl,
    temporalUrl: engine ? (embedded.postgres?.url('temporal', 'temporal') ?? '') : '',
    temporalAddress: embedded.temporalAddress,
  }
  process.env.AFTERCARE_TEST_STACK = JSON.stringify(stack)
  return async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
