import type { Instant } from '../../domain/time/instant.ts'

/**
 * What time it is on a ticket, whose clock runs on while requests are on their way. It is reckoned from what was asked
 * for and the time that has really passed, and put right when the ticket shows an instant that contradicts it.
 * `realMs` is always a reading of one and the same real clock, in milliseconds.
 */
export class TicketTime {
  private aheadMs: number

  /** `openedAt` was read on the ticket between two real instants, `sentMs` and `answeredMs`. */
  constructor(openedAt: Instant, sentMs: number, answeredMs: number) {
    this.aheadMs = openedAt * 1000 - (sentMs + answeredMs) / 2
  }

  at(realMs: number): Instant {
    return (realMs + this.aheadMs) / 1000
  }

  advanced(seconds: number): void {
    this.aheadMs += seconds * 1000
  }

  /** Instants are shown in whole seconds, the fraction dropped. */
  shown(instant: Instant, sentMs: number, answeredMs: number): void {
    const tooEarly = this.at(sentMs) - (instant + 1)
    const tooLate = instant - this.at(answeredMs)
    if (tooEarly > 0) this.aheadMs -= tooEarly * 1000
    if (tooLate > 0) this.aheadMs += tooLate * 1000
  }
}
