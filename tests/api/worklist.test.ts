import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import type { Counts } from '../../api/tickets/worklist/counts.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { priorities } from '../../domain/promises/subject.ts'
import { repair } from '../support/desk/words.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { until } from '../support/time/until.ts'

interface Page {
  items: TicketShown[]
  nextCursor: string | null
}
interface Refused {
  errors: { field: string; message: string }[]
}

let desk: ServiceDesk
const tickets: Record<string, TicketShown> = {}
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const called = (minutes: number) => ({ calledAt: minutesAgo(minutes), backdateReason: 'Logged later' })

beforeAll(async () => {
  desk = await ServiceDesk.start()
  const { database } = desk
  await database.system.create({ data: { id: 'sys_lims', customerId: 'cus_jiangzhou', name: 'LIMS' } })
  tickets.fresh = await desk.open({ subject: '导出台账失败', description: '报表 50% 后停住', priority: 'low' })
  tickets.late = await desk.open({ ...called(20), kind: 'inquiry', systemId: 'sys_lims', priority: 'critical' })
  const given = await desk.open({ ...called(5), class: 'important', reporterId: 'con_acceptor' })
  await desk.act(given, 'assignments', { assigneeId: 'engineer' })
  await desk.act(given, 'responses', { message: 'The pool_size is too small' }, { as: 'engineer' })
  tickets.given = await desk.act(given, 'notes', { text: '客户难缠，先查日志' })
  const raised = await desk.open({ priority: 'high' })
  await desk.act(raised, 'responses', { message: '请提供日志' }, { as: 'engineer' })
  await desk.act(raised, 'replies', { message: '日志见附件' }, { as: 'reporter' })
  tickets.raised = await desk.act(raised, 'escalations', { reason: 'Hard' }, { as: 'engineer' })
  const waiting = await desk.open({ priority: 'high' })
  await desk.act(waiting, 'responses', { message: 'On it' }, { as: 'headquarters' })
  tickets.waiting = await desk.act(waiting, 'pauses', { reason: 'customer', explanation: 'We need the log' })
  tickets.signing = await desk.resolved()
  tickets.cancelled = await desk.act(await desk.open(), 'cancellation', { reason: 'duplicate' })
  tickets.foreign = await desk.open(
    { contractId: 'ctr_huayue', systemId: 'sys_huayue', subject: '导出失败' },
    { as: 'stranger' },
  )
})
afterAll(() => desk.close())

const nameOf = ({ id }: { id: string }) => Object.keys(tickets).find((name) => tickets[name]?.id === id)
const list = async (query: string, as = 'agent') => {
  const { status, body } = await desk.get<Page>(`/v1/tickets?limit=100&${query}`, { as })
  expect([query, status]).toEqual([query, 200])
  return body.items
}
const names = async (query: string, as?: string) => (await list(query, as)).map(nameOf)
const sorted = async (query: string, as?: string) => (await names(query, as)).sort()
const faults = async (query: string, as = 'agent') => {
  const { status, body } = await desk.get<Refused>(`/v1/tickets?${query}`, { as })
  return [status, ...(body.errors ?? []).map(({ field }) => field)]
}

