import { isoOrNull, toIso } from '../time/instant.ts'
import type { Alarm } from './alarm.ts'

/** An alarm as it is shown: instants are ISO, UTC. */
export function alarmRecordOf({ firstAt, lastAt, clearedAt, ...alarm }: Alarm) {
  return { ...alarm, firstAt: toIso(firstAt), lastAt: toIso(lastAt), clearedAt: isoOrNull(clearedAt) }
}
