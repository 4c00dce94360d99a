import { log } from '@temporalio/workflow'
import { theClock } from '../../domain/people/actors.ts'
import { undelivered } from '../../domain/ticket/undelivered.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { isOvertaken } from '../../domain/ticket/overtaken.ts'
import type { Instant } from '../../domain/time/instant.ts'
import { now } from '../engine/presence.ts'
import { mail } from './activities.ts'
import type { TicketDesk } from './desk.ts'

/** Hands notices over to the mail queue without waiting for it: one activity for all that a transition has to tell. */
export class Post {
  private readonly desk: TicketDesk
  private readonly sending = new Set<Notice>()

  constructor(desk: TicketDesk) {
    this.desk = desk
  }

  get isBusy(): boolean {
    return this.sending.size > 0
  }

  /** How many notices are handed over and not yet known to be sent. */
  get underWay(): number {
    return this.sending.size
  }

  /**
   * Sends what is due to be told. A notice leaves the desk only when it is sent, or overtaken while quiet hours delayed it
   * (SLA 15, 22).
   */
  send(now: Instant): void {
    this.desk.notices = this.desk.notices.filter((notice) => !isOvertaken(notice, this.desk.state))
    const { notices, recorded } = this.desk
    const due = notices.filter((notice) => {
      return notice.version <= recorded && (notice.notBefore ?? 0) <= now && !this.sending.has(notice)
    })
    if (due.length > 0) void this.deliver(due)
  }

  private async deliver(notices: Notice[]): Promise<void> {
    for (const notice of notices) this.sending.add(notice)
    const summary = notices.map(({ message, to }) => `${message} → ${to.join(', ')}`).join('; ')
    try {
      const refused = await mail().sendNotices.executeWithOptions({ summary }, [
        { ticketId: this.desk.state.id, notices },
      ])
      const drafts = undelivered(this.desk.state, refused ?? [])
      if (drafts.length > 0) this.desk.note(drafts, theClock, now())
    } catch (error) {
      // The activity is retried without end, so this is a bug in it: the ticket goes on, and the log alarms.
      log.error('Notices could not be sent', { ticketId: this.desk.state.id, error })
    }
    for (const notice of notices) this.sending.delete(notice)
    this.desk.notices = this.desk.notices.filter((notice) => !notices.includes(notice))
  }
}
