import type { Notice } from '../../domain/ticket/notices.ts'
import type { TicketState } from '../../domain/ticket/state.ts'

/** What a ticket's process goes on with. */
export interface Resumed {
  state: TicketState
  notices: Notice[]
  answered: [updateId: string, version: number][]
}

/** `over`: it came to its own end. `brokenOff`: somebody, or the engine, ended it. `absent`: the engine knows none. */
export type Standing = 'running' | 'over' | 'brokenOff' | 'absent'

/** The engine, as the watch sees it. */
export interface TicketProcesses {
  /** The ticket ids of all processes that run, and when each was started. */
  running(): Promise<Map<string, Date>>
  standingOf(ticketId: string): Promise<Standing>
  /** One that runs by now is left alone. */
  startAgain(resumed: Resumed): Promise<void>
}
