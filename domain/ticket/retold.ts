import type { TicketEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { type Notice, noticesFor } from './notices.ts'
import type { TicketState } from './state.ts'

/** A ticket as its events tell it, and who was to be told of the last of them. */
export interface Retold {
  state: TicketState
  notices: Notice[]
}

/** The ticket after further events of its own. Undefined when one of them is missing. */
export function retell(before: TicketState | undefined, events: readonly TicketEvent[]): Retold | undefined {
  let state = before
  const notices: Notice[] = []
  for (const event of events) {
    if (event.version !== (state?.version ?? 0) + 1) return undefined
    state = evolve(state, event)
    notices.push(...noticesFor(event, state))
  }
  return state && { state, notices }
}
