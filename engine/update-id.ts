import { createHash } from 'node:crypto'

/** Makes a repeat one and the same act: who, what, and the key that was chosen for it. */
export function updateIdOf(who: string, verb: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([who, verb, key]))
    .digest('base64url')
}
