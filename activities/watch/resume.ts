import { answersCarried, type Carried } from '../../domain/ticket/carried.ts'
import { retell } from '../../domain/ticket/retold.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { eventIn } from '../../store/rows.ts'

/** Each may hold 256 kB of text. */
const pageRows = 100

/**
 * What a ticket's process would have carried on, from its events: where it stands, and which acts a repeat must not do
 * again. Undefined when events are missing. Who is still to be told stands in the post office's queue.
 */
export async function resumeOf(database: PrismaClient, ticketId: string): Promise<Carried | undefined> {
  let state: TicketState | undefined
  const answered: Carried['answered'] = []
  for (;;) {
    const version = state?.version ?? 0
    const where = { ticketId, version: { gt: version } }
    const page = await database.ticketEvent.findMany({ where, orderBy: { version: 'asc' }, take: pageRows })
    if (page.length === 0) break
    state = retell(state, page.map(eventIn))
    if (state === undefined) return undefined
    answered.push(...page.flatMap((row): [string, number][] => (row.updateId ? [[row.updateId, row.version]] : [])))
  }
  return state && { state, answered: answered.slice(-answersCarried) }
}
