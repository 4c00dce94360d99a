import type { Message } from '../../domain/ticket/notices.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import type { Delivery } from './deliveries.ts'

/** What a customer causes with each message or file, for everybody on the tier. */
const inBursts: readonly Message[] = ['customer-replied', 'attached']
/** So many go out at once, as people write; what comes beyond them within a minute goes out together at its end. */
const atOnce = 3
const minuteMs = 60_000
/** One mail for the rest is sent by whoever has the newest; the others look again whether it was. */
const lookAgainMs = 30_000
/** Of one ticket to one person: far more than come in a minute. */
const mostRead = 200

type Row = Pick<Delivery, 'key' | 'version' | 'message' | 'recipientId'> & { status: string; createdAt: Date }

/** To be sent now, together with what waited for it; or not yet. */
export type Turn = { carries: Row[] } | { waitMs: number }

/** Whose turn it is, by what stands in the table, so that it holds for all workers and nothing is lost with one. */
export async function turnsOf(database: PrismaClient, due: readonly Delivery[]): Promise<(due: Delivery) => Turn> {
  const inBurst = due.filter(({ message }) => inBursts.some((one) => one === message))
  const ids = [...new Set(inBurst.map(({ ticketId }) => ticketId))]
  const read = await Promise.all(ids.map((id) => readBurst(database, id, inBurst)))
  const rows = new Map(ids.map((id, i) => [id, read[i] ?? []]))
  return ({ key, ticketId, message, recipientId }) => {
    const likeIt = (row: Row) => row.recipientId === recipientId && row.message === message
    const toReader = (rows.get(ticketId) ?? []).filter(likeIt)
    return turnOf(key, toReader, Date.now())
  }
}

/** Of one ticket, by version. */
async function readBurst(database: PrismaClient, ticketId: string, due: readonly Delivery[]): Promise<Row[]> {
  const rows = await database.emailDelivery.findMany({
    where: { ticketId, message: { in: [...inBursts] }, recipientId: { in: due.map(({ recipientId }) => recipientId) } },
    select: { key: true, version: true, message: true, recipientId: true, status: true, createdAt: true },
    orderBy: { version: 'desc' },
    take: mostRead,
  })
  return rows.reverse()
}

/** `rows` are of one ticket and reader, by version. */
export function turnOf(key: string, rows: readonly Row[], now: number): Turn {
  const held = rows.filter((row) => row.status === 'pending' && isHeld(row, rows))
  if (!held.some((row) => row.key === key)) return { carries: [] }
  const leaves = Math.min(...held.map(({ createdAt }) => createdAt.getTime())) + minuteMs
  if (now < leaves) return { waitMs: leaves - now }
  if (held.at(-1)?.key !== key) return { waitMs: lookAgainMs }
  return { carries: held.slice(0, -1) }
}

function isHeld({ version, createdAt }: Row, rows: readonly Row[]): boolean {
  const since = createdAt.getTime() - minuteMs
  return rows.filter((row) => row.version < version && row.createdAt.getTime() > since).length >= atOnce
}
