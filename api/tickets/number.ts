import { Prisma, type PrismaClient, type Ticket } from '../../prisma/client/client.ts'
import { requireSame } from '../shared/idempotency.ts'
import { prepared } from '../../store/prepared.ts'

/** `T-<year>-<number>`, of a sequence of ours. */
const nextNumber = Prisma.sql`
  (SELECT 'T-' || extract(year FROM now() AT TIME ZONE 'UTC') || '-' || lpad(n, greatest(6, length(n)), '0')
  FROM CAST(nextval('ticket_number') AS text) AS n)`

/** For a ticket that is bound to no request. */
export async function allottedNumber(database: Pick<PrismaClient, '$queryRaw'>): Promise<string> {
  const [row] = await database.$queryRaw<{ number: string }[]>`SELECT ${nextNumber} AS number`
  if (row === undefined) throw new Error('No number')
  return row.number
}

type Opened = Pick<Ticket, 'customerId' | 'record'>

/** Its record is null as long as there is no ticket of that id. */
interface Claimed extends Opened {
  fingerprint: string
  ticketNumber: string
}

/**
 * Binds the key to the opening that is asked with it, as `claimKey` does, and allots `T-<year>-<number>` to it; a repeat
 * gets the same one, and the ticket, when it was opened already: whoever opened it may serve its customer no more.
 */
export async function claimNumber(
  database: PrismaClient,
  ticketId: string,
  { userId, key, fingerprint }: { userId: string; key: string; fingerprint: string },
): Promise<{ number: string; opened: Opened | undefined }> {
  const [claimed] = await database.$queryRaw<Claimed[]>`${prepared}
    WITH claimed AS (
      INSERT INTO "IdempotencyKey" AS mine ("userId", "key", "fingerprint", "ticketNumber")
      SELECT ${userId}, ${key}, ${fingerprint}, ${nextNumber}
      ON CONFLICT ("userId", "key") DO UPDATE SET "ticketNumber" = CASE
        WHEN mine."fingerprint" = excluded."fingerprint" THEN coalesce(mine."ticketNumber", excluded."ticketNumber")
        ELSE mine."ticketNumber" END
      RETURNING "fingerprint", "ticketNumber"
    )
    SELECT claimed.*, t."customerId", t."record" FROM claimed LEFT JOIN "Ticket" t ON t."id" = ${ticketId}`
  const { ticketNumber: number, customerId, record } = requireSame(claimed, fingerprint)
  return { number, opened: record === null ? undefined : { customerId, record } }
}
