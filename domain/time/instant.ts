/** Whole seconds since the epoch (SLA 2). */
export type Instant = number

export const secondsPerDay = 86_400
/** For what counts in the milliseconds of JavaScript's Date. */
export const millisecondsPerDay = secondsPerDay * 1000

/** The years that every store of ours can hold and every calendar can be reckoned in: 1970 up to the first of 2200. */
export const earliest: Instant = 0
export const latest: Instant = Date.UTC(2200, 0, 1) / 1000

/** Half-open: `from` is in it, `to` is not. */
export type Interval = readonly [from: Instant, to: Instant]

/** UTC with whole seconds: `2026-10-08T03:30:00Z`. */
export function toIso(instant: Instant): string {
  return toDate(instant).toISOString().replace('.000Z', 'Z')
}

/** As records say it: null for what did not happen, or is not known. */
export function isoOrNull(instant: Instant | undefined): string | null {
  return instant === undefined ? null : toIso(instant)
}

/** As the database takes it. */
export function toDate(instant: Instant): Date {
  return new Date(instant * 1000)
}

/** A fraction of a second is dropped. */
export function fromDate(date: Date): Instant {
  return Math.floor(date.getTime() / 1000)
}

/** A fraction of a second is dropped. Throws RangeError for what is no instant. */
export function fromIso(text: string): Instant {
  const milliseconds = Date.parse(text)
  if (Number.isNaN(milliseconds)) throw new RangeError(`Not an instant: ${text}`)
  return Math.floor(milliseconds / 1000)
}
