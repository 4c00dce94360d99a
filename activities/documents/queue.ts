import { ours, type Share } from '../mail/queue.ts'
import type { DocumentKind } from '../../domain/ticket/documents.ts'
import type { DueDocument, PrismaClient } from '../../prisma/client/client.ts'
import { prepared } from '../../store/prepared.ts'

/** One that is still to be made, as it stands in the queue. */
export type Queued = Pick<DueDocument, 'ticketId' | 'version' | 'released' | 'attempts'> & { kind: DocumentKind }

/** The longest due of an office's tickets; undefined when none is due by now. */
export async function nextDue(database: PrismaClient, share: Share): Promise<Queued | undefined> {
  const [row] = await database.$queryRaw<Queued[]>`${prepared}
    SELECT "ticketId", "kind", "version", "released", "attempts" FROM "DueDocument"
    WHERE "dueAt" <= ${new Date()} AND ${ours(share)}
    ORDER BY "dueAt" LIMIT 1`
  return row
}

export async function strikeOut(database: PrismaClient, { ticketId, kind, version }: Queued): Promise<void> {
  await database.dueDocument.deleteMany({ where: { ticketId, kind, version } })
}

/** To be tried again in so long. */
export async function putOff(database: PrismaClient, { ticketId, kind, version }: Queued, inMs: number): Promise<void> {
  const data = { dueAt: new Date(Date.now() + inMs), attempts: { increment: 1 } }
  await database.dueDocument.updateMany({ where: { ticketId, kind, version }, data })
}
