import { answersCarried, type Carried } from '../../domain/ticket/carried.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { retell, type Retold } from '../../domain/ticket/retold.ts'
import { type Instant, secondsPerDay } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { eventIn } from '../../store/rows.ts'

/** What is older was told, or nobody needs it any more; and the records of its mails may have been cleaned up. */
const tellAgainDays = 7
/** Each may hold 256 kB of text. */
const pageRows = 100

/**
 * What a ticket's process would have carried on, from its events: where it stands, which acts a repeat must not do again,
 * and who is still to be told. Undefined when events are missing.
 */
export async function resumeOf(database: PrismaClient, ticketId: string, now: Instant): Promise<Carried | undefined> {
  let told: Retold | undefined
  const notices: Notice[] = []
  const answered: Carried['answered'] = []
  for (;;) {
    const version = told?.state.version ?? 0
    const where = { ticketId, version: { gt: version } }
    const page = await database.ticketEvent.findMany({ where, orderBy: { version: 'asc' }, take: pageRows })
    if (page.length === 0) break
    const events = page.map(eventIn)
    told = retell(told?.state, events)
    if (told === undefined) return undefined
    const recent = new Set(
      events.filter(({ at }) => at > now - tellAgainDays * secondsPerDay).map((event) => event.version),
    )
    notices.push(...told.notices.filter((notice) => recent.has(notice.version)))
    answered.push(...page.flatMap((row): [string, number][] => (row.updateId ? [[row.updateId, row.version]] : [])))
  }
  return (
    told && {
      state: told.state,
      notices: await unsent(database, ticketId, notices),
      answered: answered.slice(-answersCarried),
    }
  )
}

/** What was sent, or can never be, to all who concern it; a mail that is sent once more to some has its key, and does nothing. */
async function unsent(database: PrismaClient, ticketId: string, notices: Notice[]): Promise<Notice[]> {
  const select = { version: true, message: true, status: true }
  const deliveries = await database.emailDelivery.findMany({ where: { ticketId }, select })
  return notices.filter((notice) => {
    const mails = deliveries.filter(({ version, message }) => version === notice.version && message === notice.message)
    return mails.length === 0 || mails.some(({ status }) => status === 'pending')
  })
}
