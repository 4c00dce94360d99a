import { Client } from 'pg'

/** Rings when somebody notifies a channel of the database. It is never asked. */
export interface Bell {
  /** Rejects when the connection is lost: what rings then is not heard. */
  readonly lost: Promise<never>
  close(): Promise<void>
}

/** A connection of its own that listens to `channel`. `onRing` may come often, and must do little. */
export async function hangBell(url: string, channel: string, onRing: () => void): Promise<Bell> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject)
    client.on('end', () => reject(new Error('The connection that listens to the database has ended')))
  })
  lost.catch(() => undefined)
  client.on('notification', onRing)
  try {
    await client.connect()
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
  } catch (error) {
    void client.end().catch(() => undefined)
    throw error
  }
  return { lost, close: () => client.end() }
}
