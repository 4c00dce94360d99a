import type { Instant } from '../time/instant.ts'
import { onDuty, type Shift, stintsOf } from './rota.ts'

/** R3.4: what whoever leaves writes for whoever comes, and who confirmed to have it. */
export interface Handover {
  note: string
  by: { id: string; name: string }
  at: Instant
  confirmed: { by: { id: string; name: string }; at: Instant } | null
}

/** Whoever stands last in it: the one to hand it over. */
export function leaverOf(shift: Shift): string {
  return stintsOf([shift]).at(-1)?.userId ?? shift.userId
}

/** Ids of those who come: who stand on the duty when it ends, save whoever stays. */
export function comersOf(shift: Shift, ofDuty: readonly Shift[]): string[] {
  const leaver = leaverOf(shift)
  const there = onDuty(ofDuty, shift.until)
  return there.includes(leaver) ? [] : there
}
