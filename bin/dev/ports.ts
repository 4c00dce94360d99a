import type { Config } from '../../platform/config.ts'
import { freePorts } from '../../platform/embedded/ports.ts'

const settings = ['API_PORT', 'POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'SMTP_PORT', 'MAIL_UI_PORT']

/** A free port for each setting. */
export async function anyPorts(): Promise<Record<string, string>> {
  const ports = await freePorts(settings.length)
  return Object.fromEntries(settings.map((name, index) => [name, String(ports[index])]))
}

/** What will listen here, by the setting that moves it. */
export function listening(config: Config): Record<string, number> {
  const { api, database, temporal, mail, metrics, ports } = config
  return {
    API_PORT: api.port,
    ...(metrics.port !== undefined && { METRICS_PORT: metrics.port }),
    ...(!(database.url && temporal.address) && { POSTGRES_PORT: ports.postgres }),
    ...(!temporal.address && { TEMPORAL_PORT: ports.temporal, TEMPORAL_UI_PORT: ports.temporalUi }),
    ...(!mail.smtpUrl && { SMTP_PORT: ports.smtp, MAIL_UI_PORT: ports.mailUi }),
  }
}
