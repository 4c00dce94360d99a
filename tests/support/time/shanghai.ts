import { fromIso, type Instant } from '../../../domain/time/instant.ts'

/** `2026-11-27 02:00` or `2026-11-27 02:00:30`, Beijing time, which has had no daylight saving since 1991. */
export function shanghai(local: string): Instant {
  return fromIso(`${local.replace(' ', 'T')}${local.length === 16 ? ':00' : ''}+08:00`)
}
