import { fromDate, toIso } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import type { TicketRow } from '../../store/rows.ts'

/** The ticket with its alarms as they are counted now: of a repeat nothing is noted that is only one more. */
export async function countedNow(database: PrismaClient, record: TicketRow): Promise<TicketRow> {
  const rows = await database.alarm.findMany({ where: { ticketId: record.id } })
  const now = new Map(rows.map((row) => [row.key, row]))
  return {
    ...record,
    alarms: record.alarms.map((alarm) => {
      const { count, flaps, lastAt, clearedAt } = now.get(alarm.key) ?? {}
      if (count === undefined || flaps === undefined || !lastAt) return alarm
      return { ...alarm, count, flaps, lastAt: iso(lastAt), clearedAt: clearedAt ? iso(clearedAt) : null }
    }),
  }
}

function iso(at: Date): string {
  return toIso(fromDate(at))
}
