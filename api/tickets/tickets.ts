import { z } from 'zod'
import type { Ticket } from '../../prisma/client/client.ts'
import { updateIdOf } from '../../engine/update-id.ts'
import { actorOf, put } from './put.ts'
import { opening } from '../../domain/ticket/verbs/open.ts'
import { idFrom } from '../shared/idempotency.ts'
import { wholeTicket } from './lookups.ts'
import { claimNumber } from './number.ts'
import { newTicket, openingOf } from './opening.ts'
import { pageOf, pageSchema } from '../../http/paging.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { visible } from '../shared/scope.ts'
import { id } from '../../http/fields.ts'
import { countedNow } from './counted-now.ts'
import { actAnswers, asTicket, shownTo } from './answer.ts'
import { whenOpening } from './ceilings.ts'
import { ticketSchema } from './schema.ts'
import { everyone } from '../shared/who.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { json } from '../../http/json.ts'
import { type Placed, positionIn } from './worklist/orders.ts'
import { type CountsRow, countsIn, countsSchema, countsSql } from './worklist/counts.ts'
import { countsQuery, worklistQuery } from './worklist/query.ts'
import { worklistSql } from './worklist/worklist.ts'

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
    const { number, opened } = await claimNumber(database, id, { userId: user.id, key: idempotencyKey, fingerprint })
    if (opened) return shownTo(user, ticketRecordIn(visible(user, opened)), services.now())
    const asked = await openingOf(body, user, { id, number }, services)
    const updateId = updateIdOf(user.id, 'open', idempotencyKey)
    const record = await put(services, id, () => engine.open(asked, actorOf(user), requestId, updateId))
    return shownTo(user, record, services.now())
  },
})

type Row = Placed & Pick<Ticket, 'record' | 'stuckSince'>

const listTickets = operation({
  summary: 'The tickets that you may see: filtered, searched and sorted',
  who: everyone,
  query: worklistQuery,
  async run({ query, user }, { database, now }) {
    const rows = await database.$queryRaw<Row[]>(await worklistSql(database, query, user, now()))
    const page = pageOf(rows, query.limit, positionIn(query.sort))
    return { ...page, items: page.items.map((row) => shownTo(user, ticketRecordIn(row), now())) }
  },
})

const countTickets = operation({
  summary: 'How many tickets each filter of the list would leave, of those that you may see and that are unfinished',
  who: everyone,
  query: countsQuery,
  async run({ query, user }, { database, now }) {
    const [row] = await database.$queryRaw<CountsRow[]>(countsSql(query, user, now()))
    return countsIn(row ?? {}, user)
  },
})

const readTicket = operation({
  summary: 'One ticket',
  who: everyone,
  params: z.strictObject({ id }),
  finds: wholeTicket,
  async run({ user, found }, { database, now }) {
    const record = ticketRecordIn(visible(user, found))
    return shownTo(user, record.alarms.length > 0 ? await countedNow(database, record) : record, now())
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
  // Before one ticket, whose id could be a word.
  json(countTickets, {
    get: '/v1/tickets/counts',
    tag: 'tickets',
    answers: { 200: { description: 'The numbers', schema: countsSchema } },
  }),
  json(readTicket, {
    get: '/v1/tickets/{id}',
    tag: 'tickets',
    answers: { 200: { description: 'The ticket', schema: ticketSchema, headers: ['ETag'] } },
    ...asTicket,
  }),
]
