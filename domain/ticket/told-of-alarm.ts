import type { Addressee } from '../people/audiences.ts'
import type { TicketEvent } from './events.ts'
import type { Notice } from './notices.ts'

type OfAlarm = TicketEvent & { type: 'alarmRaised' | 'alarmCleared' }

/** Whoever has the ticket is told, also when that person's own account is the machine's. That it came often tells nobody. */
export function toldOfAlarm(
  { type, data }: OfAlarm,
  { except: _none, ...about }: Omit<Notice, 'message' | 'to'>,
  desk: Addressee,
): Notice[] {
  if ('because' in data && data.because === 'many') return []
  return [{ ...about, message: type === 'alarmRaised' ? 'alarm-raised' : 'alarm-cleared', to: [desk] }]
}
