import { z } from 'zod'
import type { Actor } from '../../domain/people/actors.ts'
import { languageOf } from '../../domain/people/languages.ts'
import { isOver } from '../../domain/ticket/afterlife.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { updateIdOf } from '../../engine/update-id.ts'
import { Fault } from '../../http/faults.ts'
import { linkParams } from '../../http/fields.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { personalLinkAt } from '../../store/personal-links.ts'
import { actorIn, ticketRecordIn } from '../../store/rows.ts'
import { operation, type Services } from '../shared/services.ts'
import { instantOf } from './answer.ts'
import type { LinkReader } from './links.ts'
import { put } from './put.ts'

/** A link as it stands: what its reader watches, or why it leads nowhere. */
export type WatchState = Pick<LinkReader, 'language'> & { number: string } & (
    | { end: 'watchingNoMore' | 'watchLinkOver' }
    | { end: null; tokenHash: string; ticket: TicketRecord; actor: Actor; watcherId: string }
  )

/** Looking at it changes nothing. */
export const readWatch = operation({
  summary: 'What one watches, and could watch no more',
  who: 'anyone',
  params: linkParams,
  run: ({ params }, services) => follow(params.token, services),
})

/** It works as often as somebody is added again. */
export const stopWatching = operation({
  summary: 'Receive no more letters about the ticket',
  who: 'anyone',
  params: linkParams,
  body: z.strictObject({}),
  bodyLimit: 1024,
  async run({ params, requestId }, services) {
    const link = await follow(params.token, services)
    if (link.end !== null) return
    const { ticket, actor, watcherId, tokenHash } = link
    const command = { actor, requestId, body: { watcherId } }
    const updateId = updateIdOf(tokenHash, 'removeWatcher', `link at ${ticket.version}`)
    await put(services, ticket.id, () => services.engine.act(ticket.id, 'removeWatcher', command, updateId))
  },
})

async function follow(token: string, { database, now }: Services): Promise<WatchState> {
  const found = await personalLinkAt(database, 'watch', token)
  if (found === null) throw Fault.absent()
  const { tokenHash, ticketId, personId: watcherId, expiresAt } = found
  const row = await database.ticket.findUniqueOrThrow({ where: { id: ticketId }, select: { record: true } })
  const ticket = ticketRecordIn(row)
  const { language, actor } = await personAt(database, watcherId)
  const reader = { language, number: ticket.number }
  const isWatching = ticket.watchers.some(({ id }) => id === watcherId)
  if (!isWatching || isOver(ticket.standing, instantOf(ticket.standing, now())))
    return { ...reader, end: 'watchingNoMore' }
  if (expiresAt <= now()) return { ...reader, end: 'watchLinkOver' }
  return { ...reader, end: null, tokenHash, ticket, actor, watcherId }
}

/** Of the customer's people, or one of us. */
async function personAt(database: PrismaClient, id: string) {
  const [contact, user] = await Promise.all([
    database.contact.findUnique({ where: { id } }),
    database.user.findUnique({ where: { id } }),
  ])
  if (contact) {
    const actor: Actor = { id, role: 'customer', name: contact.name, contactId: id }
    return { language: languageOf(contact.language), actor }
  }
  if (user === null || user.disabledAt) throw Fault.absent()
  return { language: languageOf(user.language), actor: actorIn(user) }
}
