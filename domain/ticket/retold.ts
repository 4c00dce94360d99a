import type { TicketEvent } from './events.ts'
import { evolve } from './evolve.ts'
import type { TicketState } from './state.ts'

/** The ticket after further events of its own. Undefined when one of them is missing. */
export function retell(before: TicketState | undefined, events: readonly TicketEvent[]): TicketState | undefined {
  let state = before
  for (const event of events) {
    if (event.version !== (state?.version ?? 0) + 1) return undefined
    state = evolve(state, event)
  }
  return state
}
