import type { Clock } from '../../promises/clock.ts'
import type { Verb } from './rules.ts'
import { busy, notNow, type Refusal } from '../refusal.ts'
import type { TicketState } from '../state.ts'

/** Pauses, repairs undone and re-targets that one clock keeps: each is some 100 bytes of the ticket, for as long as it lives. */
const mostEntries = 200

/** Notices that wait for a mail server that is down: each is some 200 bytes that the ticket carries. */
const mostNotices = 1000

/** What writes into the ledgers of clocks that exist already. */
const lengthening: ReadonlySet<Verb> = new Set(['triage', 'pause', 'refuseSignOff', 'reopen', 'retarget'])

/**
 * A ticket is carried whole from run to run, and the engine takes 2 MiB at a time: what grows in it has a ceiling. Asked
 * only before an act is accepted, never of one that was: a ceiling may be moved.
 */
export function overCeiling(state: TicketState, noticesWaiting: number, verb: Verb): Refusal | undefined {
  if (noticesWaiting >= mostNotices) return busy(`${noticesWaiting} mails of this ticket wait for the mail server.`)
  if (!lengthening.has(verb) || !state.clocks.some(isFull)) return undefined
  return notNow(
    `The clocks of ${state.number} have been changed too often; finish it, or cancel it and open a new one.`,
  )
}

function isFull(clock: Clock): boolean {
  return clock.ledger.length >= mostEntries
}
