import type { Segment } from '../time/coverage.ts'
import { type Instant, type Interval, latest, secondsPerDay } from '../time/instant.ts'
import { clip, unite, without } from '../time/intervals.ts'
import { comersOf, type Handover, leaverOf } from './handover.ts'
import { gapsIn, type Shift } from './rota.ts'

/** So far ahead a rota is looked at: further than any working day before lies, over the longest holidays. */
export const horizonDays = 30
/** It is looked at again before what lies beyond could be told too late. */
const longestSleepDays = 14
/** Whoever comes has so long to confirm what was handed over. */
const handoverGraceSeconds = 1800

/** What a duty's process knows of its rota, whenever it looks. */
export interface Known {
  shifts: readonly (Shift & { handover: Handover | null })[]
  /** From now to the horizon: when somebody must stand. */
  required: readonly Interval[]
  atLeast: number
  /** Ids of those whose account is disabled: they stand nowhere. */
  gone: ReadonlySet<string>
  /** Of the calendar by whose days a gap is told beforehand; `always` where each day is one. */
  workingDays: readonly Segment[] | 'always'
}

/** What was told already, and up to when handovers were looked at: carried from one look to the next. */
export interface Told {
  gaps: Interval[]
  handoversUntil: Instant
}

/** A shift that ended, and nobody who came has confirmed it. */
export interface Unconfirmed {
  shiftId: string
  leaverId: string
  comerIds: string[]
  at: Instant
  /** A note is there. */
  isWritten: boolean
}

export interface Outlook {
  /** To be told now: gaps, of which one that nobody has set an end to lasts until `latest`, and handovers. */
  gaps: Interval[]
  handovers: Unconfirmed[]
  told: Told
  /** When somebody is to be told next, or the rota is looked at again. */
  lookAt: Instant
}

/**
 * R3.4: what the managers are to be told of a rota now, and when to look again. A gap is told a whole working day before it
 * begins, once as long as it stays; one that grows, or comes back, is another. A handover is told when nobody has confirmed
 * it half an hour after the shift.
 */
export function outlookAt(now: Instant, known: Known, told: Told): Outlook {
  const gaps = gapsAhead(now, known)
  const isTold = (gap: Interval) => wasTold(gap, told.gaps, known.required[0]?.[0] ?? now)
  const tellAt = (gap: Interval) => tellingOf(gap, known.workingDays)
  const fresh = gaps.filter((gap) => !isTold(gap))
  const due = fresh.filter((gap) => tellAt(gap) <= now)
  const open = known.shifts.flatMap((shift) => unconfirmed(shift, known.shifts))
  const handovers = open.filter(({ at }) => told.handoversUntil < at && at <= now)
  return {
    gaps: due,
    handovers,
    told: { gaps: gaps.filter((gap) => isTold(gap) || due.includes(gap)), handoversUntil: now },
    lookAt: Math.min(
      now + longestSleepDays * secondsPerDay,
      ...fresh.map(tellAt).filter((at) => at > now),
      ...open.map(({ at }) => at).filter((at) => at > now),
    ),
  }
}

/**
 * What is left of a gap is no news. Of one without an end it is: whoever set somebody down for a while must hear when that
 * runs out. `first`: from when on somebody must stand; what begins there has only come nearer.
 */
function wasTold([from, until]: Interval, told: readonly Interval[], first: Instant): boolean {
  const isLeft = without([[from, until]], told).length === 0
  return isLeft && (until < latest || from === first || told.some(([began]) => began === from))
}

/** Gaps with nobody standing between them are one: a week that nobody is set down for is told as a week. */
function gapsAhead(now: Instant, { shifts, required, atLeast, gone }: Known): Interval[] {
  const gaps = gapsIn(shifts, required, atLeast, gone)
  const stood = without(unite(required), gaps)
  const joined: Interval[] = []
  for (const gap of gaps) {
    const last = joined.at(-1)
    if (last && clip(stood, last[1], gap[0]).length === 0) joined[joined.length - 1] = [last[0], gap[1]]
    else joined.push(gap)
  }
  const end = required.at(-1)?.[1] ?? now
  return joined.map(([from, until]) => [from, until === end ? latest : until])
}

/** When the last working day opens that lies wholly before it; at once where none does. */
function tellingOf([from]: Interval, workingDays: Known['workingDays']): Instant {
  if (workingDays === 'always') return from - secondsPerDay
  const days = new Map<number, Interval>()
  for (const [opens, closes, day] of workingDays) days.set(day, [days.get(day)?.[0] ?? opens, closes])
  return [...days.values()].findLast(([, closes]) => closes <= from)?.[0] ?? 0
}

function unconfirmed(shift: Known['shifts'][number], ofDuty: readonly Shift[]): Unconfirmed[] {
  const comerIds = comersOf(shift, ofDuty)
  if (comerIds.length === 0 || shift.handover?.confirmed) return []
  const at = shift.until + handoverGraceSeconds
  return [{ shiftId: shift.id, leaverId: leaverOf(shift), comerIds, at, isWritten: shift.handover !== null }]
}
