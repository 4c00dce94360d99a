import type { Config } from '../../platform/config.ts'
import type { EmbeddedOptions } from '../../platform/embedded/index.ts'

/** What is embedded where the settings give no address. */
export function embeddedOptions(config: Config): Omit<EmbeddedOptions, 'progress' | 'meanwhile'> {
  const { dataDir, cacheDir, ports, temporal, temporalUiReadOnly, sandboxClock } = config
  return {
    dataDir,
    cacheDir,
    ports,
    namespace: temporal.namespace,
    searchAttributes: async () => (await import('../../workflows/messages/search-attributes.ts')).searchAttributeTypes,
    sandboxClock,
    temporalUiReadOnly,
    given: {
      databaseUrl: config.database.url,
      databaseOwnerUrl: config.logins.ownerUrl,
      temporalAddress: temporal.address,
      temporalTls: temporal.tls,
      temporalApiKey: temporal.apiKey,
      smtpUrl: config.mail.smtpUrl,
    },
  }
}

/** The settings with the addresses of what is embedded. */
export function connected(config: Config, databaseUrl: string): Config {
  const { database, temporal, mail, ports } = config
  return {
    ...config,
    database: { ...database, url: databaseUrl },
    temporal: { ...temporal, address: temporal.address || `127.0.0.1:${ports.temporal}` },
    mail: { ...mail, smtpUrl: mail.smtpUrl || `smtp://127.0.0.1:${ports.smtp}` },
  }
}
