import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { pageOf, pageQuery, pageSchema, positionOf } from '../../http/page.ts'
import { invalid, Problem } from '../../http/faults.ts'
import { type AnyRoute, route, type Services, type SignedIn } from '../../http/operation.ts'
import { visible } from '../shared/scope.ts'
import { id, instant } from '../../http/fields.ts'
import { eventsForCustomers, eventShownTo } from './event-shown.ts'
import { signable } from './schema.ts'
import { everyone, managers } from '../shared/who.ts'

const event = z
  .strictObject({
    version: z.int(),
    type: z.string(),
    at: instant,
    actor: z.strictObject({
      id: z.string(),
      role: z.string(),
      name: z.string(),
      tier: z.enum(tiers).optional(),
      contactId: z.string().optional(),
    }),
    data: z.record(z.string(), z.unknown()),
    clocks: z.array(z.record(z.string(), z.unknown())).meta({ description: 'What it did to the clocks; for staff' }),
    requestId: z.string().nullable().meta({ description: 'For staff; null when a clock did it' }),
  })
  .meta({ id: 'TicketEvent' })

const engineEvent = z
  .strictObject({
    id: z.int(),
    at: instant,
    type: z.string(),
    name: z.string().nullable(),
    summary: z.string().nullable(),
  })
  .meta({ id: 'EngineEvent' })

/** The engine's own, which is longer than ours. */
const engineCursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,4000}$/, { error: 'Not a cursor: give the nextCursor of the page before' })
  .optional()

const ofTicket = z.strictObject({ id })

export const ticketHistoryRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/v1/tickets/{id}/events',
    summary: 'What happened, in order',
    tag: 'tickets',
    who: everyone,
    params: ofTicket,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'A page', schema: pageSchema(event) } },
    async handle({ params, query, user }, services) {
      await customerOf(services, user, params.id)
      const rows = await services.database.ticketEvent.findMany({
        where: {
          ticketId: params.id,
          version: { gt: versionAfter(query.cursor) },
          ...(user.role === 'customer' && { type: { in: eventsForCustomers } }),
        },
        orderBy: { version: 'asc' },
        take: query.limit + 1,
      })
      const page = pageOf(rows, query.limit, (row) => [String(row.version)])
      return { status: 200, body: { ...page, items: page.items.map((row) => eventShownTo(user, row)) } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/tickets/{id}/workflow-history',
    summary: "What the engine wrote down of the ticket's process",
    tag: 'tickets',
    who: managers,
    params: ofTicket,
    query: z.strictObject({ ...pageQuery, cursor: engineCursor }),
    answers: { 200: { description: 'A page', schema: pageSchema(engineEvent) } },
    async handle({ params, query, user }, services) {
      await customerOf(services, user, params.id)
      const pageToken = query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url')
      const history = await services.desk.history(params.id, query.limit, pageToken)
      if (history === undefined) throw new Problem(404, 'The engine keeps this history no longer; see the events.')
      const { events, nextPageToken } = history
      const nextCursor = nextPageToken ? Buffer.from(nextPageToken).toString('base64url') : null
      return { status: 200, body: { items: events, nextCursor } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/tickets/{id}/support-record',
    summary: 'What the acceptor is asked to sign',
    tag: 'tickets',
    who: everyone,
    params: ofTicket,
    answers: { 200: { description: 'The support record with its hash', schema: signable } },
    async handle({ params, user }, { database }) {
      const select = { customerId: true, record: true }
      const { record } = visible(user, await database.ticket.findUnique({ where: { id: params.id }, select }))
      const { supportRecord } = record as unknown as TicketRecord
      if (supportRecord === null) throw new Problem(404, 'It is written when the ticket is resolved.')
      return { status: 200, body: supportRecord }
    },
  }),
]

/** 404 when the ticket is not there for this person. */
async function customerOf({ database }: Services, user: SignedIn, ticketId: string): Promise<void> {
  visible(user, await database.ticket.findUnique({ where: { id: ticketId }, select: { customerId: true } }))
}

function versionAfter(cursor: string | undefined): number {
  const [version = '0'] = positionOf(cursor, 1) ?? []
  if (!/^\d{1,9}$/.test(version)) throw invalid({ field: 'cursor', message: 'Not a cursor of this list' })
  return Number(version)
}
