import { createHash } from 'node:crypto'
import type { Actor } from '../../domain/people/actors.ts'
import type { SignedIn } from '../../http/operation.ts'

/** Makes a repeat one and the same act: who, what, and the key that he chose. */
export function updateIdOf(who: string, verb: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([who, verb, key]))
    .digest('base64url')
}

/** What the ticket's history keeps of who asked. */
export function actorOf({ id, role, name, tier, contactId }: SignedIn): Actor {
  return { id, role, name, ...(tier && { tier }), ...(contactId && { contactId }) }
}
