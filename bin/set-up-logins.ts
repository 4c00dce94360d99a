import { ConfigError, loadConfig } from '../platform/config.ts'
import { setUpOwnDatabase, setUpTemporalDatabases } from '../platform/database-logins.ts'
import { createLogger } from '../platform/logger.ts'

/** Once, and again whenever it is in doubt: the databases on a PostgreSQL server, and a login for each who needs one. */
try {
  const { database, logins, logLevel } = loadConfig()
  if (!logins.adminUrl || !database.url) throw new ConfigError('Set DATABASE_ADMIN_URL and DATABASE_URL.')
  const logger = createLogger({ logLevel })
  await setUpOwnDatabase(logins.adminUrl, logins.ownerUrl, database.url)
  logger.info('The database has its owner and its login for the service')
  if (logins.temporalPassword) {
    await setUpTemporalDatabases(logins.adminUrl, logins.temporalPassword)
    logger.info('Temporal has its databases and a login that owns them')
  }
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
}
