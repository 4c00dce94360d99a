import type { TicketState } from './state.ts'

/** Plain JSON that a run of a ticket's process hands to the next, or that one is started again with (schema 1). */
export interface Carried {
  state: TicketState
  /** The latest update ids and their answers, since the engine forgets those of an earlier run. */
  answered: [updateId: string, version: number][]
}

/** So many answers are kept for repeats that arrive in a later run; the engine keeps those of the current one. */
export const answersCarried = 100
