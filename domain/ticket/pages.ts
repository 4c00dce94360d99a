import type { Message, Notice } from './notices.ts'
import type { TicketRecord } from './record.ts'
import { fromIso } from '../time/instant.ts'

/** What our people are paged of, beside the mail: what was broken or is about to be, and who is called. */
const paging: readonly Message[] = ['escalated', 'breached', 'warning', 'infeasible', 'overdue-reminder']

/** A promise that falls due so soon cannot wait until somebody looks at the mail. */
const soonSeconds = 3600

/** Whether those of us who are mailed of it are paged as well. */
export function isPage({ message }: Pick<Notice, 'message'>, record: Pick<TicketRecord, 'openedAt' | 'nextDueAt'>) {
  if (message !== 'opened') return paging.includes(message)
  return record.nextDueAt !== null && fromIso(record.nextDueAt) - fromIso(record.openedAt) <= soonSeconds
}