describe('A worklist holds', () => {
  test('the ticket of a number, or those whose number begins so', async () => {
    const { number } = tickets.late as TicketShown
    expect(await names(`number=${number}`)).toEqual(['late'])
    expect(await names(`number=${number.toLowerCase()}`)).toEqual(['late'])
    expect(await names(`number=${number.slice(0, -1)}`)).toEqual([])
    expect(await names(`numberPrefix=${number}`)).toEqual(['late'])
    expect(await names(`numberPrefix=${number.slice(0, -1)}`)).toHaveLength(7)
    expect(await names('numberPrefix=T-1999')).toEqual([])
  })

  test.each([
    ['status=pending&status=resolved', ['signing', 'waiting']],
    ['kind=inquiry&kind=complaint', ['late']],
    ['class=important', ['given']],
    ['priority=low&priority=critical', ['fresh', 'late']],
    ['tier=headquarters', ['raised']],
    ['systemId=sys_lims', ['late']],
    ['reporterId=con_acceptor', ['given']],
    ['assigneeId=engineer&status=in_progress', ['given']],
    ['assigneeId=engineer&assigneeId=headquarters&status=pending', ['waiting']],
    ['unassigned=true&status=open', ['fresh', 'late']],
    ['unassigned=false&status=pending', ['waiting']],
    ['customerId=cus_huayue', []],
    ['breached=true', ['late']],
  ])('what was asked for: %s', async (query, expected) => {
    expect(await sorted(query)).toEqual(expected)
  })

  test('what is mine; what was raised above me is so no longer', async () => {
    expect(await sorted('mine=true', 'engineer')).toEqual(['given'])
    expect(await sorted('mine=true', 'headquarters')).toEqual(['waiting'])
    expect(await sorted('mine=true', 'senior')).toEqual([])
    expect(await sorted('mine=false&tier=headquarters', 'engineer')).toEqual(['raised'])
  })

  test('what my tier is called for and nobody has; for the desk, of any tier', async () => {
    expect(await sorted('called=true', 'engineer')).toEqual(['fresh', 'late'])
    expect(await sorted('called=true', 'headquarters')).toEqual(['raised'])
    expect(await sorted('called=true', 'manager')).toEqual([])
    expect(await sorted('called=true')).toEqual(['fresh', 'late', 'raised'])
    expect(await sorted('called=false&status=in_progress')).toEqual(['given'])
  })

  test('what falls due before an instant, or was opened between two', async () => {
    const { nextDueAt } = tickets.given as TicketShown
    const due = encodeURIComponent(new Date(nextDueAt ?? '').toISOString())
    const later = new Date(Date.parse(nextDueAt ?? '') + 1000).toISOString()
    expect(await sorted(`dueBefore=${due}&class=important`)).toEqual([])
    expect(await sorted(`dueBefore=${later}&class=important`)).toEqual(['given'])
    expect(await sorted(`dueBefore=2100-01-01T00:00:00Z&status=pending&status=resolved`)).toEqual([])
    expect(await sorted(`openedFrom=${minutesAgo(21)}&openedBefore=${minutesAgo(4)}`)).toEqual(['given', 'late'])
    expect(await sorted(`openedFrom=${tickets.given?.openedAt}&openedBefore=${minutesAgo(4)}`)).toEqual(['given'])
  })

  test('what is overdue: a broken promise that is not done yet', async () => {
    expect(tickets.late?.clocks[0]?.breached).toBe(true)
    expect(await names('overdue=true')).toEqual(['late'])
    expect(await sorted('overdue=false&status=open')).toEqual(['fresh'])
    const done = await desk.open({ ...called(30), subject: 'Late, and done' })
    await desk.act(done, 'responses', { message: 'At last' })
    expect((await list('breached=true')).map(({ id }) => id)).toContain(done.id)
    expect((await list('overdue=true')).map(({ id }) => id)).not.toContain(done.id)
    await desk.act(done, 'cancellation', { reason: 'other' }, { as: 'manager' })
  })
})

describe('The words of a ticket', () => {
  test.each([
    ['导出', ['fresh']],
    ['台账', ['fresh']],
    ['日志', ['given', 'raised']],
    ['附件', ['raised']],
    ['POOL_SIZE', ['given']],
    ['poolxsize', []],
    ['50%', ['fresh']],
    ['50%停', []],
    ['导出 报表', ['fresh']],
    ['报表 停', ['fresh']],
    ['导出 附件', []],
    [repair.cause, ['signing']],
  ])('find it: %s', async (words, expected) => {
    expect(await sorted(`text=${encodeURIComponent(words)}`)).toEqual(expected)
  })

  test('the beginning of a number, alone or with others; what was said of numbers does not count', async () => {
    const year = tickets.raised?.number.slice(0, 'T-2026'.length)
    expect(await sorted(`text=${year}`)).toEqual(await sorted(`numberPrefix=${year}`))
    expect(await sorted(`text=${encodeURIComponent(`${year}- 附件`)}`)).toEqual(['raised'])
    expect(await names('text=T-1999')).toEqual([])
  })

  test('its number among them', async () => {
    expect(await names(`text=${tickets.raised?.number.slice(-6)}`)).toEqual(['raised'])
  })

  test('find a customer nothing of our internal notes', async () => {
    expect(await names(`text=${encodeURIComponent('难缠')}`)).toEqual(['given'])
    expect(await names(`text=${encodeURIComponent('难缠')}`, 'reporter')).toEqual([])
    expect(await names(`text=${encodeURIComponent('日志')}`, 'reporter')).toEqual(['raised'])
    expect(await names('text=pool_size', 'acceptor')).toEqual(['given'])
  })
})

