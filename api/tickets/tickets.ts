import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { permissions } from '../../domain/ticket/permissions.ts'
import { priorities } from '../../domain/promises/subject.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Prisma } from '../../prisma/client/client.ts'
import { actorOf, updateIdOf } from './commands.ts'
import { claimKey, idFrom } from '../shared/idempotency.ts'
import { newTicket, openingOf } from './opening.ts'
import { pageOf, pageQuery, pageSchema, positionOf } from '../../http/page.ts'
import { invalid } from '../../http/faults.ts'
import { type AnyRoute, type Call, route, type Services } from '../../http/operation.ts'
import { scopeFilter, visible } from '../shared/scope.ts'
import { id } from '../../http/fields.ts'
import { actAnswers, answerFrom, answerWith, shownTo } from './answer.ts'
import { statusNames } from '../../domain/ticket/state.ts'
import { ticketSchema } from './schema.ts'
import { everyone } from '../shared/who.ts'

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

export const ticketRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/v1/tickets',
    summary: 'Open a ticket',
    tag: 'tickets',
    who: permissions.open,
    body: newTicket,
    claimsKey: true,
    answers: {
      201: { description: 'Opened, or found again', schema: ticketSchema, headers: ['Location', 'ETag'] },
      202: actAnswers[202],
    },
    async handle(call, services) {
      const { user, idempotencyKey } = call
      const ticketId = idFrom('tic', user.id, idempotencyKey)
      const answer = await openOnce(ticketId, call, services)
      const Location = `/v1/tickets/${ticketId}`
      return answer.status === 200 ? { ...answer, status: 201, headers: { ...answer.headers, Location } } : answer
    },
  }),
  route({
    method: 'get',
    path: '/v1/tickets',
    summary: 'The tickets that you may see, the newest first',
    tag: 'tickets',
    who: everyone,
    query: listQuery,
    answers: { 200: { description: 'A page', schema: pageSchema(ticketSchema) } },
    async handle({ query, user }, { database }) {
      const { limit, cursor, ...filters } = query
      const rows = await database.ticket.findMany({
        where: { AND: [scopeFilter(user), filters, after(cursor)] },
        orderBy: [{ openedAt: 'desc' }, { number: 'desc' }],
        take: limit + 1,
        select: { number: true, openedAt: true, record: true },
      })
      const page = pageOf(rows, limit, (row) => [row.openedAt.toISOString(), row.number])
      const items = page.items.map((row) => shownTo(user, row.record as unknown as TicketRecord))
      return { status: 200, body: { ...page, items } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/tickets/{id}',
    summary: 'One ticket',
    tag: 'tickets',
    who: everyone,
    params: z.strictObject({ id }),
    answers: { 200: { description: 'The ticket', schema: ticketSchema, headers: ['ETag'] } },
    async handle({ params, user }, { database }) {
      const row = await database.ticket.findUnique({
        where: { id: params.id },
        select: { customerId: true, record: true },
      })
      return answerWith(user, visible(user, row).record)
    },
  }),
]

/** The same key finds the same ticket, even when its process ended long ago. */
async function openOnce(
  ticketId: string,
  call: Call<unknown, unknown, z.output<typeof newTicket>>,
  services: Services,
) {
  const { body, user, requestId, idempotencyKey, fingerprint } = call
  const { database, desk } = services
  const { ticketNumber: number = '' } = await claimKey(database, user.id, idempotencyKey, fingerprint, {
    ticketNumber: true,
  })
  const opened = await database.ticket.findUnique({ where: { id: ticketId }, select: { record: true } })
  if (opened) return answerWith(user, opened.record)
  const opening = await openingOf(body, user, { id: ticketId, number }, services)
  const outcome = await desk.open(opening, actorOf(user), requestId, updateIdOf(user.id, 'open', idempotencyKey))
  return answerFrom(database, user, ticketId, outcome)
}

function after(cursor: string | undefined): Prisma.TicketWhereInput {
  const [openedAt = '', number = ''] = positionOf(cursor, 2) ?? []
  if (cursor === undefined) return {}
  const at = new Date(openedAt)
  if (Number.isNaN(at.getTime())) throw invalid({ field: 'cursor', message: 'Not a cursor of this list' })
  return { OR: [{ openedAt: { lt: at } }, { openedAt: at, number: { lt: number } }] }
}
