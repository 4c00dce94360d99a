import { eventForCustomer, type KnownEvent } from '../../domain/ticket/customers-may-know.ts'
import type { TicketEvent } from '../../domain/ticket/events.ts'
import { retell } from '../../domain/ticket/retold.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import type { Instant } from '../../domain/time/instant.ts'
import { untold } from '../story.ts'

/** A ticket as a document tells it: where it stands after its events so far, and those of them that customers may know. */
export interface Telling {
  state: TicketState
  /** Of the last event. */
  at: Instant
  /** The newest; what was reported and what was repaired is told elsewhere in a document. */
  steps: KnownEvent[]
  /** How many came before these. */
  leftOut: number
}

/** More than a ticket usually has; each may hold a long text. */
const mostSteps = 200

/** The telling after further events. Undefined when one of them is missing. */
export function toldOn(before: Telling | undefined, events: readonly TicketEvent[]): Telling | undefined {
  const state = retell(before?.state, events)
  const at = events.at(-1)?.at ?? before?.at
  if (state === undefined || at === undefined) return undefined
  const known = events.filter(({ type }) => !untold.includes(type)).flatMap((event) => eventForCustomer(event) ?? [])
  const all = [...(before?.steps ?? []), ...known]
  const leftOut = Math.max(0, all.length - mostSteps)
  return { state, at, steps: all.slice(leftOut), leftOut: (before?.leftOut ?? 0) + leftOut }
}
