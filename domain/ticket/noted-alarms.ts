import type { Instant } from '../time/instant.ts'
import type { Alarm, RaisedBecause } from './alarm.ts'
import type { Draft } from './events.ts'
import type { StatusName, TicketState } from './state.ts'

/** What of a ticket says whether an alarm is news to it. */
export interface Known {
  status: { name: Exclude<StatusName, 'resolved'> } | { name: 'resolved'; at: Instant }
  alarms?: readonly Alarm[]
}

/**
 * What the ticket notes of an alarm that was counted meanwhile. A storm must not fill its history: every repeat is counted
 * where alarms are counted, and noted are the first ten times that it came back, then the 100th, the 1,000th and so on, the
 * first after each repair, and each tenfold count. Of a ticket that has ended nothing is noted.
 */
export function noted(state: Known, now: Alarm): Draft[] {
  if (state.status.name === 'closed' || state.status.name === 'cancelled') return []
  const before = state.alarms?.find(({ key }) => key === now.key)
  // It was overtaken on its way.
  if (before && now.count < before.count) return []
  const because = before ? whyRaised(state, before, now) : 'flapping'
  const raised: Draft[] = because ? [{ type: 'alarmRaised', data: { alarm: now, because } }] : []
  const cleared = now.clearedAt !== undefined && (because || before?.clearedAt === undefined)
  return cleared ? [...raised, { type: 'alarmCleared', data: { alarm: now } }] : raised
}

function whyRaised({ status }: Known, before: Alarm, now: Alarm): RaisedBecause | undefined {
  if (now.count <= before.count) return undefined
  if (status.name === 'resolved' && before.lastAt <= status.at && now.lastAt > status.at) return 'afterRepair'
  if (stepOf(now.flaps) > stepOf(before.flaps)) return 'flapping'
  return powerOf(now.count) > powerOf(before.count) ? 'many' : undefined
}

/** One by one up to ten, then once for each power of ten. */
function stepOf(times: number): number {
  return times <= 10 ? times : 9 + powerOf(times)
}

/** How many digits follow the first. */
function powerOf(count: number): number {
  return String(count).length - 1
}

/** The ticket's alarms, with what was just noted of one. */
export function withAlarm({ alarms = [] }: Pick<TicketState, 'alarms'>, alarm: Alarm): Alarm[] {
  return [...alarms.filter(({ key }) => key !== alarm.key), alarm]
}
