import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { worklistQuery } from '../../api/tickets/worklist/query.ts'
import { worklistSql } from '../../api/tickets/worklist/worklist.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { query as run } from '../../platform/embedded/postgres.ts'
import { Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { openDatabase } from '../support/stack/database.ts'
import { testStack } from '../support/stack/stack.ts'

const rows = 20_000
let database: PrismaClient
let close: () => Promise<void>

/** As after years: one in fifty unfinished, of forty customers, each with an opening and two messages. */
beforeAll(async () => {
  const opened = await openDatabase(2)
  database = opened.database
  close = opened.close
  await database.$executeRaw`INSERT INTO "Customer" ("id", "name") SELECT 'cus_' || n, 'n' FROM generate_series(0, 39) n`
  await database.$executeRaw`
    INSERT INTO "Ticket" ("id", "number", "version", "fence", "customerId", "contractId", "status", "kind", "class",
      "priority", "tier", "assigneeId", "reporterId", "subject", "breached", "openedAt", "nextDueAt", "overdueFrom",
      "calledTier", "record")
    SELECT 'tic_' || n, 'T-2026-' || lpad(n::text, 6, '0'), 3, 0, 'cus_' || n % 40, 'ctr',
      CASE WHEN n % 50 = 0 THEN (ARRAY['open', 'in_progress', 'pending'])[1 + n % 3] ELSE 'closed' END, 'incident', 'general',
      (ARRAY['critical', 'high', 'normal', 'low'])[1 + n % 4], 'resident', CASE WHEN n % 3 > 0 THEN 'usr_' || n % 30 END,
      'con_' || n % 200, 's', n % 100 = 7, '2026-01-01'::timestamptz + n * interval '1 minute',
      CASE WHEN n % 50 = 0 THEN '2026-02-01'::timestamptz + n * interval '1 minute' END,
      CASE WHEN n % 50 = 0 THEN '2026-02-01'::timestamptz + n * interval '1 minute' END,
      CASE WHEN n % 100 = 0 THEN 'resident' END, jsonb_build_object('words', repeat('x', 1500))
    FROM generate_series(1, ${rows}::int) n`
  await database.$executeRaw`
    INSERT INTO "TicketEvent" ("ticketId", "version", "type", "at", "actor", "data", "clocks", "text")
    SELECT 'tic_' || n, version, 'replied', now(), '{}', '{}', '[]',
      CASE version WHEN 1 THEN 'T-2026-' || lpad(n::text, 6, '0') || E'\n' || (ARRAY['登录', '导出', '打印', '报表'])[1 + n % 4]
        || '缓慢，台' || n WHEN 2 THEN '已收到，正在处理' || md5(n::text) ELSE '请提供日志' END
    FROM generate_series(1, ${rows}::int) n, generate_series(1, 3) version`
  await analyze(opened.url)
})
afterAll(() => close())

/** What is known of the rows; only their owner may ask for it. */
function analyze(url: string): Promise<unknown> {
  const owners = new URL(testStack().postgresUrl)
  owners.pathname = new URL(url).pathname
  return run(owners.href, 'ANALYZE')
}

const ours = { id: 'usr_1', role: 'engineer', name: '-', tier: 'resident', tokenId: '-', byKey: false } as const
const now = new Date('2026-02-03T00:00:00Z')

/** How the database would find that page: which tables it reads from end to end, and which indexes it asks. */
async function planOf(query: object, customerIds: SignedIn['customerIds'] = 'all', role: SignedIn['role'] = ours.role) {
  const statement = worklistSql(worklistQuery.parse(query), { ...ours, role, customerIds }, now)
  const [answer] = await database.$queryRaw<{ 'QUERY PLAN': unknown }[]>(Prisma.sql`EXPLAIN (FORMAT JSON) ${statement}`)
  const plan = JSON.stringify(answer?.['QUERY PLAN'])
  const scanned = [...plan.matchAll(/"Node Type":"Seq Scan"[^{}]*?"Relation Name":"(\w+)"/g)].map(([, table]) => table)
  return { scanned, sorts: /"Node Type":"Sort"/.test(plan), indexes: plan.match(/(?<="Index Name":")\w+/g) ?? [] }
}

describe('A page of the worklist is found by an index, of 20,000 tickets,', () => {
  test.each<[string, object, string]>([
    ['the newest', {}, 'Ticket_openedAt_number_idx'],
    ['the oldest', { sort: 'oldest' }, 'Ticket_openedAt_number_idx'],
    ['the queue by the nearest promise', { sort: 'nextDueAt' }, 'Ticket_queue_idx'],
    ['what falls due', { sort: 'nextDueAt', dueBefore: '2026-02-02T00:00:00Z' }, 'Ticket_queue_idx'],
    ['a status', { status: 'pending' }, 'Ticket_status_openedAt_number_idx'],
    ['a number', { number: 'T-2026-000123' }, 'Ticket_number_key'],
    ['how a number begins', { numberPrefix: 'T-2026-00012' }, 'Ticket_number_key'],
    ['a reporter', { reporterId: 'con_7' }, 'Ticket_reporterId_openedAt_number_idx'],
    ['mine', { mine: 'true' }, 'Ticket_assigned_idx'],
    ['what my tier is called for', { called: 'true' }, 'Ticket_called_idx'],
    ['the overdue', { overdue: 'true' }, 'Ticket_overdue_idx'],
    ['the broken', { breached: 'true' }, 'Ticket_breached_idx'],
    ['a rare word', { text: '台19996' }, 'TicketEvent_text_bigrams_idx'],
    ['rare words, by the nearest promise', { text: '台19996 导出', sort: 'nextDueAt' }, 'TicketEvent_text_bigrams_idx'],
  ])('%s', async (_what, query, index) => {
    const { scanned, indexes } = await planOf(query)
    expect({ scanned, indexes }).toEqual({ scanned: [], indexes: expect.arrayContaining([index]) })
  })

  test.each<[string, object]>([
    ['the newest', {}],
    ['the queue', { sort: 'nextDueAt' }],
    ['a status', { status: 'closed' }],
    ['one of two characters', { text: '导出' }],
  ])('and comes in its order, unsorted: %s', async (_what, query) => {
    expect(await planOf(query)).toMatchObject({ scanned: [], sorts: false })
  })

  test.each(['newest', 'nextDueAt'])('and the next page as far back as one likes: %s', async (sort) => {
    const place = [sort, sort === 'newest' ? '2026-01-03T00:00:00.000Z' : 'infinity', 'T-2026-010000']
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url')
    expect(await planOf({ sort, cursor })).toMatchObject({ scanned: [], sorts: false })
  })

  test("a customer's own, and those whom one serves, with what is nobody's so far", async () => {
    expect(await planOf({}, ['cus_7'], 'customer')).toMatchObject({
      scanned: [],
      indexes: ['Ticket_customerId_openedAt_number_idx'],
    })
    expect(await planOf({}, ['cus_7'])).toMatchObject({ scanned: [] })
    expect(await planOf({ text: '台19996' }, ['cus_7', 'cus_9'])).toMatchObject({ scanned: [] })
  })
})
