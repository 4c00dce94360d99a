import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Message, Notice } from '../../domain/ticket/notices.ts'
import type { RefusedMail } from '../../domain/ticket/undelivered.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Mailer } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { notYet, type Turn, turnsOf } from './bursts.ts'
import { fullAddresses, lookAgainMs } from './ceilings.ts'
import { claim, type Delivery, noteFailure, refusedOf, settle } from './deliveries.ts'
import { lookUpRecipients, type Recipient } from './recipients.ts'
import { renderMail } from '../../letters/render.ts'
import { createDisputeLink, createSignOffLink } from './sign-off-link.ts'
import { cycleAt, readEvents, readTicket } from './ticket.ts'
import { disputingEndsAt } from '../../domain/ticket/afterlife.ts'
import { type TicketAtHand, viewOf } from '../../letters/view.ts'

interface Deps {
  database: PrismaClient
  mailer: Mailer
  publicUrl: string
  sandboxClock: boolean
  logger: Logger
}

/** All that one transition has to tell. */
export interface NoticeBatch {
  ticketId: string
  notices: Notice[]
}

/** One mail to one person. */
interface Letter {
  notice: Notice
  reader: Recipient
  delivery: Delivery
  /** The one whom it never reached, so that this reader gets it instead. */
  unreached?: Recipient
  /** What waited to go out with it. */
  carries?: { key: string; version: number }[]
}

/** What nobody may miss. */
const urgent: Message[] = ['escalated', 'breached']

/**
 * Tells everybody concerned, at least once each; a repeat carries the same Message-ID. One who cannot be reached holds
 * up nobody else: throws, to be tried again, only after all have been tried.
 */
