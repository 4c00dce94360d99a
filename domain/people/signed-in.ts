import type { Actor } from './actors.ts'
import type { Role } from './roles.ts'

/** Whoever a token speaks for. */
export interface SignedIn extends Actor {
  role: Role
  /** A customer's own organisation, the customers that staff are bound to; managers and admins serve all (R3.5). */
  customerIds: string[] | 'all'
  tokenId: string
  /** A machine's key, and nobody who signed in. */
  byKey: boolean
}
