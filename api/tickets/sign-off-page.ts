import { z } from 'zod'
import type { Actor } from '../../domain/people/actors.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { SignOffLink } from '../../prisma/client/client.ts'
import { hashOfSecret } from '../../store/secrets.ts'
import { updateIdOf } from './commands.ts'
import type { Outcome } from '../../engine/tickets.ts'
import { type Language, languageOf } from '../../domain/people/languages.ts'
import { type Again, type NoticeName, noticePage, signOffPage, unknownPage } from './sign-off-pages.ts'
import { Problem } from '../../http/faults.ts'
import { type Answer, type AnyRoute, route, type Services } from '../../http/operation.ts'

/** A link as it stands: whose it is, and what it asks to be signed. */
interface Link {
  tokenHash: string
  ticket: TicketRecord
  signable: NonNullable<TicketRecord['supportRecord']>
  contact: { id: string; name: string }
  language: Language
}

const html = (description: string) => ({ description, type: 'text/html' as const })
const params = z.strictObject({ token: z.string().max(200) })
const notSigned = {
  404: html('The link is not known'),
  410: html('The link was used, has expired, or asks for what is signed already'),
}

/** The acceptor's page: whoever holds the mailed link is the acceptor. Looking at it never signs. */
export const signOffPageRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/sign-off/{token}',
    summary: 'The support record, to be signed or refused',
    tag: 'sign-off page',
    who: 'anyone',
    params,
    answers: { 200: html('The record and the form'), ...notSigned },
    async handle({ params }, services) {
      const link = await follow(params.token, services)
      return 'status' in link ? link : shown(link)
    },
  }),
  route({
    method: 'post',
    path: '/sign-off/{token}',
    summary: 'Sign the support record, or refuse it with the reason',
    tag: 'sign-off page',
    who: 'anyone',
    params,
    accepts: 'form',
    // Bounded a little wider than the form, which counts a line's end as one character and sends two.
    body: z.strictObject({
      decision: z.enum(['sign', 'refuse']),
      recordHash: z.string().max(64),
      rating: z.enum(['1', '2', '3', '4', '5']).optional(),
      comment: z.string().max(4000).optional(),
      reason: z.string().max(4000).optional(),
    }),
    answers: {
      200: html('It is recorded'),
      202: html('No answer came in time; sending it again counts only once'),
      400: html('A refusal without its reason, or a comment without a rating'),
      ...notSigned,
      409: html('The record has changed meanwhile'),
      503: html('A part of the service is down'),
    },
    async handle({ params, body, requestId }, services) {
      const link = await follow(params.token, services)
      if ('status' in link) return link
      const { decision, recordHash, rating } = body
      const [comment, reason] = [plain(body.comment), plain(body.reason)]
      if (decision === 'refuse' && !reason) return shown(link, { missing: 'reason', comment })
      if (decision === 'sign' && comment && !rating) return shown(link, { missing: 'rating', comment })
      if (recordHash !== link.signable.hash) return noticePage(409, 'changed', link.language, link.ticket.number)
      const actor: Actor = { ...link.contact, role: 'customer', contactId: link.contact.id }
      const score = rating && { rating: Number(rating), ...(comment && { comment }) }
      const { desk } = services
      const act = () =>
        decision === 'sign'
          ? desk.act(
              link.ticket.id,
              'signOff',
              { actor, requestId, body: { method: 'link', recordHash, ...score } },
              updateIdOf(link.tokenHash, 'signOff', 'link'),
            )
          : desk.act(
              link.ticket.id,
              'refuseSignOff',
              { actor, requestId, body: { method: 'link', reason } },
              updateIdOf(link.tokenHash, 'refuseSignOff', 'link'),
            )
      return answered(link, decision === 'sign' ? 'signed' : 'refused', act, services)
    },
  }),
]

async function answered(
  link: Link,
  done: NoticeName,
  act: () => Promise<Outcome>,
  { database, now }: Services,
): Promise<Answer> {
  const { language, tokenHash, ticket } = link
  try {
    if ((await act()) === 'unknown') return noticePage(202, 'pending', language, ticket.number)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const down = error.status >= 500
    return noticePage(down ? 503 : 409, down ? 'unavailable' : 'changed', language, ticket.number)
  }
  await database.signOffLink.updateMany({ where: { tokenHash, usedAt: null }, data: { usedAt: now() } })
  return noticePage(200, done, language, ticket.number)
}

/** The link, or the page that says why it leads nowhere. */
async function follow(token: string, { database, now }: Services): Promise<Link | Answer> {
  const tokenHash = hashOfSecret(token)
  const found = await database.signOffLink.findUnique({ where: { tokenHash } })
  if (found === null) return unknownPage()
  const [contact, row] = await Promise.all([
    database.contact.findUniqueOrThrow({ where: { id: found.contactId } }),
    database.ticket.findUniqueOrThrow({ where: { id: found.ticketId }, select: { record: true } }),
  ])
  const language = languageOf(contact.language)
  const ticket = row.record as unknown as TicketRecord
  const { supportRecord: signable } = ticket
  const over = whyNot(found, ticket, now())
  if (over || signable === null) return noticePage(410, over ?? 'superseded', language, ticket.number)
  return { tokenHash, ticket, signable, contact: { id: contact.id, name: contact.name }, language }
}

/** A link is good once, for a time, and for the repair that it was sent for. */
function whyNot({ usedAt, cycle, expiresAt }: SignOffLink, ticket: TicketRecord, now: Date): NoticeName | undefined {
  if (usedAt) return 'used'
  if (ticket.status === 'closed') return 'closed'
  if (ticket.status !== 'resolved' || ticket.cycle !== cycle) return 'superseded'
  return expiresAt <= now ? 'expired' : undefined
}

function shown({ language, signable, contact }: Link, again?: Again): Answer {
  return signOffPage(language, { ...signable, acceptor: contact.name }, again)
}

/** A form sends lines that end in CR LF. */
function plain(text = ''): string {
  return text.replaceAll('\r\n', '\n').trim()
}
