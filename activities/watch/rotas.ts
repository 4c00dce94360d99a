import type { PrismaClient } from '../../prisma/client/client.ts'
import type { TicketProcesses } from './processes.ts'

/** A rota that is just being changed, or looked at, is given so long. */
const graceMs = 60_000

/**
 * Wakes the process of each duty whose rota has changed and was not looked at, since whoever changed it died before saying so;
 * and of each that should have been looked at and was not, since its process is gone. Answers how many.
 */
export async function wakeRotas(
  database: PrismaClient,
  processes: Pick<TicketProcesses, 'wakeRota'>,
  now: number,
): Promise<number> {
  const late = new Date(now - graceMs)
  const behind = await database.$queryRaw<{ id: string; name: string }[]>`
    SELECT "id", "name" FROM "Duty"
    WHERE "seen" < "changes" OR ("retiredAt" IS NULL AND ("lookAt" IS NULL OR "lookAt" < ${late}))
    ORDER BY "id" LIMIT 1000`
  for (const duty of behind) await processes.wakeRota(duty)
  return behind.length
}
