import type { TicketEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { merged } from './merged.ts'
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
  let act: Notice[] = []
  for (const [index, event] of events.entries()) {
    if (event.version !== (state?.version ?? 0) + 1) return undefined
    state = evolve(state, event)
    act.push(...noticesFor(event, state))
    const next = events[index + 1]
    if (next?.at === event.at && next.actor.id === event.actor.id) continue
    notices.push(...merged(act, state))
    act = []
  }
  return state && { state, notices }
}
