import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Finds again what the same caller made with the same Idempotency-Key. */
export function requestKeyOf(userId: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, key]))
    .digest('hex')
}

/**
 * Adds an immutable version after the newest one. `insert` does nothing when that number has just been taken by another
 * request, which then gets the number before ours.
 */
export async function appendVersion<Row>(steps: {
  made(): Promise<Row | null>
  newest(): Promise<number>
  insert(version: number): Promise<unknown>
}): Promise<Row> {
  for (;;) {
    const row = await steps.made()
    if (row !== null) return row
    await steps.insert((await steps.newest()) + 1)
  }
}

export const versionQuery = z.strictObject({
  version: z.coerce
    .number({ error: 'Expected a version' })
    .int({ error: 'Expected a whole number' })
    .min(1, { error: 'At least 1' })
    .max(999_999, { error: 'At most 999999' })
    .optional()
    .meta({ description: 'The newest when absent' }),
})
