import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { languageOf } from '../../domain/people/languages.ts'
import { isOvertaken } from '../../domain/ticket/overtaken.ts'
import { doneStatuses } from '../../domain/ticket/state.ts'
import { renderPage, renderTrial } from '../../letters/paging.ts'
import type { Pace, Taken } from '../../platform/notifiers/adapter.ts'
import type { Notifier } from '../../platform/notifiers/notifier.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import type { TicketProcesses } from '../watch/processes.ts'
import { readTickets } from './at-hand.ts'
import { isInHistory } from './confirming.ts'
import { createPageLink } from './page-link.ts'
import { type DuePage, holdTarget, putPageOff, settlePage, takePages, triedSince } from './pages.ts'
import { askAgainMs, backOffMs, holdsUpMs, isLate, soonestMs } from './patience.ts'
import type { Share } from './queue.ts'

export interface PagingDeps {
  database: PrismaClient
  notifier: Notifier
  publicUrl: string
  logger: Logger
  processes: Pick<TicketProcesses, 'recordedVersion'>
}

/** After a day nobody is called out of bed for it: it is in the mail. */
const givenUpMs = 24 * 3_600_000
/** So short a wait for its turn is waited for. */
const shortWaitMs = 1500
/** Their clocks are not ours. */
const marginMs = 250

/**
 * Sends what is to be paged, to each address one after the other, in order, at its pace. A dead address holds up no other and
 * no mail.
 */
export class Paging {
  private readonly share: Share
  private readonly deps: PagingDeps
  private readonly done: () => void
  private ending = false
  private readonly writing = new Map<string, Promise<void>>()

  constructor(share: Share, deps: PagingDeps, done: () => void) {
    this.share = share
    this.deps = deps
    this.done = done
  }

  /** The addresses that are being written to. */
  get underWay(): string[] {
    return [...this.writing.keys()]
  }

  /** Begins no further one; until what is being sent has been. */
  async end(): Promise<void> {
    this.ending = true
    await Promise.all(this.writing.values())
  }

  /** Begins what is due, and waits for none of it. */
  async begin(): Promise<void> {
    const { sheaves, full } = await takePages(this.deps.database, this.share, this.underWay)
    if (full) this.done()
    for (const [target, pages] of sheaves) {
      const ends = this.sendInOrder(target, pages)
        .catch(async (error: unknown) => {
          this.deps.logger.warn({ err: error }, 'What is to be paged is still in the queue')
          await holdTarget(this.deps.database, target, soonestMs).catch(() =>
            sleep(soonestMs, undefined, { ref: false }),
          )
        })
        .then(() => {
          this.writing.delete(target)
          this.done()
        })
      this.writing.set(target, ends)
    }
  }

  private async sendInOrder(target: string, pages: readonly DuePage[]): Promise<void> {
    const { database, notifier, logger } = this.deps
    const paces = notifier.paces(pages[0]?.kind ?? '')
    const widest = Math.max(0, ...paces.map(({ withinMs }) => withinMs))
    const since = new Date(Date.now() - widest - marginMs)
    const tried =
      widest === 0 ? [] : await triedSince(database, target, since, Math.max(...paces.map(({ most }) => most)))
    for (const page of pages) {
      if (this.ending) return
      const waitMs = turnIn(paces, tried, Date.now())
      if (waitMs > shortWaitMs) return holdTarget(database, target, waitMs)
      await sleep(waitMs)
      const { key, createdAt } = page
      const taken = await this.send(page)
      if (taken === 'void') {
        await settlePage(database, key, { status: 'void', tried: false })
        continue
      }
      if (taken === 'unknown') {
        await putPageOff(database, key, { inMs: askAgainMs, fault: 'unknown', tried: false })
        continue
      }
      tried.push(Date.now())
      if (taken === 'accepted') {
        await settlePage(database, key, { status: 'sent' })
        continue
      }
      if ('refused' in taken || Date.now() - createdAt.getTime() > givenUpMs) {
        const fault = 'refused' in taken ? taken.refused : taken.again
        logger.warn({ key, fault }, 'A page was refused for good')
        await settlePage(database, key, { status: 'refused', fault })
        continue
      }
      const inMs = taken.inMs ?? backOffMs(page)
      logger.warn({ key, fault: taken.again }, 'A page is still to be sent')
      await putPageOff(database, key, { inMs, fault: taken.again, tried: true })
      const holds = Date.now() - createdAt.getTime() < holdsUpMs || taken.inMs !== undefined
      if (holds) return holdTarget(database, target, inMs)
    }
  }

  /** `void`: nobody is to be paged of it any more. `unknown`: whether that is so is not known yet. */
  private async send(page: DuePage): Promise<Taken | 'void' | 'unknown'> {
    const { database, notifier, publicUrl, processes } = this.deps
    const { key, kind, url, secret, ticketId, notice, person } = page
    if (url === null) return 'void'
    const language = languageOf(person.language)
    const reader = { id: page.recipientId, ...person, language, staff: true }
    if (ticketId === null || notice === null) {
      return notifier.send(kind, { url, secret }, { key, ...renderTrial(language, page.channelName) })
    }
    const ticket = (await readTickets(database, [{ ticketId, notice }])).get(ticketId)
    if (ticket === undefined) throw new Error(`Ticket ${ticketId} has no row`)
    const { record } = ticket
    const isOver = doneStatuses.includes(record.status) || isOvertaken(notice, record.standing)
    const isTaken = page.turn > 0 && (record.assignee !== null || record.tier !== notice.tier)
    if (isTaken || (isLate(page) && isOver)) return (await isInHistory(processes, record)) ? 'void' : 'unknown'
    // What others read too is acknowledged by nobody's link.
    const link = page.shared ? null : await createPageLink(database, publicUrl, page, ticketId)
    const told = renderPage(ticket, notice, reader, { publicUrl, acknowledgeUrl: link?.url ?? null })
    return notifier.send(kind, { url, secret }, { key, ...told })
  }
}

/** In how many milliseconds the next one may be sent; `tried` are the instants of those before, in order. */
export function turnIn(paces: readonly Pace[], tried: readonly number[], now: number): number {
  const waits = paces.map(({ most, withinMs }) => {
    const oldest = tried.at(-most)
    return oldest === undefined ? 0 : oldest + withinMs + marginMs - now
  })
  return Math.max(0, ...waits)
}
