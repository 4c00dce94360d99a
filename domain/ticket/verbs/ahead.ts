import type { Instant } from '../../time/instant.ts'
import { invalid, type Refusal } from '../refusal.ts'

/** Refuses an instant, if one is said, that does not lie ahead, or further than so many seconds; `tooFar` says what then. */
export function notAhead(
  field: string,
  at: Instant | undefined,
  now: Instant,
  { most, tooFar }: { most: number; tooFar: string },
): Refusal | undefined {
  if (at === undefined) return undefined
  if (at <= now) return invalid(field, 'It must lie ahead.')
  return at > now + most ? invalid(field, tooFar) : undefined
}
