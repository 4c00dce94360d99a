import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sorts } from '../../api/tickets/worklist/orders.ts'
import { worklistQuery } from '../../api/tickets/worklist/query.ts'
import { worklistSql } from '../../api/tickets/worklist/worklist.ts'
import { at, type Case, inEveryOrder, lists, type Reader, readers } from '../bench/lists/cases.ts'
import { fill } from '../bench/lists/fill.ts'
import { from, heldBy } from '../bench/lists/places.ts'
import { readBy } from '../bench/lists/plan.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { openDatabase } from '../support/stack/database.ts'
import { testStack } from '../support/stack/stack.ts'

let database: PrismaClient
let close: () => Promise<void>

/** As after years: one in fifty unfinished, of forty customers of all sizes, with what was said about each. */
beforeAll(async () => {
  const opened = await openDatabase(2)
  database = opened.database
  close = opened.close
  const admin = new URL(testStack().postgresUrl)
  admin.pathname = new URL(opened.url).pathname
  await fill(admin.href, 50_000, at, () => undefined)
})
afterAll(() => close())

/** What was read for that page. */
const readFor = async (query: object, reader: Case['reader']) =>
  readBy(database, await worklistSql(database, worklistQuery.parse(query), reader, at))

const limit = 50

describe('Of 50,000 tickets a page reads few, from wherever it begins:', () => {
  /**
   * Those that are shown and the others on the way to them, were these spread evenly, and all that has something due, to
   * be sorted. What is rare among somebody's own is as soon found by looking through all of those.
   */
  const most = (found: number, seen: number, as: Reader) => {
    const walked = 1200 + 3 * (limit + 1) * (seen / Math.max(found, 1))
    return as !== 'manager' && found * 20 < seen ? Math.max(walked, seen) : walked
  }

  test.each(lists().map((list) => [list.as, list.what, list] as const))(
    '%s: %s, in each order',
    async (_as, _what, list) => {
      const read: unknown[] = []
      for (const one of inEveryOrder(list)) {
        const { found, seen, places } = await heldBy(database, one, 1)
        for (const query of [one.query, ...places.map((place) => from(one, place))]) {
          const { scanned, rows } = await readFor(query, one.reader)
          const ours = scanned.filter((table) => table.startsWith('Ticket'))
          if (ours.length > 0 || rows > most(found, seen, one.as)) read.push({ query, ours, rows, found, seen })
        }
      }
      expect(read).toEqual([])
    },
  )
})

describe('It is found by the index of its order,', () => {
  test.each<[string, object, Reader, string]>([
    ['the newest', {}, 'manager', 'Ticket_opened_idx'],
    ['the oldest', { sort: 'oldest' }, 'manager', 'Ticket_opened_idx'],
    ['the nearest promise', { sort: 'nextDueAt' }, 'manager', 'Ticket_due_idx'],
    ['the highest priority', { sort: 'priority' }, 'manager', 'Ticket_priority_idx'],
    ['the lowest priority alone', { sort: 'priority', priority: 'low' }, 'manager', 'Ticket_priority_idx'],
    ['the newest of five customers', {}, 'agent', 'Ticket_customer_opened_idx'],
    ['the nearest promise to five', { sort: 'nextDueAt' }, 'agent', 'Ticket_customer_opened_idx'],
    ['the highest priority of five', { sort: 'priority' }, 'agent', 'Ticket_customer_priority_idx'],
    ["what is nobody's so far", {}, 'agent', 'Ticket_nobodys_idx'],
    ['what is unfinished of five', { status: ['open', 'pending'] }, 'agent', 'Ticket_customer_unfinished_idx'],
    ['mine, by the nearest promise', { mine: 'true', sort: 'nextDueAt' }, 'agent', 'Ticket_assigned_idx'],
    ['the nearest promise to me', { sort: 'nextDueAt' }, 'customer', 'Ticket_customer_unfinished_idx'],
    ['my highest priority', { sort: 'priority' }, 'customer', 'Ticket_customer_priority_idx'],
    ['a number', { number: 'T-2026-0049123' }, 'agent', 'Ticket_number_key'],
    ['how a number begins', { numberPrefix: 'T-2026-004912' }, 'manager', 'Ticket_number_key'],
    ['a rare word', { text: '台49123' }, 'manager', 'TicketEvent_text_bigrams_idx'],
    [
      'rare words, by the nearest promise',
      { text: '台49123 提交', sort: 'nextDueAt' },
      'agent',
      'TicketEvent_text_bigrams_idx',
    ],
  ])('%s', async (_what, query, reader, index) => {
    const { scanned, indexes } = await readFor(query, readers[reader])
    expect({ scanned, indexes }).toEqual({ scanned: [], indexes: expect.arrayContaining([index]) })
  })

  test.each<[string, object, Reader]>([
    ['the newest', {}, 'manager'],
    ['the newest of five customers', {}, 'agent'],
    ["a customer's oldest", { sort: 'oldest' }, 'customer'],
  ])('and comes in its order, unsorted: %s', async (_what, query, reader) => {
    expect(await readFor(query, readers[reader])).toMatchObject({ scanned: [], sorted: false })
  })
})

