import type { Carried } from '../../domain/ticket/carried.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import type { Tiding } from '../../domain/ticket/linked.ts'
import type { RefusedMail } from '../../domain/ticket/undelivered.ts'

/** `over`: it came to its own end. `brokenOff`: somebody, or the engine, ended it. `absent`: the engine knows none. */
export type Standing = 'running' | 'over' | 'brokenOff' | 'absent'

/** The engine, as the watch sees it. */
export interface TicketProcesses {
  /** The ticket ids of all processes that run, and when each was started. */
  running(): Promise<Map<string, Date>>
  /** Sees to it that the post offices run. */
  openPostOffices(): Promise<void>
  /** Lets the process of that duty look at its rota, and starts it where none runs. */
  wakeRota(duty: { id: string; name: string }): Promise<void>
  standingOf(ticketId: string): Promise<Standing>
  /** One that runs by now is left alone. */
  startAgain(carried: Carried): Promise<void>
  /** To which version its history holds it; undefined when the process does not answer. */
  recordedVersion(ticketId: string): Promise<number | undefined>
  /** The ticket as its history has it, and to which version that is; undefined when the process does not answer. */
  progressOf(ticketId: string): Promise<{ state: TicketState; recorded: number } | undefined>
  /** Once for each mail. One that is over needs no telling. Throws when it did not get through. */
  noteUndelivered(ticketId: string, refused: RefusedMail[]): Promise<void>
  /** Once, however often it is told. One that is over needs no telling. Throws when it did not get through. */
  noteTiding(tiding: Tiding): Promise<void>
}
