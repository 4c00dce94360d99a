import { toDate } from '../../domain/time/instant.ts'
import type { Logger } from 'pino'
import { disputingEndsAt } from '../../domain/ticket/afterlife.ts'
import type { Message, Notice } from '../../domain/ticket/notices.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { renderOutside } from '../../letters/outside.ts'
import { renderMail } from '../../letters/render.ts'
import { type TicketAtHand, viewOf } from '../../letters/view.ts'
import type { Mailer } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { createPersonalLink } from '../../store/personal-links.ts'
import { cycleAt, readEvents } from './at-hand.ts'
import type { Turn } from './bursts.ts'
import { leave, type Settle } from './deliveries.ts'
import { type Letter, messageIdFor, type Outcome, urgent } from './letter.ts'
import { holdsUpMs } from './patience.ts'
import type { Recipient } from './recipients.ts'
import { createDisputeLink, createSignOffLink } from './sign-off-link.ts'

interface Deps {
  database: PrismaClient
  mailer: Mailer
  publicUrl: string
  logger: Logger
  settle: Settle
  /** What nobody may miss and did not reach its reader goes to others. Throws while one of them is still to be told. */
  tellOthers(ticket: TicketAtHand, letter: Letter): Promise<void>
}

/** How it ended for each, by its key, and whether one was refused for good. */
export interface Sent {
  outcomes: Map<string, Outcome>
  refused: boolean
}

export function sender({ database, mailer, publicUrl, logger, settle, tellOthers }: Deps) {
  return {
    /**
     * One person's letters of one ticket, in its order: what cannot be sent now holds up what comes after it. Notes how it
     * ended for each by its key; answers whether one was refused for good.
     */
    async sendInOrder(
      ticket: TicketAtHand,
      letters: readonly { letter: Letter; turn: Turn }[],
      outcomes: Map<string, Outcome>,
    ): Promise<boolean> {
      let [refused, held] = [false, false]
      for (const { letter, turn } of letters) {
        const { key } = letter.delivery
        if (held) outcomes.set(key, 'failed')
        else if ('waitMs' in turn) outcomes.set(key, turn)
        else {
          const posted = await post(ticket, { ...letter, carries: turn.carries })
          held = posted === 'left' && Date.now() - letter.since.getTime() < holdsUpMs
          if (posted === 'refused') refused = true
          outcomes.set(key, posted === 'left' ? 'failed' : 'told')
        }
      }
      return refused
    },
  }

  /** `left`: it is still to be sent. */
  async function post(ticket: TicketAtHand, letter: Letter): Promise<'sent' | 'refused' | 'left'> {
    const { reader, delivery, notice, carries = [] } = letter
    try {
      const { subject, html, text } = await write(ticket, letter)
      const posted = await mailer.send({
        to: { name: reader.name, address: reader.address },
        subject,
        html,
        text,
        messageId: delivery.messageId,
        thread: messageIdFor(delivery.ticketId, mailer.domain),
        language: reader.language,
        urgent: reader.staff && !reader.watches && urgent.includes(notice.message),
      })
      if (posted !== 'accepted') await tellOthers(ticket, letter)
      await settle({ delivery, posted, carried: carries.map(({ key }) => key) })
      return posted === 'accepted' ? 'sent' : 'refused'
    } catch (error) {
      await leave({ database, logger }, delivery, error, 'A mail is still to be sent')
      return 'left'
    }
  }

  async function write(ticket: TicketAtHand, { notice, reader, unreached, carries = [] }: Letter) {
    if (reader.party !== undefined)
      return renderOutside(ticket, notice, reader, await answerLink(ticket.record, notice, reader))
    const link = isForAcceptor(reader, ticket, notice) ? await linkFor(ticket.record, notice, reader) : null
    const versions = carries.map(({ version }) => version)
    const earlier = versions.length > 0 ? await readEvents(database, ticket.record.id, versions) : []
    const stopUrl = reader.watches ? await stopUrlFor(ticket.record, reader) : null
    const extras = {
      publicUrl,
      link,
      stopUrl,
      unreached: unreached?.name ?? null,
      unmanned: reader.unmanned ?? null,
      earlier,
    }
    return renderMail(notice.message, viewOf(ticket, notice, reader, extras))
  }

  async function answerLink({ id: ticketId }: TicketRecord, { message }: Notice, { id: personId }: Recipient) {
    if (message !== 'party-asked') return null
    const { token, expiresAt } = await createPersonalLink(database, 'party', { ticketId, personId })
    return { url: `${publicUrl}/party/${token}`, expiresAt }
  }

  async function stopUrlFor({ id: ticketId }: TicketRecord, { id: personId }: Recipient): Promise<string> {
    const { token } = await createPersonalLink(database, 'watch', { ticketId, personId })
    return `${publicUrl}/watching/${token}`
  }

  async function linkFor({ id: ticketId, standing }: TicketRecord, notice: Notice, { id: contactId }: Recipient) {
    const cycle = await cycleAt(database, ticketId, notice.version)
    const purpose = { ticketId, cycle, contactId }
    if (notice.message !== 'signed-on-paper') return createSignOffLink(database, publicUrl, purpose)
    const until = disputingEndsAt(standing)
    return until === undefined ? null : createDisputeLink(database, publicUrl, purpose, toDate(until))
  }
}

/** Each with a new link, whatever has become of those before. */
const asking: Message[] = ['sign-off-requested', 'sign-off-reminder', 'sign-off-lapsed', 'objected', 'signed-on-paper']

/** Whoever holds the link is the acceptor: nobody else is ever sent it (SLA 14). */
function isForAcceptor(reader: Recipient, { record }: TicketAtHand, { message }: Notice): boolean {
  return asking.includes(message) && !reader.staff && !reader.watches && reader.id === record.acceptor?.id
}
