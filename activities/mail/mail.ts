import type { Logger } from 'pino'
import { isOvertaken } from '../../domain/ticket/overtaken.ts'
import type { RefusedMail } from '../../domain/ticket/undelivered.ts'
import type { TicketAtHand } from '../../letters/view.ts'
import type { Mailer } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { readTickets } from './at-hand.ts'
import { type Turn, turnsOf } from './bursts.ts'
import { lookAgainMs, sharesLeft } from './ceilings.ts'
import { isInHistory } from './confirming.ts'
import { claim, refusedOf, settler } from './deliveries.ts'
import { mayBeGone, type Letter, letterTo, concernedOnce, type Outcome, urgent, worst } from './letter.ts'
import { notePages } from './pages.ts'
import { askAgainMs, isLate } from './patience.ts'
import type { Queued } from './queue.ts'
import { lookUpPeople, type People } from './recipients.ts'
import { type Sent, sender } from './sending.ts'
import type { TicketProcesses } from '../watch/processes.ts'

interface Deps {
  database: PrismaClient
  mailer: Mailer
  publicUrl: string
  sandboxClock: boolean
  logger: Logger
  processes: Pick<TicketProcesses, 'recordedVersion'>
}

/** One thing to be told, and since when. */
export type Due = Pick<Queued, 'ticketId' | 'notice' | 'createdAt'>

export interface Told {
  /** One for each notice. */
  outcomes: Outcome[]
  /** Of these, what a mail server refused for good, now or before. */
  refused: RefusedMail[]
}

/**
 * Tells everybody concerned, at least once each; a repeat carries the same Message-ID. One who cannot be reached holds
 * up nobody else. Each person is told of a ticket in its order.
 */
