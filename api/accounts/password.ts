import pLimit from 'p-limit'
import { Fault } from '../../http/faults.ts'
import { hashPassword, passwordMatches } from '../../store/secrets.ts'

/** A password takes 50 ms of a processor and 19 MB to check, on purpose: the rest of the service goes on beside it. */
const hashing = pLimit(2)
/** About a second's work. Whoever comes later is told to come again, and waits for nobody. */
const mostWaiting = 40

/** Undefined is the account that does not exist, null one that has none yet; either takes as long. */
export async function fits(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  refuseCrowd()
  return hashing(() => passwordMatches(passwordHash, password))
}

export async function hashed(password: string): Promise<string> {
  refuseCrowd()
  return hashing(() => hashPassword(password))
}

function refuseCrowd(): void {
  if (hashing.pendingCount >= mostWaiting) throw Fault.tooMany(2, 'Too many sign in at once. Try again.')
}
