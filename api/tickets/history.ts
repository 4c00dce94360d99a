import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { notACursor, pageOf, pageQuery, pageSchema, positionOf } from '../../http/paging.ts'
import { Fault } from '../../http/faults.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { visible } from '../shared/scope.ts'
import { id, instant } from '../../http/fields.ts'
import { eventShownTo } from './event-shown.ts'
import { mailStatuses, mailsShownTo } from './mails.ts'
import { messages } from '../../domain/ticket/notices.ts'
import { knownToCustomers } from '../../store/known-to-customers.ts'
import { subject, wholeTicket } from './lookups.ts'
import { signable } from './schema.ts'
import { everyone, managers } from '../shared/who.ts'
import { UnknownPageToken } from '../../engine/history.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { json } from '../../http/json.ts'

const mail = z
  .strictObject({
    message: z.enum(messages),
    to: z.string().nullable().meta({ description: 'By name; null for a mail of before they were kept' }),
    status: z.enum(mailStatuses).meta({ description: '`merged` went out within a later one' }),
    sentAt: instant.nullable().meta({ description: "In real time, also where a sandbox moves the ticket's own" }),
  })
  .meta({ id: 'TicketMail' })

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
    mails: z.array(mail).meta({ description: 'What was mailed because of it; customers see their own' }),
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

const listEvents = operation({
  summary: 'What happened, in order',
  who: everyone,
  params: ofTicket,
  query: z.strictObject(pageQuery),
  finds: subject,
  async run({ params, query, user, found }, services) {
    visible(user, found)
    const rows = await services.database.ticketEvent.findMany({
      where: {
        ticketId: params.id,
        version: { gt: versionAfter(query.cursor) },
        ...(user.role === 'customer' && knownToCustomers),
      },
      orderBy: { version: 'asc' },
      take: query.limit + 1,
    })
    const page = pageOf(rows, query.limit, (row) => [String(row.version)])
    const mailsOf = await mailsShownTo(user, services.database, page.items)
    return { ...page, items: page.items.flatMap((row) => eventShownTo(user, row, mailsOf(row))) }
  },
})

const listEngineEvents = operation({
  summary: "What the engine wrote down of the ticket's process",
  who: managers,
  params: ofTicket,
  query: z.strictObject({ ...pageQuery, cursor: engineCursor }),
  finds: subject,
  async run({ params, query, user, found }, services) {
    visible(user, found)
    const pageToken = query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url')
    const history = await services.engine.history(params.id, query.limit, pageToken).catch((error: unknown) => {
      throw error instanceof UnknownPageToken ? notACursor() : error
    })
    if (history === undefined) throw new Fault('absent', 'The engine keeps this history no longer; see the events.')
    const { events, nextPageToken } = history
    const nextCursor = nextPageToken ? Buffer.from(nextPageToken).toString('base64url') : null
    return { items: events, nextCursor }
  },
})

const readSupportRecord = operation({
  summary: 'What the acceptor is asked to sign',
  who: everyone,
  params: ofTicket,
  finds: wholeTicket,
  async run({ user, found }) {
    const { supportRecord } = ticketRecordIn(visible(user, found))
    if (supportRecord === null)
      throw new Fault('absent', 'No repair stands: it is written when the ticket is resolved.')
    return supportRecord
  },
})

export const ticketHistory: Surfaces = [
  json(listEvents, {
    get: '/v1/tickets/{id}/events',
    tag: 'tickets',
    answers: { 200: { description: 'A page', schema: pageSchema(event) } },
  }),
  json(listEngineEvents, {
    get: '/v1/tickets/{id}/workflow-history',
    tag: 'tickets',
    answers: { 200: { description: 'A page', schema: pageSchema(engineEvent) } },
  }),
  json(readSupportRecord, {
    get: '/v1/tickets/{id}/support-record',
    tag: 'tickets',
    answers: { 200: { description: 'The support record with its hash', schema: signable } },
  }),
]

function versionAfter(cursor: string | undefined): number {
  const [version = '0'] = positionOf(cursor, 1) ?? []
  if (!/^\d{1,9}$/.test(version)) throw notACursor()
  return Number(version)
}