describe('Every order of a worklist', () => {
  const due = ({ nextDueAt }: TicketShown) => nextDueAt ?? '9'
  const orders: Record<string, (ticket: TicketShown) => string> = {
    oldest: ({ openedAt, number }) => `${openedAt} ${number}`,
    nextDueAt: (ticket) => `${due(ticket)} ${ticket.openedAt} ${ticket.number}`,
    priority: (ticket) => `${priorities.indexOf(ticket.priority)} ${due(ticket)} ${ticket.openedAt} ${ticket.number}`,
  }

  test.each(Object.entries(orders))('%s: page by page each once, in its order', async (sort, key) => {
    const all = await list(`sort=${sort}`)
    expect(all.map(key)).toEqual(all.map(key).sort())
    expect(all).toHaveLength(8)
    expect((await paged(`sort=${sort}`)).map(({ id }) => id)).toEqual(all.map(({ id }) => id))
  })

  test('the newest first, when nothing is said', async () => {
    const oldest = await list('sort=oldest')
    expect((await paged('')).map(({ id }) => id)).toEqual(oldest.map(({ id }) => id).reverse())
  })

  test('puts what is promised nothing last', async () => {
    const without = (await list('sort=nextDueAt')).map(({ nextDueAt }) => nextDueAt === null)
    expect(without).toEqual([...without].sort())
    expect(without).toContain(true)
  })

  test('goes on behind what has changed since', async () => {
    const first = await desk.get<Page>('/v1/tickets?sort=nextDueAt&limit=3')
    const [last] = first.body.items.slice(-1)
    const rest = (await paged('sort=nextDueAt')).slice(3).map(({ id }) => id)
    const { nextDueAt } = await desk.database.ticket.findUniqueOrThrow({ where: { id: last?.id } })
    await desk.database.ticket.update({ where: { id: last?.id }, data: { nextDueAt: null } })
    const next = await desk.get<Page>(`/v1/tickets?sort=nextDueAt&limit=100&cursor=${first.body.nextCursor}`)
    await desk.database.ticket.update({ where: { id: last?.id }, data: { nextDueAt } })
    expect(next.body.items.map(({ id }) => id).filter((id) => id !== last?.id)).toEqual(rest)
  })

  test("takes no other order's cursor", async () => {
    const { body } = await desk.get<Page>('/v1/tickets?sort=oldest&limit=2')
    for (const sort of ['newest', 'nextDueAt', 'priority']) {
      const refused = await desk.get<Refused>(`/v1/tickets?sort=${sort}&cursor=${body.nextCursor}`)
      expect([refused.status, refused.body.errors]).toEqual([
        400,
        [{ field: 'cursor', message: 'Not a cursor of this list' }],
      ])
    }
  })
})

describe('A customer', () => {
  const ways = () => [
    '',
    `number=${tickets.fresh?.number}`,
    'numberPrefix=T-',
    `text=${encodeURIComponent('导出')}`,
    'text=T-',
    'customerId=cus_jiangzhou',
    'customerId=cus_jiangzhou&customerId=cus_huayue',
    'systemId=sys_jiangzhou',
    'reporterId=con_reporter',
    'assigneeId=engineer',
    'unassigned=true',
    'overdue=true',
    'status=open&status=in_progress&status=pending&status=resolved&status=cancelled',
    'dueBefore=2100-01-01T00:00:00Z',
  ]

  test('finds no ticket of another, by whatever is asked and in whatever order', async () => {
    const seen = new Set<string | undefined>()
    for (const way of ways()) {
      for (const sort of ['newest', 'oldest', 'nextDueAt', 'priority']) {
        for (const name of await names(`${way}&sort=${sort}`, 'stranger')) seen.add(name)
      }
    }
    expect([...seen]).toEqual(['foreign'])
  })

  test('nor does one of us who does not serve that customer', async () => {
    for (const way of ways()) expect(await names(way, 'senior')).not.toContain('foreign')
    expect(await names('customerId=cus_huayue', 'manager')).toEqual(['foreign'])
  })

  test('cannot ask whom we call or what is assigned to whoever asks', async () => {
    expect(await faults('mine=true&called=false', 'reporter')).toEqual([400, 'mine', 'called'])
  })
})

describe('A count of a worklist is how many the list holds with that filter besides, of what is unfinished:', () => {
  const unfinished = ['open', 'in_progress', 'pending', 'resolved']
  const ways: [string, string, string[]][] = [
    ['status', 'status', unfinished],
    ['priority', 'priority', [...priorities]],
    ['tier', 'tier', [...tiers]],
  ]
  const flags = ['unassigned', 'overdue', 'breached', 'uncovered', 'mine', 'called']

  test.each([
    ['agent', ''],
    ['engineer', ''],
    ['headquarters', ''],
    ['manager', ''],
    ['manager', 'customerId=cus_huayue'],
    ['agent', 'priority=high&priority=low'],
    ['agent', 'status=open&status=pending'],
    ['senior', 'breached=true'],
    ['agent', 'overdue=true'],
    ['manager', 'openedFrom=2100-01-01T00:00:00Z'],
    ['agent', 'status=closed&status=cancelled'],
    ['reporter', ''],
    ['reporter', 'class=important'],
    ['stranger', ''],
    ['stranger', 'customerId=cus_jiangzhou'],
  ])('%s, %s', async (as, query) => {
    const { status, body } = await desk.get<Counts>(`/v1/tickets/counts?${query}`, { as })
    expect(status).toBe(200)
    const held = await list(query, as)
    const length = async (more: string) => {
      const alone = new Set((await list(more, as)).map(({ id }) => id))
      return held.filter((one) => alone.has(one.id) && unfinished.includes(one.status)).length
    }
    const expected: Record<string, unknown> = { unfinished: await length('') }
    for (const [of, field, values] of ways) {
      const each = await Promise.all(values.map(async (value) => [value, await length(`${field}=${value}`)]))
      expected[of] = Object.fromEntries(each)
    }
    const ours = ['reporter', 'stranger'].includes(as) ? ['mine', 'called'] : []
    for (const flag of flags) if (!ours.includes(flag)) expected[flag] = await length(`${flag}=true`)
    expect(body).toEqual(expected)
  })

  test('of words and pages there is none, nor for customers of what is ours', async () => {
    const refused = async (query: string, as?: string) => {
      const { status, body } = await desk.get<Refused>(`/v1/tickets/counts?${query}`, { as: as ?? 'agent' })
      return [status, ...body.errors.map(({ field }) => field)]
    }
    expect(await refused('text=ab')).toEqual([400, 'text'])
    expect(await refused('sort=oldest&limit=2')).toEqual([400, 'sort', 'limit'])
    expect(await refused('called=true', 'reporter')).toEqual([400, 'called'])
    expect(await refused('status=closed&mine=true', 'reporter')).toEqual([400, 'mine'])
    expect(await refused('mine=true&unassigned=true')).toEqual([400, 'mine'])
  })
})

