/**
 * How many days a row that serves for a time is kept after its use is over. What is not named here is evidence and
 * stays: tickets, their events and breaches, and whom and what they were agreed with.
 */
export const retentionDays = {
  /**
   * A gateway that comes back after a long outage repeats what it asked. A key is part of an update's id, too, so it had
   * better outlive the process that would answer it with an earlier act.
   */
  idempotencyKeys: 90,
  /** Long enough to look up, once something is found amiss, which token was in use. */
  accessTokens: 30,
  /** Whoever finds the mail again long after it is still told what has become of the link. */
  signOffLinks: 365,
  /** Long enough to look up who made a link, once a password was set that nobody owns to. */
  passwordLinks: 30,
  /** They prove who was told, and a claim out of a contract can be raised for three years (Civil Code of China, 188). */
  mailDeliveries: 1098,
  /** They prove it as well. */
  pages: 1098,
  /** Long after they open nothing, whoever finds the page again is told so. */
  pageLinks: 30,
  /** Whoever finds the letter again is still told that it opens nothing. */
  personalLinks: 30,
}

export type Outliving = keyof typeof retentionDays
