import { setTimeout as sleep } from 'node:timers/promises'
import { cancellationSignal } from '@temporalio/activity'
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import type { Bell } from '../../platform/database-bell.ts'
import type { TicketProcesses } from '../watch/processes.ts'
import { Confirming } from './confirming.ts'
import { Paging, type PagingDeps } from './paging.ts'
import { gathered } from './gathered.ts'
import type { Told } from './mail.ts'
import { backOffMs, soonestMs } from './patience.ts'
import { nextOf, putOff, type Queued, type Share, strikeOff, takeDue } from './queue.ts'

export interface PostOfficeDeps extends PagingDeps {
  processes: TicketProcesses
  /** Hangs up a bell that rings whenever something is to be told. */
  hangBell(onRing: () => void): Promise<Bell>
  /** Aborted when this worker is to stop: another takes over at once. */
  closing: AbortSignal
  /** Makes documents. */
  openFiling(share: Share, done: () => void): Beside
  /** Answers how to tell what is due of one ticket. */
  prepare(due: readonly Queued[]): Promise<(ticketId: string) => Promise<Told>>
}

/** What an office does beside its mails, and for which no mail waits. */
export interface Beside {
  /** It looks for nothing more until it has rung. */
  readonly busy: boolean
  begin(): void
  end(): Promise<void>
}

/** So many notices are in hand at once. A slow mail server holds up these, and no ticket and no act ever. */
const mostInHand = 200
/** What comes within so short a time is taken together. */
const gatherMs = 25
/** Then the activity ends and begins anew, so that none lasts longer than the engine lets it. */
const shiftMs = 6 * 3_600_000
/** What is under way when it is to stop is waited for so long. */
const lastWordMs = 3000
/** Should a ring be lost with the line or whoever rang, it is made up for within this time. */
const longestWaitMs = 60_000

/**
 * Sends what one office's tickets have to tell. It waits on the bell and on one timer for the earliest that is due, and
 * asks for nothing in between. Each ticket's notices go out in their order, and wait for those of no other.
 */
export class PostOffice {
  private readonly share: Share
  private readonly deps: PostOfficeDeps
  private readonly confirming: Confirming
  private readonly paging: Paging
  private readonly filing: Beside
  private readonly strikeOff: (told: Queued[]) => Promise<void>
  /** How many notices of each ticket are being told. */
  private readonly inHand = new Map<string, number>()
  private readonly underWay = new Set<Promise<void>>()
  /** More may be due than hands were free for. */
  private full = false
  private rings = 0
  private wake: () => void = () => undefined

  constructor(share: Share, deps: PostOfficeDeps) {
    this.share = share
    this.deps = deps
    this.strikeOff = gathered((told) => strikeOff(deps.database, told.flat()))
    this.confirming = new Confirming(share, deps, () => this.ring())
    this.paging = new Paging(share, deps, () => this.ring())
    this.filing = deps.openFiling(share, () => this.ring())
  }

  /** Until its shift ends. Throws when it is to be done by somebody else, or again. */
  async serve(): Promise<void> {
    const { closing, hangBell } = this.deps
    const stop = AbortSignal.any([closing, cancellationSignal(), AbortSignal.timeout(shiftMs)])
    const bell = await hangBell(() => this.ring())
    stop.addEventListener('abort', () => this.ring())
    try {
      while (!stop.aborted) {
        const heard = this.rings
        await this.takeUp()
        const waitMs = await this.untilNextMs()
        if (this.rings === heard && !stop.aborted) await Promise.race([this.rung(waitMs), bell.lost])
        await sleep(gatherMs)
      }
    } finally {
      await Promise.race([Promise.all([...this.underWay, this.paging.end(), this.filing.end()]), pauseFor(lastWordMs)])
      await Promise.race([bell.close().catch(() => undefined), pauseFor(lastWordMs)])
    }
    cancellationSignal().throwIfAborted()
    if (closing.aborted) throw handOver()
  }

  private ring(): void {
    this.rings++
    this.wake()
  }

