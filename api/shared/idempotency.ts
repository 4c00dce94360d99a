import { createHash } from 'node:crypto'
import { Fault } from '../../http/faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'

/** The id of what a request creates: the same for a repeat, and guessed by nobody. */
export function idFrom(prefix: string, userId: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([prefix, userId, key]))
    .digest('hex')
  return `${prefix}_${BigInt(`0x${hash}`).toString(36).slice(0, 20)}`
}

/** Finds again what the same caller did with the same Idempotency-Key. */
export function requestKeyOf(userId: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, key]))
    .digest('hex')
}

/**
 * Binds the key to what is asked with it: throws `keyReused` when it was used for something else. With `ticketNumber` it
 * also allots `T-<year>-<number>`; a repeat gets the same one.
 */
export async function claimKey(
  database: PrismaClient,
  userId: string,
  key: string,
  fingerprint: string,
  { ticketNumber = false }: { ticketNumber?: boolean } = {},
): Promise<{ ticketNumber?: string }> {
  const [claimed] = await database.$queryRaw<{ fingerprint: string; ticketNumber: string | null }[]>`
    INSERT INTO "IdempotencyKey" AS mine ("userId", "key", "fingerprint", "ticketNumber")
    SELECT ${userId}, ${key}, ${fingerprint}, CASE WHEN ${ticketNumber} THEN (
      SELECT 'T-' || extract(year FROM now() AT TIME ZONE 'UTC') || '-' || lpad(n, greatest(6, length(n)), '0')
      FROM CAST(nextval('ticket_number') AS text) AS n
    ) END
    ON CONFLICT ("userId", "key") DO UPDATE SET "ticketNumber" = CASE
      WHEN mine."fingerprint" = excluded."fingerprint" THEN coalesce(mine."ticketNumber", excluded."ticketNumber")
      ELSE mine."ticketNumber" END
    RETURNING "fingerprint", "ticketNumber"`
  if (claimed?.fingerprint !== fingerprint) {
    const detail = 'A key names one request: the same method, path and body. Use a new key for another.'
    throw new Fault('keyReused', detail)
  }
  return claimed.ticketNumber === null ? {} : { ticketNumber: claimed.ticketNumber }
}
