import { firstAlarm } from './alarm.ts'
import type { Instant } from '../time/instant.ts'
import type { TicketEvent } from './events.ts'
import type { Open, TicketState } from './state.ts'

/** A ticket as it begins, before its first event is counted. */
export function opened(open: Open, at: Instant): TicketState {
  const { calledAt, backdateReason: _told, alarmKey, path: _begins, ...facts } = open
  return {
    ...facts,
    schema: 2,
    version: 0,
    openedAt: calledAt ?? at,
    status: { name: 'open' },
    tier: 'resident',
    triaged: false,
    cycle: 1,
    clocks: [],
    calls: [],
    waits: [],
    repairs: [],
    rounds: [],
    touchedAt: at,
    leftAlone: 0,
    alarmed: false,
    ...(alarmKey !== undefined && { alarms: [firstAlarm(alarmKey, at)] }),
  }
}

/** What was opened before something else happened to it. */
export function known(before: TicketState | undefined, event: TicketEvent): TicketState {
  if (before === undefined) throw new Error(`A ticket cannot begin with being ${event.type}`)
  return before
}
