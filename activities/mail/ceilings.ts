import type { PrismaClient } from '../../prisma/client/client.ts'
import { prepared } from '../../store/prepared.ts'

/**
 * How many mails one address outside is sent. Anybody's address can be named as a contact, so this is what keeps us from
 * being used to bury somebody. It is wide: one person may report for a whole office on its worst day. What comes beyond
 * waits, and is never dropped. Our own people have no ceiling: what waits for them would be promises.
 */
const mostAnHour = 100
const mostADay = 500
const hourMs = 3_600_000

/** When an address that has had its share is looked at again. */
export const lookAgainMs = 600_000

/** How many more each of these addresses may be sent for now, from all workers together. */
export async function sharesLeft(database: PrismaClient, addresses: readonly string[]): Promise<Map<string, number>> {
  if (addresses.length === 0) return new Map()
  const [hourAgo, dayAgo] = [hourMs, 24 * hourMs].map((ago) => new Date(Date.now() - ago))
  const rows = await database.$queryRaw<{ address: string; left: number }[]>`${prepared}
    SELECT "address",
      LEAST(${mostADay} - count(*), ${mostAnHour} - count(*) FILTER (WHERE "sentAt" > ${hourAgo}))::int AS left
    FROM "EmailDelivery" WHERE "address" = ANY(${addresses}) AND "sentAt" > ${dayAgo} GROUP BY "address"`
  const left = new Map(rows.map((row) => [row.address, row.left]))
  return new Map(addresses.map((address) => [address, left.get(address) ?? mostAnHour]))
}
