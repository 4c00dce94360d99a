/** In milliseconds: how long what could not be sent, or is not known yet, is waited for. */

/** Tried again after two seconds, then ever later. */
export const soonestMs = 2000
const latestMs = 300_000

/** After that many attempts. */
export function backOffMs({ attempts }: { attempts: number }): number {
  return Math.min(latestMs, soonestMs * 2 ** attempts)
}

/** A process that did not answer, or has not recorded it, is asked again then. */
export const askAgainMs = 5000

/** What waits longer than that holds up nothing more that comes after it: an alarm must not wait for it for ever. */
export const holdsUpMs = 600_000

const lateMs = 60_000

/** After so long it is no longer told as it happened. */
export function isLate({ createdAt }: { createdAt: Date }): boolean {
  return Date.now() - createdAt.getTime() > lateMs
}
