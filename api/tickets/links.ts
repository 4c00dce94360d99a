import type { Actor, Contact } from '../../domain/people/actors.ts'
import { type Language, languageOf } from '../../domain/people/languages.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Bodies, Verb } from '../../domain/ticket/verbs/rules.ts'
import { updateIdOf } from '../../engine/update-id.ts'
import { Fault } from '../../http/faults.ts'
import type { SignOffLink } from '../../prisma/client/client.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { hashOfSecret } from '../../store/secrets.ts'
import type { Services } from '../shared/services.ts'
import { put } from './put.ts'

/** How its reader is written to. */
export interface LinkReader {
  language: Language
  timeZone: string
}

/** What a mailed link of the acceptor's was made for, and how its ticket stands now. */
interface Followed {
  found: SignOffLink
  ticket: TicketRecord
  reader: LinkReader
  acceptor: Contact
}

/** One to sign by disputes nothing, and the other way round: each is as unknown to the other's page as a false one. */
export async function linkAt(
  token: string,
  { disputes }: { disputes: boolean },
  { database }: Pick<Services, 'database'>,
): Promise<Followed> {
  const found = await database.signOffLink.findUnique({ where: { tokenHash: hashOfSecret(token) } })
  if (found === null || found.disputes !== disputes) throw Fault.absent()
  const [contact, row] = await Promise.all([
    database.contact.findUniqueOrThrow({
      where: { id: found.contactId },
      include: { customer: { select: { timeZone: true } } },
    }),
    database.ticket.findUniqueOrThrow({ where: { id: found.ticketId }, select: { record: true } }),
  ])
  const reader = { language: languageOf(contact.language), timeZone: contact.timeZone ?? contact.customer.timeZone }
  return { found, ticket: ticketRecordIn(row), reader, acceptor: { id: contact.id, name: contact.name } }
}

/** A form sends lines that end in CR LF. */
export function plain(text = ''): string {
  return text.replaceAll('\r\n', '\n').trim()
}

/** What somebody does by a link, in the acceptor's name: once, and it is used then. */
export async function actBy<V extends Verb>(
  { ticketId, tokenHash, acceptor }: { ticketId: string; tokenHash: string; acceptor: Contact },
  verb: V,
  { body, requestId }: { body: Bodies[V]; requestId: string },
  services: Services,
): Promise<void> {
  const { database, engine, now } = services
  const actor: Actor = { ...acceptor, role: 'customer', contactId: acceptor.id }
  const command = { actor, requestId, body }
  await put(services, ticketId, () => engine.act(ticketId, verb, command, updateIdOf(tokenHash, verb, 'link')))
  await database.signOffLink.updateMany({ where: { tokenHash, usedAt: null }, data: { usedAt: now() } })
}
