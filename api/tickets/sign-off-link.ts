import { z } from 'zod'
import type { Contact } from '../../domain/people/actors.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { Fault } from '../../http/faults.ts'
import { linkParams } from '../../http/fields.ts'
import type { SignOffLink } from '../../prisma/client/client.ts'
import { operation, type Services } from '../shared/services.ts'
import { givenDocument } from './documents.ts'
import { followUpOf } from './follow-up.ts'
import { actBy, linkAt, type LinkReader, plain } from './links.ts'

/** What has become of a link that asks for nothing any more. */
export type LinkEnd = 'signed' | 'refused' | 'used' | 'closed' | 'deemed' | 'paper' | 'superseded' | 'expired'

/** A link as it stands: what it asks to be signed, or why it leads nowhere. */
export type LinkState = Followed<Asked & { documentAt: string | null }>

type Followed<Open> = LinkReader & { number: string } & ({ end: LinkEnd } | ({ end: null } & Open))

interface Asked {
  tokenHash: string
  ticketId: string
  customerId: string | null
  signable: NonNullable<TicketRecord['supportRecord']>
  acceptor: Contact
}

/** Looking at it never signs. */
export const readLink = operation({
  summary: 'The support record, to be signed or refused',
  who: 'anyone',
  params: linkParams,
  async run({ params: { token } }, services): Promise<LinkState> {
    const link = await follow(token, services)
    if (link.end !== null) return link
    // The same is had as PDF, once it is made.
    const made = await documentOf(link, services)
    return { ...link, documentAt: made && `/sign-off/${encodeURIComponent(token)}/document` }
  },
})

/** Whoever holds the mailed link is the acceptor (SLA 14). A link that leads nowhere any more does nothing. */
export const answerLink = operation({
  summary: 'Sign the support record, or refuse it with the reason',
  who: 'anyone',
  params: linkParams,
  // Two texts of 4000 Chinese characters, each of which a form sends as nine.
  bodyLimit: 80 * 1024,
  // Bounded a little wider than the form, which counts a line's end as one character and sends two.
  body: z.strictObject({
    decision: z.enum(['sign', 'refuse']),
    recordHash: z.string().max(64),
    rating: z.enum(['1', '2', '3', '4', '5']).optional(),
    comment: z.string().max(4000).optional(),
    reason: z.string().max(4000).optional(),
  }),
  async run({ params, body, requestId }, services) {
    const link = await follow(params.token, services)
    if (link.end !== null) return
    const { recordHash, rating } = body
    const [comment, reason] = [plain(body.comment), plain(body.reason)]
    if (recordHash !== link.signable.hash) throw missing('recordHash', 'It has changed since it was shown')
    if (body.decision === 'refuse') {
      if (!reason) throw missing('reason', 'A refusal needs its reason')
      await actBy(link, 'refuseSignOff', { body: { method: 'link', reason }, requestId }, services)
    } else {
      if (comment && !rating) throw missing('rating', 'A comment needs the rating that it belongs to')
      const followUp = await followUpOf(services.database, link, rating && Number(rating))
      const score = rating && { rating: Number(rating), ...(comment && { comment }), ...followUp }
      await actBy(link, 'signOff', { body: { method: 'link', recordHash, ...score }, requestId }, services)
    }
  },
})

/** Nobody signs by it; a link that leads nowhere any more gives nothing. */
export const readLinkedDocument = operation({
  summary: 'The same support record as PDF, in the language of its reader',
  who: 'anyone',
  params: linkParams,
  async run({ params }, services) {
    const link = await follow(params.token, services)
    if (link.end !== null) throw Fault.absent()
    return givenDocument(await documentOf(link, services), link.number, services.files)
  },
})

/** Null while it is being made. */
function documentOf(
  { ticketId, signable: { hash: recordHash }, language }: Asked & LinkReader,
  { database }: Services,
) {
  return database.document.findFirst({ where: { ticketId, kind: 'supportRecord', recordHash, language } })
}

function missing(field: string, message: string): Fault {
  return Fault.invalid({ field, message })
}

async function follow(token: string, services: Services): Promise<Followed<Asked>> {
  const { found, ticket, reader, acceptor } = await linkAt(token, { disputes: false }, services)
  const { number, supportRecord: signable } = ticket
  const end = endOf(found, ticket, services.now())
  if (end || signable === null) return { ...reader, number, end: end ?? 'superseded' }
  return {
    ...reader,
    number,
    end: null,
    tokenHash: found.tokenHash,
    ticketId: ticket.id,
    signable,
    acceptor,
    customerId: ticket.customer?.id ?? null,
  }
}

/** A link is good once, for a time, and for the repair that it was sent for. */
function endOf({ usedAt, cycle, expiresAt }: SignOffLink, ticket: TicketRecord, now: Date): LinkEnd | undefined {
  const { status } = ticket
  if (usedAt && status === 'closed' && ticket.cycle === cycle) return 'signed'
  if (usedAt && status !== 'resolved' && status !== 'closed') return 'refused'
  if (usedAt) return 'used'
  if (status === 'closed') return closedAs(ticket)
  if (status !== 'resolved' || ticket.cycle !== cycle) return 'superseded'
  return expiresAt <= now ? 'expired' : undefined
}

/** SLA 14: what nobody signed is never called signed, and what was signed elsewhere says where. */
function closedAs({ signOff }: TicketRecord): LinkEnd {
  if (signOff?.method === 'deemed') return 'deemed'
  return signOff?.method === 'paper' ? 'paper' : 'closed'
}
