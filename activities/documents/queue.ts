import type { DocumentKind } from '../../domain/ticket/documents.ts'
import type { DueDocument, PrismaClient } from '../../prisma/client/client.ts'
import { prepared } from '../../store/prepared.ts'

/** One that is still to be made, as it stands in the queue. */
export type Queued = Pick<DueDocument, 'ticketId' | 'version' | 'released' | 'attempts'> & { kind: DocumentKind }

/** The longest due of an office's tickets; undefined when none is due by now. */
export async function nextDue(
  database: PrismaClient,
  { office, of }: { office: number; of: number },
): Promise<Queued | undefined> {
  const [row] = await database.$queryRaw<Queued[]>`${prepared}
    SELECT "ticketId", "kind", "version", "released", "attempts" FROM "DueDocument"
    WHERE "dueAt" <= ${new Date()} AND "lane" % ${of} = ${office}
    ORDER BY "dueAt" LIMIT 1`
  return row
}

export async function strikeOut(database: PrismaClient, { ticketId, kind, version }: Queued): Promise<void> {
  await database.dueDocument.deleteMany({ where: { ticketId, kind, version } })
}

/** To be tried again then. */
export async function putOff(
  database: PrismaClient,
  { ticketId, kind, version }: Queued,
  again: { inMs: number; released: boolean },
): Promise<void> {
  await database.dueDocument.updateMany({
    where: { ticketId, kind, version },
    data: {
      dueAt: new Date(Date.now() + again.inMs),
      attempts: { increment: 1 },
      ...(again.released && { released: true }),
    },
  })
}
