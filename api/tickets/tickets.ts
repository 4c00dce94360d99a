import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { priorities } from '../../domain/promises/subject.ts'
import type { Prisma } from '../../prisma/client/client.ts'
import { updateIdOf } from '../../engine/update-id.ts'
import { actorOf } from './put.ts'
import { opening } from '../../domain/ticket/verbs/open.ts'
import { claimKey, idFrom } from '../shared/idempotency.ts'
import { newTicket, openingOf } from './opening.ts'
import { pageOf, pageQuery, pageSchema, positionOf, notACursor } from '../../http/paging.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { scopeFilter, visible } from '../shared/scope.ts'
import { id, instant } from '../../http/fields.ts'
import { actAnswers, shownTo, asTicket } from './answer.ts'
import { whenOpening } from './ceilings.ts'
import { statusNames } from '../../domain/ticket/state.ts'
import { ticketSchema } from './schema.ts'
import { everyone } from '../shared/who.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { put } from './put.ts'
import { json } from '../../http/json.ts'

const listQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(statusNames).optional(),
  priority: z.enum(priorities).optional(),
  tier: z.enum(tiers).optional(),
  customerId: id.optional(),
  assigneeId: id.optional(),
  breached: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
})

const openTicket = operation({
  summary: 'Open a ticket',
  who: opening.who,
  body: newTicket,
  claimsKey: true,
  ceilings: whenOpening,
  /** The same key finds the same ticket, even when its process ended long ago. */
  async run({ body, user, requestId, idempotencyKey, fingerprint }, services) {
    const { database, engine } = services
    const id = idFrom('tic', user.id, idempotencyKey)
    const claimed = await claimKey(database, user.id, idempotencyKey, fingerprint, { ticketNumber: true })
    const opened = await database.ticket.findUnique({ where: { id }, select: { record: true } })
    if (opened) return ticketRecordIn(opened)
    const asked = await openingOf(body, user, { id, number: claimed.ticketNumber ?? '' }, services)
    const updateId = updateIdOf(user.id, 'open', idempotencyKey)
    return put(services, user, id, () => engine.open(asked, actorOf(user), requestId, updateId))
  },
})

const listTickets = operation({
  summary: 'The tickets that you may see, the newest first',
  who: everyone,
  query: listQuery,
  async run({ query, user }, { database }) {
    const { limit, cursor, ...filters } = query
    const rows = await database.ticket.findMany({
      where: { AND: [scopeFilter(user), filters, after(cursor)] },
      orderBy: [{ openedAt: 'desc' }, { number: 'desc' }],
      take: limit + 1,
      select: { number: true, openedAt: true, record: true, stuckSince: true },
    })
    const page = pageOf(rows, limit, (row) => [row.openedAt.toISOString(), row.number])
    return { ...page, items: page.items.map((row) => shownTo(user, ticketRecordIn(row))) }
  },
})

const readTicket = operation({
  summary: 'One ticket',
  who: everyone,
  params: z.strictObject({ id }),
  async run({ params, user }, { database }) {
    const select = { customerId: true, record: true, stuckSince: true }
    return ticketRecordIn(visible(user, await database.ticket.findUnique({ where: { id: params.id }, select })))
  },
})

export const tickets: Surfaces = [
  json(openTicket, {
    post: '/v1/tickets',
    tag: 'tickets',
    answers: {
      201: { description: 'Opened, or found again', schema: ticketSchema, headers: ['Location', 'ETag'] },
      202: actAnswers[202],
    },
    location: ({ id }) => `/v1/tickets/${id}`,
    ...asTicket,
  }),
  json(listTickets, {
    get: '/v1/tickets',
    tag: 'tickets',
    answers: { 200: { description: 'A page', schema: pageSchema(ticketSchema) } },
  }),
  json(readTicket, {
    get: '/v1/tickets/{id}',
    tag: 'tickets',
    answers: { 200: { description: 'The ticket', schema: ticketSchema, headers: ['ETag'] } },
    ...asTicket,
  }),
]

function after(cursor: string | undefined): Prisma.TicketWhereInput {
  const [openedAt = '', number = ''] = positionOf(cursor, 2) ?? []
  if (cursor === undefined) return {}
  if (!instant.safeParse(openedAt).success) throw notACursor()
  const at = new Date(openedAt)
  return { OR: [{ openedAt: { lt: at } }, { openedAt: at, number: { lt: number } }] }
}