export function mailRoom(deps: Deps) {
  const { database, mailer, sandboxClock, logger, processes } = deps
  const { sendInOrder } = sender({ ...deps, settle: settler(database), tellOthers })

  return {
    /**
     * Reads what many tickets' notices need, together, and notes down each mail that is due. Answers how to tell those of
     * one ticket, which waits for no other's. Throws when the database does.
     */
    async prepare(due: readonly Due[]): Promise<(ticketId: string) => Promise<Told>> {
      const tickets = await readTickets(database, due)
      const people = await lookUpPeople(database, due, tickets)
      const { gone, undecided } = await overtakenAmong(due, tickets)
      const toTell = due.filter((one) => !gone.has(one) && !undecided.has(one))
      const letters = concernedOnce(toTell.flatMap((one) => lettersFor(one, tickets.get(one.ticketId), people)))
      const deliver = await claimed(letters, (ticketId) => tickets.get(ticketId)?.record)
      return async (ticketId) => {
        const theirs = due.filter((one) => one.ticketId === ticketId)
        const ticket = tickets.get(ticketId)
        if (ticket === undefined) throw new Error(`Ticket ${ticketId} has no row`)
        const { outcomes, refused } = await deliver(ticket)
        const outcomeOf = (one: Due): Outcome => {
          if (undecided.has(one)) return { waitMs: askAgainMs }
          const mails = letters.filter(({ notice }) => notice === one.notice)
          return worst(mails.flatMap(({ delivery }) => outcomes.get(delivery.key) ?? []))
        }
        const versions = theirs.map(({ notice }) => notice.version)
        return {
          outcomes: theirs.map(outcomeOf),
          refused: refused ? await refusedOf(database, ticketId, versions) : [],
        }
      }
    },
  }

  function lettersFor(due: Due, ticket: TicketAtHand | undefined, people: People): Letter[] {
    if (ticket === undefined) return []
    const { ticketId, notice } = due
    const readers = people.whomToTell(notice, ticket.record)
    if (readers.length === 0 && !notice.to.every(mayBeGone))
      logger.error({ ticketId, ...notice }, 'There is nobody to tell')
    return readers
      .filter(({ id }) => !notice.except?.includes(id))
      .map((reader) => letterTo(reader, due, mailer.domain))
  }

  /**
   * What is told late is told only while it still holds (SLA 22); what is told at once is told as it happened. It is given
   * up only by what history holds: until that is known, it waits.
   */
  async function overtakenAmong(due: readonly Due[], tickets: ReadonlyMap<string, TicketAtHand>) {
    const [gone, undecided] = [new Set<Due>(), new Set<Due>()]
    for (const one of due) {
      const { notice, ticketId } = one
      const record = tickets.get(ticketId)?.record
      const toldLate = notice.notBefore !== undefined || isLate(one)
      if (!toldLate || record === undefined || !isOvertaken(notice, record.standing)) continue
      const isKnown = await isInHistory(processes, record)
      ;(isKnown ? gone : undecided).add(one)
    }
    return { gone, undecided }
  }

  /** Notes down each mail that is due, and each page beside it; answers how to send what is still to be sent of a ticket. */
  async function claimed(
    letters: readonly Letter[],
    recordOf: Parameters<typeof notePages>[2],
  ): Promise<(ticket: TicketAtHand) => Promise<Sent>> {
    // Who is concerned in two ways, as the only manager of two tiers, is told once.
    const once = [...new Map(letters.map((letter) => [letter.delivery.key, letter])).values()]
    const { unsent, refused } = await claim(
      database,
      once.map(({ delivery }) => delivery),
    )
    const due = once.filter(({ delivery }) => unsent.has(delivery.key))
    await notePages(database, due, recordOf)
    const turnOf = await turnsAmong(due)
    return async ({ record, ...ticket }) => {
      const theirs = due.filter(({ delivery }) => delivery.ticketId === record.id)
      const outcomes = new Map<string, Outcome>()
      const sent = { outcomes, refused: refused.has(record.id) }
      await Promise.all(
        [...new Set(theirs.map(({ reader }) => reader.id))].map(async (readerId) => {
          const sheaf = theirs.filter(({ reader }) => reader.id === readerId)
          const inOrder = sheaf.map((letter) => ({ letter, turn: turnOf(letter) }))
          if (await sendInOrder({ record, ...ticket }, inOrder, outcomes)) sent.refused = true
        }),
      )
      return sent
    }
  }

  /** Where the sandbox clock moves tickets, hours of theirs are seconds of ours: there no address has a ceiling. */
  async function turnsAmong(due: readonly Letter[]): Promise<(letter: Letter) => Turn> {
    const outside = sandboxClock ? [] : due.filter(({ reader }) => !reader.staff).map(({ reader }) => reader.address)
    const deliveries = due.map(({ delivery }) => delivery)
    const [turnOf, left] = await Promise.all([turnsOf(database, deliveries), sharesLeft(database, outside)])
    return ({ reader, delivery }) => {
      const share = reader.staff ? undefined : left.get(reader.address)
      if (share === undefined || share > 0) {
        if (share !== undefined) left.set(reader.address, share - 1)
        return turnOf(delivery)
      }
      logger.warn({ key: delivery.key }, 'An address has had its mails of an hour or a day: this one waits')
      return { waitMs: lookAgainMs }
    }
  }

  /**
   * What nobody may miss goes to the managers, once it was refused for good: before that is noted down, so that a crash
   * in between loses nothing. Throws while one of them is still to be told. A manager's own is only logged.
   */
  async function tellOthers(ticket: TicketAtHand, { notice, reader, delivery, unreached }: Letter): Promise<void> {
    const loud = urgent.includes(notice.message)
    logger[loud ? 'error' : 'warn']({ key: delivery.key }, 'A mail was refused for good')
    if (!loud || unreached || reader.watches) return
    const { id: ticketId } = ticket.record
    const call: Due = { ticketId, notice: { ...notice, to: ['manager'] }, createdAt: new Date() }
    const people = await lookUpPeople(database, [call], new Map([[ticketId, ticket]]))
    const managers = people.whomToTell(call.notice, ticket.record).filter(({ id }) => id !== reader.id)
    const letters = managers.map((manager) => letterTo(manager, { ...call, notice }, mailer.domain, reader))
    const { outcomes } = await (await claimed(letters, () => ticket.record))(ticket)
    if (worst([...outcomes.values()]) !== 'told') throw new Error('A manager is still to be told')
  }
}