export function emailActivities({ database, mailer, publicUrl, sandboxClock, logger }: Deps) {
  return {
    async sendNotices({ ticketId, notices }: NoticeBatch): Promise<RefusedMail[] | undefined> {
      const ticket = await readTicket(database, ticketId, notices)
      const recipientsOf = await lookUpRecipients(database, ticket.record, notices)
      const letters = notices.flatMap((notice) => {
        const readers = recipientsOf(notice)
        if (readers.length === 0) logger.error({ ticketId, ...notice }, 'There is nobody to tell')
        return readers
          .filter(({ id }) => !notice.except?.includes(id))
          .map((reader) => ({ notice, reader, delivery: deliveryOf(ticketId, notice, reader) }))
      })
      // Who is concerned in two ways, as the only manager of two tiers, is told once.
      const someRefused = await deliver(ticket, [
        ...new Map(letters.map((letter) => [letter.delivery.key, letter])).values(),
      ])
      if (!someRefused) return undefined
      return refusedOf(
        database,
        ticketId,
        notices.map(({ version }) => version),
      )
    },
  }

  /** Answers whether some of them were refused for good, now or in an attempt before. */
  async function deliver(ticket: TicketAtHand, letters: Letter[]): Promise<boolean> {
    if (letters.length === 0) return false
    const { unsent, refused } = await claim(
      database,
      letters.map(({ delivery }) => delivery),
    )
    const due = letters.filter(({ delivery }) => unsent.has(delivery.key))
    const turns = await turnsAmong(due)
    const ready = due.flatMap((letter, i) => {
      const turn = turns[i]
      return turn && 'carries' in turn ? { ...letter, carries: turn.carries } : []
    })
    const sent = await Promise.all(ready.map((letter) => post(ticket, letter)))
    const left = sent.filter((outcome) => outcome === 'left').length
    if (left) throw new Error(`${left} of ${letters.length} mails of ticket ${ticket.record.id} are still to be sent`)
    if (ready.length < due.length) throw notYet(turns)
    return refused || sent.includes('refused')
  }

  /** Where the sandbox clock moves tickets, hours of theirs are seconds of ours: there no address has a ceiling. */
  async function turnsAmong(due: Letter[]): Promise<Turn[]> {
    const outside = sandboxClock ? [] : due.filter(({ reader }) => !reader.staff).map(({ reader }) => reader.address)
    const deliveries = due.map(({ delivery }) => delivery)
    const [turnOf, full] = await Promise.all([turnsOf(database, deliveries), fullAddresses(database, outside)])
    return due.map(({ reader, delivery }) => {
      if (reader.staff || !full.has(reader.address)) return turnOf(delivery)
      logger.warn({ key: delivery.key }, 'An address has had its mails of an hour or a day: this one waits')
      return { waitMs: lookAgainMs }
    })
  }

  function deliveryOf(ticketId: string, notice: Notice, reader: Recipient, unreached?: Recipient): Delivery {
    const { version } = notice
    const message = unreached ? `${notice.message}-for-${unreached.id}` : notice.message
    const key = `${ticketId}:${version}:${message}:${reader.id}`
    const { id: recipientId, name: recipientName, address } = reader
    return { key, ticketId, version, message, recipientId, recipientName, address, messageId: messageIdFor(key) }
  }

  /** `left`: it is still to be sent. */
  async function post(ticket: TicketAtHand, letter: Letter): Promise<'sent' | 'refused' | 'left'> {
    const { reader, delivery } = letter
    try {
      const { subject, html, text } = await write(ticket, letter)
      const posted = await mailer.send({
        to: { name: reader.name, address: reader.address },
        subject,
        html,
        text,
        messageId: delivery.messageId,
        thread: messageIdFor(delivery.ticketId),
        language: reader.language,
        urgent: reader.staff && urgent.includes(letter.notice.message),
      })
      if (posted !== 'accepted') await tellManagers(ticket, letter)
      await settle(
        database,
        delivery,
        posted,
        letter.carries?.map(({ key }) => key),
      )
      return posted === 'accepted' ? 'sent' : 'refused'
    } catch (error) {
      // Only what kind of failure it was: the server's words may name people (R9.3).
      const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
      logger.warn({ key: delivery.key, code, responseCode }, 'A mail is still to be sent')
      await noteFailure(database, delivery, String(error)).catch(() => undefined)
      return 'left'
    }
  }

  /**
   * What nobody may miss goes to the managers, once it was refused for good: before that is noted down, so that a crash
   * in between loses nothing. Throws while one of them is still to be told. A manager's own is only logged.
   */
  async function tellManagers(ticket: TicketAtHand, { notice, reader, delivery, unreached }: Letter): Promise<void> {
    const loud = urgent.includes(notice.message)
    logger[loud ? 'error' : 'warn']({ key: delivery.key }, 'A mail was refused for good')
    if (!loud || unreached) return
    const call: Notice = { ...notice, to: ['manager'] }
    const managers = (await lookUpRecipients(database, ticket.record, [call]))(call).filter(
      ({ id }) => id !== reader.id,
    )
    const letters = managers.map((manager) => {
      const instead = deliveryOf(ticket.record.id, notice, manager, reader)
      return { notice, reader: manager, delivery: instead, unreached: reader }
    })
    await deliver(ticket, letters)
  }

  async function write(ticket: TicketAtHand, { notice, reader, unreached, carries = [] }: Letter) {
    const link = isForAcceptor(reader, ticket, notice) ? await linkFor(ticket.record, notice, reader) : null
    const versions = carries.map(({ version }) => version)
    const earlier = versions.length > 0 ? await readEvents(database, ticket.record.id, versions) : []
    const extras = { publicUrl, link, unreached: unreached?.name ?? null, earlier }
    return renderMail(notice.message, viewOf(ticket, notice, reader, extras))
  }

  async function linkFor({ id: ticketId, standing }: TicketRecord, notice: Notice, { id: contactId }: Recipient) {
    const cycle = await cycleAt(database, ticketId, notice.version)
    const purpose = { ticketId, cycle, contactId }
    if (notice.message !== 'signed-on-paper') return createSignOffLink(database, publicUrl, purpose)
    const until = disputingEndsAt(standing)
    return until === undefined ? null : createDisputeLink(database, publicUrl, purpose, new Date(until * 1000))
  }

  /** A name for the key that tells nothing of it. */
  function messageIdFor(key: string): string {
    return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${mailer.domain}>`
  }
}

/** Each with a new link, whatever has become of those before. */
const asking: Message[] = ['sign-off-requested', 'sign-off-reminder', 'sign-off-lapsed', 'objected', 'signed-on-paper']

/** Whoever holds the link is the acceptor: nobody else is ever sent it (SLA 14). */
function isForAcceptor(reader: Recipient, { record }: TicketAtHand, { message }: Notice): boolean {
  return asking.includes(message) && !reader.staff && reader.id === record.acceptor?.id
}