describe('Only what is shown is fetched, though much is passed on the way:', () => {
  test.each<[string, object]>([
    ['a rare kind', { kind: 'vulnerability' }],
    ['a tier', { tier: 'manager' }],
    ['a priority of a class', { priority: 'high', class: 'important' }],
    ['what was breached of two statuses', { breached: 'true', status: ['closed', 'cancelled'] }],
    ['what no contract covers', { uncovered: 'true' }],
  ])('%s, for everybody in every order', async (_what, filter) => {
    const read: unknown[] = []
    for (const reader of Object.values(readers)) {
      for (const sort of sorts) {
        const { fetched } = await readFor({ ...filter, sort }, reader)
        // What is nobody's so far is little, and its index is of its order alone.
        const nobodys = reader.role === 'agent' ? 200 : 0
        if (fetched > limit + 1 + nobodys) read.push({ sort, role: reader.role, fetched })
      }
    }
    expect(read).toEqual([])
  })
})

describe('Words are found', () => {
  /** So many tickets are looked at for each word, with what happened to them, and more than are found where its parts are common. */
  const most = (words: number, found: number) => 8000 * 6 * words + 15 * found

  test.each<[string, string]>([
    ['that most tickets hold', '提交'],
    ['that few hold', '十妳'],
    ['that one holds', '台49123'],
    ['of four characters', '提交失败'],
    ['that stand in one ticket together', '导出 台49123'],
    ['whose parts are common', 'T-2'],
    ['that none holds', '龘龘'],
  ])('%s, from wherever a page begins: %s', async (_what, text) => {
    for (const reader of Object.values(readers)) {
      const list: Case = { reader, as: 'manager', what: text, query: { text } }
      const { found, places } = await heldBy(database, list, 1)
      for (const one of inEveryOrder(list)) {
        for (const query of [one.query, ...places.map((place) => from(one, place))]) {
          const { scanned, rows } = await readFor(query, reader)
          expect({ query, scanned }).toEqual({ query, scanned: [] })
          expect(rows).toBeLessThan(most(text.split(' ').length, found))
        }
      }
    }
  })

  test('in numbers alone where a number begins so: of what was said nothing is read, nor of years before', async () => {
    for (const reader of Object.values(readers)) {
      for (const sort of ['newest', 'oldest']) {
        const { scanned, rows, indexes } = await readFor({ text: 'T-2026', sort }, reader)
        expect({ scanned, rows: rows < 4 * (limit + 1) }).toEqual({ scanned: [], rows: true })
        expect(indexes).not.toContain('TicketEvent_text_bigrams_idx')
      }
    }
  })

  test('by the rarest of them, though the others are in most tickets', async () => {
    for (const reader of [readers.manager, readers.agent]) {
      expect(await readFor({ text: '提交 导出 台49123', sort: 'oldest' }, reader)).toMatchObject({ scanned: [] })
      expect((await readFor({ text: '提交 导出 台49123', sort: 'oldest' }, reader)).rows).toBeLessThan(100)
    }
  })
})
