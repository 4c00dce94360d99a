import { createHash, randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { invalid, Problem } from '../../http/faults.ts'

/** The caller's Idempotency-Key, or one made here, which no repeat can know. */
export function idempotencyKeyOf(header: string | undefined): string {
  if (header === undefined) return randomUUID()
  if (/^[\x20-\x7e]{1,200}$/.test(header)) return header
  throw invalid({ field: 'Idempotency-Key', message: 'Expected 1 to 200 printable ASCII characters' })
}

/** What was asked: method, path and body, whatever the order of the body's fields. Hex. */
export function fingerprintOf(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${path}\n${canonicalize(body) ?? ''}`)
    .digest('hex')
}

/** The id of what a request creates: the same for a repeat, and guessed by nobody. */
export function idFrom(prefix: string, userId: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([prefix, userId, key]))
    .digest('hex')
  return `${prefix}_${BigInt(`0x${hash}`).toString(36).slice(0, 20)}`
}

/**
 * Binds the key to what is asked with it: 422 when it was used for something else. With `ticketNumber` it also allots
 * `T-<year>-<number>`; a repeat gets the same one.
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
    throw new Problem(422, 'A key names one request: the same method, path and body. Use a new key for another.')
  }
  return claimed.ticketNumber === null ? {} : { ticketNumber: claimed.ticketNumber }
}
