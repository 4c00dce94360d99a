import { ensureSchedules } from '../engine/schedules.ts'
import { ConfigError, loadConfig } from '../platform/config.ts'
import { createLogger } from '../platform/logger.ts'
import { migrate } from '../platform/migrate.ts'
import { setUpTemporal } from '../platform/temporal-setup.ts'
import { searchAttributeTypes } from '../workflows/messages/search-attributes.ts'

/** Before each release: brings the database, and Temporal's namespace, search attributes and schedules, to where the code is. */
try {
  const { logins, temporal, logLevel } = loadConfig()
  if (!logins.ownerUrl || !temporal.address)
    throw new ConfigError('Set DATABASE_URL or DATABASE_OWNER_URL, and TEMPORAL_ADDRESS.')
  const logger = createLogger({ logLevel })
  const applied = await migrate(logins.ownerUrl)
  logger.info({ applied }, 'The database is up to date')
  await setUpTemporal(temporal, temporal.namespace, searchAttributeTypes)
  await ensureSchedules(temporal)
  logger.info({ namespace: temporal.namespace }, 'Temporal knows our namespace, search attributes and schedules')
} catch (error) {
  // With its causes: what PostgreSQL or Temporal had against it.
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
}
