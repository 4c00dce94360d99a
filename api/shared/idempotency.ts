import { createHash } from 'node:crypto'
import { Fault } from '../../http/faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { prepared } from '../../store/prepared.ts'

/** The id of what a request creates: the same for a repeat, and guessed by nobody. */
export function idFrom(prefix: string, userId: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([prefix, userId, key]))
    .digest('hex')
  return `${prefix}_${BigInt(`0x${hash}`).toString(36).slice(0, 20)}`
}

/** Finds again what the same caller did with the same Idempotency-Key. */
export function requestKeyOf(userId: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, key]))
    .digest('hex')
}

/** Binds the key to what is asked with it: throws `keyReused` when it was used for something else. */
export async function claimKey(database: PrismaClient, userId: string, key: string, asked: string): Promise<void> {
  const [claimed] = await database.$queryRaw<{ fingerprint: string }[]>`${prepared}
    INSERT INTO "IdempotencyKey" AS mine ("userId", "key", "fingerprint") VALUES (${userId}, ${key}, ${asked})
    ON CONFLICT ("userId", "key") DO UPDATE SET "fingerprint" = mine."fingerprint"
    RETURNING "fingerprint"`
  requireSame(claimed, asked)
}

/** What the key was claimed for first; throws `keyReused` unless that is what is asked with it now. */
export function requireSame<T extends { fingerprint: string }>(claimed: T | undefined, asked: string): T {
  if (claimed?.fingerprint === asked) return claimed
  const detail = 'A key names one request: the same method, path and body. Use a new key for another.'
  throw new Fault('keyReused', detail)
}