  /** Until something rings, or so many milliseconds have passed. */
  private async rung(waitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.wake = resolve
      timer = setTimeout(resolve, waitMs)
    })
    clearTimeout(timer)
  }

  /** Asks what is to be asked by now, pages, and has documents made. Where hands are full, and whoever was asked has answered: that rings. */
  private async untilNextMs(): Promise<number> {
    const begun = {
      inHand: [...this.inHand.keys()],
      asked: this.confirming.underWay,
      paged: this.paging.underWay,
      writes: this.filing.busy,
    }
    const { dueAt, askAt, pageAt, writeAt } = await nextOf(this.deps.database, this.share, begun)
    const mustAsk = askAt !== null && askAt.getTime() <= Date.now()
    if (mustAsk) await this.confirming.begin()
    const mustPage = pageAt !== null && pageAt.getTime() <= Date.now()
    if (mustPage) await this.paging.begin()
    const mustWrite = writeAt !== null && writeAt.getTime() <= Date.now()
    if (mustWrite) this.filing.begin()
    const ahead = [
      this.full ? null : dueAt,
      mustAsk ? null : askAt,
      mustPage ? null : pageAt,
      mustWrite ? null : writeAt,
    ].map((at) => (at ? at.getTime() - Date.now() : longestWaitMs))
    return Math.max(0, Math.min(longestWaitMs, ...ahead))
  }

  private async takeUp(): Promise<void> {
    const free = mostInHand - [...this.inHand.values()].reduce((sum, one) => sum + one, 0)
    this.full = free <= 0
    if (this.full) return
    const heard = this.rings
    const due = await takeDue(this.deps.database, this.share, [...this.inHand.keys()], free)
    this.full = due.length === free
    if (due.length === 0) return
    const tell = await this.deps.prepare(due).catch((error: unknown) => {
      // One of them may be poison, and must not keep the others: each is then read by itself.
      this.deps.logger.warn({ err: error }, 'What tickets have to tell could not be read together')
    })
    for (const ticketId of new Set(due.map((one) => one.ticketId))) {
      const theirs = due.filter((one) => one.ticketId === ticketId)
      this.begin(ticketId, theirs, heard, async () => (tell ?? (await this.deps.prepare(theirs)))(ticketId))
    }
  }

  /** `heard`: how often it had rung before these were looked for. */
  private begin(ticketId: string, due: Queued[], heard: number, tell: () => Promise<Told>): void {
    this.inHand.set(ticketId, due.length)
    const done = this.handle(ticketId, due, tell)
      .catch(async (error: unknown) => {
        this.deps.logger.warn({ err: error, ticketId }, 'What a ticket has to tell is still in the queue')
        for (const one of due) await putOff(this.deps.database, one, { inMs: backOffMs(one), failed: true })
        this.ring()
      })
      // The database itself is away: no more of this ticket until it may be back.
      .catch(() => pauseFor(soonestMs).then(() => this.ring()))
      .then(() => {
        this.underWay.delete(done)
        this.inHand.delete(ticketId)
        // What came of it since was not taken.
        if (this.full || this.rings > heard) this.ring()
      })
    this.underWay.add(done)
  }

  private async handle(ticketId: string, due: Queued[], tell: () => Promise<Told>): Promise<void> {
    const { database, processes } = this.deps
    // Another ticket hears of it before anything leaves the queue, and before a mail server is waited for.
    for (const { notice } of due) if (notice.tells) await processes.noteTiding(notice.tells)
    const { outcomes, refused } = await tell()
    // What was refused is in the ticket's history before it leaves the queue.
    if (refused.length > 0) await processes.noteUndelivered(ticketId, refused)
    const told = due.filter((_one, i) => outcomes[i] === 'told')
    if (told.length > 0) await this.strikeOff(told)
    for (const [i, one] of due.entries()) {
      const outcome = outcomes[i]
      if (outcome === 'failed') await putOff(database, one, { inMs: backOffMs(one), failed: true })
      else if (typeof outcome === 'object') await putOff(database, one, { inMs: outcome.waitMs, failed: false })
    }
    if (told.length < due.length) this.ring()
  }
}

/** Holds no process that is to end. */
const pauseFor = (ms: number) => sleep(ms, undefined, { ref: false })

/** Another worker takes over at once; it is nobody's fault. */
function handOver(): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'This worker stops; another takes the post office over',
    nextRetryDelay: 10,
    category: ApplicationFailureCategory.BENIGN,
  })
}
