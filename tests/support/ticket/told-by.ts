import type { TicketEvent } from '../../../domain/ticket/events.ts'
import { evolve } from '../../../domain/ticket/evolve.ts'
import { merged } from '../../../domain/ticket/merged.ts'
import type { Notice } from '../../../domain/ticket/notices.ts'
import { noticesFor } from '../../../domain/ticket/told-of.ts'
import type { TicketState } from '../../../domain/ticket/state.ts'

/** Who was to be told of a ticket's events, all of them from the first: those of one act, or of one deadline, together. */
export function toldBy(events: readonly TicketEvent[]): Notice[] {
  let state: TicketState | undefined
  const notices: Notice[] = []
  let act: Notice[] = []
  for (const [index, event] of events.entries()) {
    state = evolve(state, event)
    act.push(...noticesFor(event, state))
    const next = events[index + 1]
    if (next?.at === event.at && next.actor.id === event.actor.id) continue
    notices.push(...merged(act, state))
    act = []
  }
  return notices
}