test.each([
  ['status=lost', 'status[0]'],
  ['status=open&status=lost', 'status[1]'],
  [Array.from({ length: 21 }, (_, n) => `assigneeId=usr_${n}`).join('&'), 'assigneeId'],
  ['sort=cheapest', 'sort'],
  ['number=T%202026', 'number'],
  ['numberPrefix=%25', 'numberPrefix'],
  ['text=a', 'text'],
  ['text=a%20b', 'text'],
  [`text=${'a'.repeat(101)}`, 'text'],
  ['text=aa+bb+cc+dd+ee+ff', 'text'],
  ['text=aa&text=bb', 'text'],
  ['dueBefore=tomorrow', 'dueBefore'],
  ['openedFrom=2026-01-02T00:00:00Z&openedBefore=2026-01-01T00:00:00Z', 'openedBefore'],
  ['mine=true&unassigned=true', 'mine'],
  ['mine=yes', 'mine'],
  ['dueAfter=2026-01-01T00:00:00Z', 'dueAfter'],
])('What nobody can mean is refused by its field: %s', async (query, field) => {
  expect(await faults(query)).toEqual([400, field])
})

test('What was recorded before there was a worklist stands in it as what was recorded since', async () => {
  const { database } = desk
  const kept = { id: true, nextDueAt: true, overdueFrom: true, calledTier: true, record: true }
  const read = async () => [
    await database.ticket.findMany({ select: kept, orderBy: { id: 'asc' } }),
    await database.ticketEvent.findMany({ orderBy: [{ ticketId: 'asc' }, { version: 'asc' }] }),
  ]
  const before = await read()
  await database.ticket.updateMany({ data: { nextDueAt: null, overdueFrom: null, calledTier: null } })
  await database.$executeRaw`UPDATE "Ticket" SET "record" = "record" - 'nextDueAt'`
  await database.ticketEvent.updateMany({ data: { text: null } })
  const migration = new URL('../../prisma/migrations/20261125150000_worklist/migration.sql', import.meta.url)
  const updates = readFileSync(migration, 'utf8').match(/^UPDATE [^;]*;/gm) ?? []
  expect(updates).toHaveLength(2)
  for (const update of updates) await database.$executeRawUnsafe(update)
  expect(await read()).toEqual(before)
})

test('A ticket is overdue by the clock, though nothing was at work that could have written its breach', async () => {
  let soon = await stoppedBeforeDue(2)
  // A busy machine may need longer to stop than that.
  for (let seconds = 4; soon.breached; seconds *= 2) soon = await stoppedBeforeDue(seconds)
  await until(async () => (await list('overdue=true')).some(({ id }) => id === soon.id))
  expect((await desk.get(`/v1/tickets/${soon.id}`)).body.breached).toBe(false)
})

/** A ticket that falls due in so many seconds, with nothing at work any more. */
async function stoppedBeforeDue(seconds: number): Promise<TicketShown> {
  await desk.stopWorker()
  await desk.startWorker()
  const { id } = await desk.open(called(10 - seconds / 60))
  await desk.stopWorker()
  return (await desk.get(`/v1/tickets/${id}`)).body
}

async function paged(query: string): Promise<TicketShown[]> {
  const seen: TicketShown[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: string = cursor && `&cursor=${cursor}`
    const { body }: { body: Page } = await desk.get<Page>(`/v1/tickets?${query}&limit=2${more}`)
    seen.push(...body.items)
    cursor = body.nextCursor
  }
  return seen
}
