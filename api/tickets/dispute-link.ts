import { z } from 'zod'
import type { Contact } from '../../domain/people/actors.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { Fault } from '../../http/faults.ts'
import { linkParams } from '../../http/fields.ts'
import type { SignOffLink } from '../../prisma/client/client.ts'
import { operation, type Services } from '../shared/services.ts'
import { actBy, linkAt, type LinkReader, plain } from './links.ts'

/** What has become of a link that disputes nothing any more. */
export type DisputeEnd = 'disputed' | 'reopened' | 'disputeOver'

/** A link as it stands: what was signed in the acceptor's name, or why it leads nowhere. */
export type DisputeState = LinkReader & { number: string } & ({ end: DisputeEnd } | ({ end: null } & Signed))

interface Signed {
  tokenHash: string
  ticketId: string
  signable: NonNullable<TicketRecord['supportRecord']>
  signOff: NonNullable<TicketRecord['signOff']>
  acceptor: Contact
}

/** Looking at it disputes nothing. */
export const readDispute = operation({
  summary: 'What was logged as signed on paper, to be disputed',
  who: 'anyone',
  params: linkParams,
  run: ({ params }, services) => follow(params.token, services),
})

/** SLA 14: whoever holds the mailed link is the acceptor. A link that leads nowhere any more does nothing. */
export const answerDispute = operation({
  summary: 'Dispute the signature, with the reason',
  who: 'anyone',
  params: linkParams,
  // A text of 4000 Chinese characters, each of which a form sends as nine.
  bodyLimit: 80 * 1024,
  body: z.strictObject({ reason: z.string().max(4000).optional() }),
  async run({ params, body, requestId }, services) {
    const link = await follow(params.token, services)
    if (link.end !== null) return
    const reason = plain(body.reason)
    if (!reason) throw Fault.invalid({ field: 'reason', message: 'Say what is not as it was signed' })
    await actBy(link, 'disputeSignOff', { body: { reason }, requestId }, services)
  },
})

async function follow(token: string, services: Services): Promise<DisputeState> {
  const { found, ticket, reader, acceptor } = await linkAt(token, { disputes: true }, services)
  const { number, supportRecord: signable, signOff } = ticket
  const end = endOf(found, ticket, services.now())
  if (end || signable === null || signOff === null) return { ...reader, number, end: end ?? 'reopened' }
  return { ...reader, number, end: null, tokenHash: found.tokenHash, ticketId: ticket.id, signable, signOff, acceptor }
}

/** It is good once, for the signature that it was sent for, and as long as that may be disputed. */
function endOf({ usedAt, cycle, expiresAt }: SignOffLink, ticket: TicketRecord, now: Date): DisputeEnd | undefined {
  if (usedAt) return 'disputed'
  if (ticket.status !== 'closed' || ticket.cycle !== cycle) return 'reopened'
  return expiresAt <= now ? 'disputeOver' : undefined
}
