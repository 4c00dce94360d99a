import type { Instant } from '../time/instant.ts'

/** What machines have said under one key, such as `lims/disk-full`, since its ticket was opened. */
export interface Alarm {
  key: string
  /** How often it was raised. */
  count: number
  /** How often it came back after an all-clear. */
  flaps: number
  firstAt: Instant
  lastAt: Instant
  /** None while it is raised. */
  clearedAt?: Instant
}

/** Why a repeat is more than one more: it came back, it came after the repair, or it has come ten times as often. */
export const raisedBecause = ['flapping', 'afterRepair', 'many'] as const
export type RaisedBecause = (typeof raisedBecause)[number]

export function firstAlarm(key: string, at: Instant): Alarm {
  return { key, count: 1, flaps: 0, firstAt: at, lastAt: at }
}

/** Of several that come at once, whichever order they are counted in, the latest instant stands. */
export function raisedAgain({ clearedAt, ...alarm }: Alarm, at: Instant): Alarm {
  const { count, flaps, lastAt } = alarm
  return { ...alarm, count: count + 1, flaps: flaps + (clearedAt === undefined ? 0 : 1), lastAt: Math.max(lastAt, at) }
}

/** A second all-clear says nothing new. */
export function allClear(alarm: Alarm, at: Instant): Alarm {
  return { ...alarm, clearedAt: alarm.clearedAt ?? at }
}
