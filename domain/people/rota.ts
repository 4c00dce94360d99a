import type { Instant, Interval } from '../time/instant.ts'
import { unite } from '../time/intervals.ts'

/** R3.4: somebody else takes over a part of a shift; reason, who said so and when are for whoever reads it. */
export interface Substitution {
  userId: string
  from: Instant
  until: Instant
  reason: string
  by: { id: string; name: string }
  at: Instant
}

/** R3.4: one person stands from one instant until another, half-open. */
export interface Shift {
  id: string
  userId: string
  /** Who is called next while nobody takes a page. */
  standbyId: string | null
  from: Instant
  until: Instant
  /** Within it, none overlapping another. */
  substitutions: readonly Substitution[]
}

/** What one person really stands of a shift. */
export interface Stint extends Pick<Shift, 'userId' | 'standbyId' | 'from' | 'until'> {
  shiftId: string
  /** Whose shift it is, where another stands. */
  insteadOf: string | null
}

/** Who really stands, in order: what is taken over is the substitute's, the rest stays whose it was. */
export function stintsOf(shifts: readonly Shift[]): Stint[] {
  return shifts.flatMap(stintsIn).sort((one, other) => one.from - other.from || one.until - other.until)
}

function stintsIn({ id: shiftId, userId, standbyId, from, until, substitutions }: Shift): Stint[] {
  const own = { shiftId, userId, standbyId, insteadOf: null }
  const stints: Stint[] = []
  let begins = from
  for (const one of [...substitutions].sort((a, b) => a.from - b.from)) {
    if (begins < one.from) stints.push({ ...own, from: begins, until: one.from })
    // Who stands now is nobody's next.
    const next = standbyId === one.userId ? null : standbyId
    const { from, until } = one
    stints.push({ shiftId, userId: one.userId, standbyId: next, from, until, insteadOf: userId })
    begins = until
  }
  return begins < until ? [...stints, { ...own, from: begins, until }] : stints
}

/** Ids of those who stand at that instant, each once. */
export function onDuty(shifts: readonly Shift[], at: Instant): string[] {
  return [...new Set(stintsAt(shifts, at).map(({ userId }) => userId))]
}

/** Ids of those who are called next: named for then, and not on duty themselves. */
export function standingBy(shifts: readonly Shift[], at: Instant): string[] {
  const first = onDuty(shifts, at)
  const named = stintsAt(shifts, at).flatMap(({ standbyId }) => standbyId ?? [])
  return [...new Set(named)].filter((id) => !first.includes(id))
}

function stintsAt(shifts: readonly Shift[], at: Instant): Stint[] {
  return stintsOf(shifts).filter(({ from, until }) => from <= at && at < until)
}

const nobody: ReadonlySet<string> = new Set()

/**
 * R3.4, R2.7: the time in which fewer stand than must, of the time in which they must; sorted, each as long as it can be.
 * Whoever stands in two shifts at once counts as one, and whoever is `gone` as none.
 */
export function gapsIn(
  shifts: readonly Shift[],
  required: readonly Interval[],
  atLeast: number,
  gone: ReadonlySet<string> = nobody,
): Interval[] {
  const stints = stintsOf(shifts).filter(({ userId }) => !gone.has(userId))
  const open = unite(required).flatMap(([from, until]) => {
    const turns = stints.flatMap((stint) => [stint.from, stint.until]).filter((at) => from < at && at < until)
    const edges = [...new Set([from, ...turns, until])].sort((a, b) => a - b)
    return edges.slice(1).map((to, index): Interval => [edges[index] as Instant, to])
  })
  return unite(open.filter(([from]) => countAt(stints, from) < atLeast))
}

function countAt(stints: readonly Stint[], at: Instant): number {
  const standing = stints.filter(({ from, until }) => from <= at && at < until)
  return new Set(standing.map(({ userId }) => userId)).size
}
