import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { promisesNow } from '../../api/tickets/lookups.ts'
import type { PolicyRow } from '../../domain/promises/policy.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Prisma } from '../../prisma/client/client.ts'
import { policyOf } from '../support/desk/customers.ts'
import { repair, words } from '../support/desk/words.ts'
import { type Reply, ServiceDesk } from '../support/desk/service-desk.ts'
import { row } from '../support/ticket/policy.ts'

interface ProblemBody {
  status: number
  detail: string
  requestId: string
  errors?: { field: string; message: string }[]
  allowed?: string[]
}
interface Page<T> {
  items: T[]
  nextCursor: string | null
}
interface Event {
  version: number
  type: string
  actor: object
  data: Record<string, unknown>
  clocks: object[]
}

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

const opening = { contractId: 'ctr_jiangzhou', reporterId: 'con_reporter', ...words }
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const fields = ({ body }: Reply<ProblemBody>) => body.errors?.map(({ field }) => field)
const types = async (ticket: { id: string }, as = 'agent') => {
  const { body } = await desk.get<Page<Event>>(`/v1/tickets/${ticket.id}/events`, { as })
  return body.items.map(({ type }) => type)
}

describe('opening a ticket', () => {
  test('an agent logs a call for the customer; the promises of the contract start at once', async () => {
    const { status, body, headers } = await desk.post('/v1/tickets', { ...opening, systemId: 'sys_jiangzhou' })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/v1/tickets/${body.id}`)
    expect(headers.get('etag')).toBe('"1"')
    expect(body).toMatchObject({
      number: expect.stringMatching(/^T-\d{4}-\d{6}$/),
      status: 'open',
      customer: { id: 'cus_jiangzhou', name: 'jiangzhou' },
      system: { id: 'sys_jiangzhou' },
      reporter: { id: 'con_reporter', name: '钱伟' },
      acceptor: { id: 'con_acceptor' },
      channel: 'phone',
      tier: 'resident',
    })
    expect(body.clocks.map(({ id, state, targetSeconds }) => [id, state, targetSeconds])).toEqual([
      ['response/1', 'running', 600],
      ['resolution/1', 'running', 3600],
    ])
    expect(body.allowed).toEqual(expect.arrayContaining(['respond', 'triage', 'cancel']))
    expect((await desk.get(`/v1/tickets/${body.id}`)).body).toEqual(body)
  })

  test('a customer reports in person, on the web', async () => {
    const { reporter, channel } = await desk.open({}, { as: 'reporter' })
    expect(reporter?.id).toBe('con_reporter')
    expect(channel).toBe('web')
    const other = await desk.post<ProblemBody>(
      '/v1/tickets',
      { ...opening, reporterId: 'con_acceptor' },
      { as: 'reporter' },
    )
    expect([other.status, fields(other)]).toEqual([400, ['reporterId']])
  })

  test('our staff say who reported it', async () => {
    const { reporterId: _none, ...body } = opening
    const refused = await desk.post<ProblemBody>('/v1/tickets', body)
    expect([refused.status, fields(refused)]).toEqual([400, ['reporterId']])
  })

  test.each([
    ['contractId', { contractId: 'ctr_huayue' }],
    ['systemId', { systemId: 'sys_huayue' }],
    ['reporterId', { reporterId: 'con_stranger' }],
  ])("another customer's %s is as unknown as one that does not exist", async (field, foreign) => {
    const absent = await desk.post<ProblemBody>('/v1/tickets', { ...opening, [field]: 'nothing' })
    const forbidden = await desk.post<ProblemBody>('/v1/tickets', { ...opening, ...foreign })
    expect([forbidden.status, fields(forbidden)]).toEqual([404, [field]])
    expect({ ...forbidden.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' })
  })

  test('a ticket follows one of the same customer only', async () => {
    const first = await desk.open()
    expect((await desk.open({ follows: first.id })).follows).toBe(first.id)
    const foreign = await desk.open({ contractId: 'ctr_huayue', systemId: 'sys_huayue' }, { as: 'stranger' })
    const refused = await desk.post<ProblemBody>('/v1/tickets', { ...opening, follows: foreign.id })
    expect([refused.status, fields(refused)]).toEqual([404, ['follows']])
  })

  test.each([
    ['has ended', '2020-01-01', '2020-12-31', 'contractEnded'],
    ['has not begun', '2098-01-01', '2098-12-31', 'contractNotBegun'],
  ])('SLA 24: a contract that %s promises nothing, and the call is taken', async (_what, startsOn, endsOn, why) => {
    const id = await contract({ startsOn: new Date(startsOn), endsOn: new Date(endsOn) })
    const ticket = await desk.open({ contractId: id })
    expect(ticket).toMatchObject({ contractId: id, uncovered: why, acceptor: { id: 'con_reporter' } })
    expect(ticket.clocks.map((clock) => clock.id)).toEqual(['desk-response/1'])
  })

  test('a contract runs to the end of its last day, wherever that day is', async () => {
    const today = new Date(new Date().toISOString().slice(0, 10))
    const id = await contract({ startsOn: today, endsOn: today })
    expect((await desk.post('/v1/tickets', { ...opening, contractId: id })).status).toBe(201)
  })

  test('a call that is logged later counts from the call', async () => {
    const calledAt = minutesAgo(5)
    const ticket = await desk.open({ calledAt, backdateReason: 'The desk was down' })
    expect(Date.parse(ticket.openedAt)).toBe(Math.floor(Date.parse(calledAt) / 1000) * 1000)
    expect(ticket.clocks[0]?.startedAt).toBe(ticket.openedAt)
  })

  test.each([
    ['ahead', { calledAt: minutesAgo(-5), backdateReason: 'x' }, 'calledAt'],
    ['longer than two days ago', { calledAt: minutesAgo(4 * 1440), backdateReason: 'x' }, 'calledAt'],
    ['without a reason', { calledAt: minutesAgo(5) }, 'backdateReason'],
    ['for what was no call', { calledAt: minutesAgo(5), backdateReason: 'x', channel: 'email' }, 'calledAt'],
  ])('nobody back-dates %s', async (_what, more, field) => {
    const refused = await desk.post<ProblemBody>('/v1/tickets', { ...opening, ...more })
    expect([refused.status, fields(refused)]).toEqual([400, [field]])
  })

  test('a customer cannot back-date a report', async () => {
    const { reporterId: _himself, ...body } = opening
    const late = { ...body, channel: 'phone', calledAt: minutesAgo(5), backdateReason: 'x' }
    const refused = await desk.post<ProblemBody>('/v1/tickets', late, { as: 'reporter' })
    expect([refused.status, fields(refused)]).toEqual([400, ['calledAt']])
  })

  test("a promise in working time is kept by the contract's calendar", async () => {
    const policyId = await policy([row('resolution', 8, { calendar: 'cal_mondays@1' })])
    const { clocks } = await desk.open({ contractId: await contract({ policyId }) })
    // Mondays have eight hours, so any opening is due on a Monday; at its closing unless it was opened on one.
    const due = new Date(clocks[0]?.dueAt ?? '')
    expect(due.getUTCDay()).toBe(1)
    expect(due.getTime()).toBeGreaterThan(Date.now())
    expect(clocks[0]?.targetSeconds).toBe(8 * 3600)
  })

  test('what is wrong is told field by field, and opens nothing', async () => {
    const before = await desk.database.ticket.count()
    const refused = await desk.post<ProblemBody>('/v1/tickets', { ...opening, subject: ' ', priority: 'urgent', x: 1 })
    expect(refused.status).toBe(400)
    expect(fields(refused)?.sort()).toEqual(['priority', 'subject', 'x'])
    expect(await desk.database.ticket.count()).toBe(before)
  })
})

describe('acting on a ticket', () => {
  test('each act answers the ticket as it now stands, from the first answer to the signature', async () => {
    const ticket = await desk.open()
    const steps: [string, object, string, Partial<TicketRecord>][] = [
      [
        'triage',
        { priority: 'high', class: 'important', reason: 'It stops the counter' },
        'agent',
        { priority: 'high', triaged: true },
      ],
      [
        'assignments',
        { assigneeId: 'engineer' },
        'agent',
        { assignee: { id: 'engineer', name: '李静', tier: 'resident' } },
      ],
      ['responses', { message: 'On it' }, 'engineer', { status: 'in_progress' }],
      ['notes', { text: 'Looks like the pool' }, 'engineer', {}],
      ['pauses', { reason: 'customer', explanation: 'We need the log' }, 'engineer', { status: 'pending' }],
      ['replies', { message: 'Here is the log' }, 'reporter', { status: 'in_progress' }],
      ['replies', { message: 'Thank you' }, 'engineer', {}],
      ['pauses', { reason: 'customer', explanation: 'And the other' }, 'engineer', { status: 'pending' }],
      ['resumption', {}, 'engineer', { status: 'in_progress' }],
      ['escalations', { reason: 'Hard to clear' }, 'engineer', { tier: 'headquarters', assignee: null }],
      ['taking', {}, 'headquarters', { assignee: { id: 'headquarters', name: '陈浩', tier: 'headquarters' } }],
      [
        'hand-downs',
        { toTier: 'resident', assigneeId: 'engineer', reason: 'Easy after all' },
        'headquarters',
        { tier: 'resident', assignee: { id: 'engineer', name: '李静', tier: 'resident' } },
      ],
      ['hand-overs', { assigneeId: 'headquarters', reason: 'On leave' }, 'agent', {}],
      ['escalations', { reason: 'Hard to clear' }, 'headquarters', { tier: 'headquarters' }],
      ['resolution', repair, 'headquarters', { status: 'resolved' }],
      ['sign-off-refusal', { reason: 'Still fails' }, 'acceptor', { status: 'in_progress', cycle: 2, tier: 'senior' }],
      ['resolution', repair, 'senior', { status: 'resolved' }],
      ['sign-off', { rating: 5, comment: 'Fine' }, 'acceptor', { status: 'closed' }],
      ['reopening', { reason: 'It is back' }, 'reporter', { status: 'in_progress', cycle: 3 }],
      ['cancellation', { reason: 'other' }, 'manager', { status: 'cancelled' }],
    ]
    for (const [noun, body, as, after] of steps) {
      const { status, headers, body: now } = await desk.post(`/v1/tickets/${ticket.id}/${noun}`, body, { as })
      expect({ noun, status, now }).toEqual({ noun, status: 200, now: expect.objectContaining(after) })
      expect(headers.get('etag')).toBe(`"${now.version}"`)
    }
  })

  test('a signature says who, when, what and how', async () => {
    const ticket = await desk.resolved()
    const paper = await desk.act(ticket, 'sign-off', { scan: 'archive/17.pdf' })
    expect(paper.signOff).toMatchObject({
      by: { id: 'con_acceptor', name: '赵敏' },
      method: 'paper',
      loggedBy: { id: 'agent' },
      scan: 'archive/17.pdf',
      recordHash: ticket.supportRecord?.hash,
    })
  })

  test('SLA 14: staff rate nothing, neither within a sheet that they log nor after it', async () => {
    const ticket = await desk.resolved()
    const sheet = { scan: 'archive/18.pdf', rating: 5 }
    const refused = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/sign-off`, sheet, { as: 'admin' })
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'rating'])
    await desk.act(ticket, 'sign-off', { scan: 'archive/18.pdf' })
    for (const as of ['agent', 'manager', 'admin']) {
      expect((await desk.post(`/v1/tickets/${ticket.id}/rating`, { score: 5 }, { as })).status).toBe(403)
    }
    expect((await desk.act(ticket, 'rating', { score: 2 }, { as: 'reporter' })).rating).toMatchObject({ cycle: 1 })
  })

  test("only the contract's named acceptor signs", async () => {
    const ticket = await desk.resolved()
    const refused = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/sign-off`, {}, { as: 'reporter' })
    expect(refused.status).toBe(403)
    expect(refused.body.detail).toMatch(/named acceptor/)
  })

  test.each([
    ['nobody', 'nobody'],
    ['a customer', 'acceptor'],
    ['one who does not serve this customer', 'elsewhere'],
    ['one who has left', 'gone'],
  ])('a ticket is never given to %s', async (_who, assigneeId) => {
    const someone = { name: '-', role: 'engineer', tier: 'resident', language: 'en', passwordHash: '-' }
    await desk.database.user.createMany({
      data: [
        { ...someone, id: 'elsewhere', email: 'elsewhere@people.example' },
        { ...someone, id: 'gone', email: 'gone@people.example', disabledAt: new Date() },
      ],
      skipDuplicates: true,
    })
    await desk.database.staffBinding.createMany({
      data: [{ userId: 'gone', customerId: 'cus_jiangzhou' }],
      skipDuplicates: true,
    })
    const ticket = await desk.open()
    const refused = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/assignments`, { assigneeId })
    expect([refused.status, fields(refused)]).toEqual([400, ['assigneeId']])
  })

  test('a ticket is never given to one below its tier, and the way out is named (R3.1)', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'escalations', { reason: 'Hard to clear' })
    const body = { assigneeId: 'engineer', reason: 'On leave' }
    const refused = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/assignments`, { assigneeId: 'engineer' })
    expect([refused.status, fields(refused)]).toEqual([400, ['assigneeId']])
    expect(JSON.stringify(refused.body)).toContain('hand the ticket down')
    const down = await desk.act(ticket, 'hand-downs', { ...body, toTier: 'resident' })
    expect(down).toMatchObject({ tier: 'resident', assignee: { id: 'engineer' } })
    const asking = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/hand-overs`, { ...body, assigneeId: 'agent' })
    expect(asking.body).toMatchObject({ assignee: { id: 'agent', tier: 'resident' } })
  })

  test('at three in the morning an agent takes a ticket with a reason, and no tier is left waiting (R1.1)', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'escalations', { reason: 'Hard to clear', toTier: 'senior' })
    const asked = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/taking`, {})
    expect([asked.status, fields(asked)]).toEqual([400, ['reason']])
    const taken = await desk.act(ticket, 'taking', { reason: 'Nobody answers' })
    expect(taken).toMatchObject({ tier: 'resident', assignee: { id: 'agent' } })
    const called = await desk.get<{ items: { id: string }[] }>('/v1/tickets?called=true', { as: 'senior' })
    expect(called.body.items.map(({ id }) => id)).not.toContain(ticket.id)
  })

  test('the same system and cause within 30 days raises the tier, and names the ticket before', async () => {
    await desk.database.system.create({ data: { id: 'sys_twice', customerId: 'cus_jiangzhou', name: 'Twice' } })
    const before = await desk.resolved({ systemId: 'sys_twice' })
    const again = await desk.open({ systemId: 'sys_twice' })
    const other = await desk.act(again, 'triage', { suspectedCause: 'network' })
    expect(other.tier).toBe('resident')
    const same = await desk.act(again, 'triage', { suspectedCause: 'database' })
    expect(same.tier).toBe('headquarters')
    const { body } = await desk.get<Page<Event>>(`/v1/tickets/${again.id}/events`)
    expect(body.items.at(-1)).toMatchObject({ type: 'escalated', data: { cause: 'repeatFailure' } })
    expect(String(body.items.at(-1)?.data.reason)).toContain(before.number)
    // Also while that one is at work again, since what was repaired did not stand.
    await desk.act(before, 'sign-off-refusal', { reason: 'Still fails' }, { as: 'acceptor' })
    const third = await desk.open({ systemId: 'sys_twice' })
    expect((await desk.act(third, 'triage', { suspectedCause: 'database' })).tier).toBe('headquarters')
  })

  test('SLA 14: a sheet needs the reference of its scan, and an engineer logs it', async () => {
    const ticket = await desk.resolved()
    for (const noun of ['sign-off', 'sign-off-refusal']) {
      const body = noun === 'sign-off' ? {} : { reason: 'Still fails' }
      const refused = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/${noun}`, body, { as: 'engineer' })
      expect([refused.status, fields(refused)]).toEqual([400, ['scan']])
    }
    const signed = await desk.act(ticket, 'sign-off', { scan: 'archive/21.pdf' }, { as: 'engineer' })
    expect(signed.signOff).toMatchObject({ method: 'paper', signed: true, loggedBy: { id: 'engineer' } })
  })

  test('SLA 12: a repair that was refused is shown as one that does not stand', async () => {
    const ticket = await desk.resolved()
    const back = await desk.act(ticket, 'sign-off-refusal', { reason: 'Still fails' }, { as: 'acceptor' })
    expect(back).toMatchObject({ resolution: null, resolvedAt: null, supportRecord: null })
    expect(back.earlierRepairs).toMatchObject([
      { cycle: 1, resolution: repair, undone: { how: 'refused', reason: 'Still fails', by: { id: 'con_acceptor' } } },
    ])
    expect((await desk.get(`/v1/tickets/${ticket.id}/support-record`)).status).toBe(404)
    const row = await desk.database.ticket.findUniqueOrThrow({ where: { id: ticket.id } })
    expect([row.resolvedAt, row.causeCode]).toEqual([null, 'database'])
  })

  test('F10, SLA 14: each sign-off is rated once, and the rating before stays', async () => {
    const ticket = await desk.resolved()
    const as = { as: 'acceptor' }
    await desk.act(ticket, 'sign-off', { rating: 5, comment: 'Good' }, as)
    await desk.act(ticket, 'reopening', { reason: 'Again' }, as)
    await desk.act(ticket, 'resolution', repair, { as: 'admin' })
    const again = await desk.act(ticket, 'sign-off', { rating: 1 }, as)
    expect(again.rating).toMatchObject({ cycle: 2, score: 1, by: { id: 'con_acceptor' } })
    expect(again.ratings).toMatchObject([
      { cycle: 1, score: 5, comment: 'Good' },
      { cycle: 2, score: 1 },
    ])
    expect((await desk.post(`/v1/tickets/${ticket.id}/rating`, { score: 3 }, as)).status).toBe(409)
  })

  test('what its state does not allow is refused with what it does', async () => {
    const ticket = await desk.open()
    const refused = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/sign-off`, {})
    expect(refused.status).toBe(409)
    expect(refused.headers.get('content-type')).toMatch('application/problem+json')
    expect(refused.body.allowed).toEqual(ticket.allowed)
    expect(refused.body.requestId).toBe(refused.headers.get('x-request-id'))
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.version).toBe(1)
  })

  test('who has seen an older version is told so, and changes nothing', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'notes', { text: 'Seen' }, { headers: { 'if-match': '"1"' } })
    const stale = await desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'x' }, { headers: { 'if-match': '"1"' } })
    expect(stale.status).toBe(412)
    const odd = await desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'x' }, { headers: { 'if-match': 'new' } })
    expect(odd.status).toBe(400)
    await desk.act(ticket, 'notes', { text: 'Any' }, { headers: { 'if-match': '*' } })
    expect(await types(ticket)).toEqual(['opened', 'noted', 'noted'])
  })

  test('two people sign at once: one wins, the other is told, and it happened once', async () => {
    const ticket = await desk.resolved()
    const path = `/v1/tickets/${ticket.id}/sign-off`
    const replies = await Promise.all([
      desk.post(path, {}, { as: 'acceptor' }),
      desk.post(path, { scan: 'archive/20.pdf' }),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await types(ticket)).filter((type) => type === 'signedOff')).toHaveLength(1)
  })

  test('SLA 18: a new version of a policy reaches a ticket by an act on the contract, an open one by a retarget too', async () => {
    const policyId = await policy([row('resolution', 8, { calendar: 'cal_mondays@1' })])
    const contractId = await contract({ policyId })
    const ticket = await desk.open({ contractId })
    await policy([row('resolution', 400)], policyId, 2)
    const still = await desk.act(ticket, 'retargets', { reason: 'Is there anything new?' }, { as: 'manager' })
    expect([still.policy?.version, (await desk.open({ contractId })).policy?.version]).toEqual([1, 1])
    await putOn(contractId, 2)
    expect((await desk.open({ contractId })).policy?.version).toBe(2)
    const later = await desk.act(ticket, 'notes', { text: 'Nothing has moved' })
    expect(later.clocks).toEqual(ticket.clocks)
    const moved = await desk.act(ticket, 'retargets', { reason: 'Agreed' }, { as: 'manager' })
    expect(moved.policy).toEqual({ id: policyId, version: 2 })
    expect(moved.clocks[0]?.targetSeconds).toBe(400 * 3600)
    const { body } = await desk.get<Page<Event>>(`/v1/tickets/${ticket.id}/events`)
    expect(body.items.at(-1)?.data).toMatchObject({
      reason: 'Agreed',
      before: [{ clockId: 'resolution/1', target: '8 workingHours', dueAt: ticket.clocks[0]?.dueAt }],
      after: [{ clockId: 'resolution/1', target: '400 workingHours', dueAt: moved.clocks[0]?.dueAt }],
    })
  })

  test("SLA 20: where nothing is promised, the desk looks again after the contract's own interval, on its calendar", async () => {
    const policyId = await policy([row('resolution', 8, { classes: ['critical'] })])
    const followUp = { target: { amount: 7, unit: 'workingHours' }, calendar: 'cal_mondays@1' }
    const ticket = await desk.open({ contractId: await contract({ policyId, followUp }) })
    expect(ticket.clocks).toEqual([])
    expect(ticket.next).toMatchObject({ what: 'followUp' })
    expect(new Date(ticket.next?.at ?? '').getUTCDay()).toBe(1)
  })

  test('a retarget forgets no working time that has passed', async () => {
    const policyId = await policy([row('response', 8, { calendar: 'cal_mondays@1' }), row('resolution', 80)])
    const contractId = await contract({ policyId })
    const ticket = await desk.open({ contractId })
    await desk.pass(ticket, 9 * 86_400)
    const answered = await desk.act(ticket, 'responses', { message: 'At last' })
    await policy([row('response', 4), row('resolution', 800)], policyId, 2)
    await putOn(contractId, 2)
    const moved = await desk.act(ticket, 'retargets', { reason: 'Agreed' }, { as: 'manager' })
    expect(answered.clocks[0]?.elapsedSeconds).toBeGreaterThanOrEqual(8 * 3600)
    expect(moved.clocks[0]).toEqual(answered.clocks[0])
  })

  test('a retarget of an old ticket knows the working time since it was opened', async () => {
    const policyId = await policy([row('resolution', 8, { calendar: 'cal_mondays@1' })])
    const { id, openedAt } = await desk.open({ contractId: await contract({ policyId }) })
    const ticket = await desk.database.ticket.findUniqueOrThrow({ where: { id } })
    const later = () => new Date(Date.now() + 40 * 86_400_000)
    const { coverage } = await promisesNow({ database: desk.database, now: later }, ticket, 'Agreed')
    expect(coverage['cal_mondays@1']?.from).toBeLessThan(Date.parse(openedAt) / 1000)
  })

  test('a ticket that has ended is followed by a new one, and nothing else', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'cancellation', { reason: 'duplicate' })
    await desk.act(ticket, 'notes', { text: 'Called back' })
    await desk.pass(ticket, 2 * 86_400)
    await ended(ticket)
    const refused = await desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/notes`, { text: 'Late' })
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ detail: expect.stringMatching(/open a new one that follows it/), allowed: [] })
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).status).toBe(200)
  })
})

describe('reading tickets', () => {
  test('the newest come first, a page at a time, and each once', async () => {
    const opened = []
    for (let count = 0; count < 3; count++) opened.push((await desk.open({ priority: 'low' })).id)
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more: string = cursor && `&cursor=${cursor}`
      const { body }: Reply<Page<TicketRecord>> = await desk.get(`/v1/tickets?priority=low&limit=2${more}`)
      expect(body.items.length).toBeLessThanOrEqual(2)
      seen.push(...body.items.map(({ id }) => id))
      cursor = body.nextCursor
    }
    expect(seen).toEqual([...opened].reverse())
  })

  test('a list shows what was asked for, and nobody another customer', async () => {
    const foreign = await desk.open({ contractId: 'ctr_huayue', systemId: 'sys_huayue' }, { as: 'stranger' })
    const list = async (query: string, as: string) =>
      (await desk.get<Page<TicketRecord>>(`/v1/tickets?${query}`, { as })).body.items
    expect((await list('status=open&limit=100', 'manager')).map(({ id }) => id)).toContain(foreign.id)
    expect((await list('limit=100', 'stranger')).every(({ customer }) => customer?.id === 'cus_huayue')).toBe(true)
    for (const as of ['reporter', 'agent', 'engineer', 'senior']) {
      expect((await list('limit=100', as)).every(({ customer }) => customer?.id === 'cus_jiangzhou')).toBe(true)
      expect(await list('customerId=cus_huayue', as)).toEqual([])
    }
    expect((await list('status=cancelled', 'manager')).every(({ status }) => status === 'cancelled')).toBe(true)
    expect(await list('breached=true&assigneeId=senior', 'manager')).toEqual([])
    expect((await desk.get('/v1/tickets?status=lost')).status).toBe(400)
    expect((await desk.get('/v1/tickets?cursor=bm90aGluZw')).status).toBe(400)
  })

  test('a customer reads what happened, and nothing that is ours alone', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'notes', { text: 'They are difficult' })
    await desk.act(ticket, 'assignments', { assigneeId: 'engineer' })
    await desk.act(ticket, 'hand-overs', { assigneeId: 'headquarters', reason: 'Too slow' })
    const path = `/v1/tickets/${ticket.id}/events`
    const ours = (await desk.get<Page<Event>>(path)).body.items
    const theirs = (await desk.get<Page<Event>>(path, { as: 'reporter' })).body.items
    expect(ours.map(({ type }) => type)).toEqual(['opened', 'noted', 'assigned', 'assigned'])
    expect(theirs.map(({ type }) => type)).toEqual(['opened', 'assigned', 'assigned'])
    expect(ours[0]?.data).toHaveProperty('terms')
    expect(theirs[0]?.data).not.toHaveProperty('terms')
    expect(JSON.stringify(ours)).not.toContain('coverage')
    expect(JSON.stringify(theirs)).not.toMatch(/Too slow|difficult|pol_jiangzhou/)
    expect(theirs.every(({ clocks }) => clocks.length === 0)).toBe(true)
    const second = await desk.get<Page<Event>>(`${path}?limit=1`, { as: 'reporter' })
    const third = await desk.get<Page<Event>>(`${path}?limit=1&cursor=${second.body.nextCursor}`, { as: 'reporter' })
    expect(third.body.items).toEqual([theirs[1]])
  })

  test('a customer reads of being reminded to sign, and of no alarm that is ours', async () => {
    const ticket = await desk.open()
    await desk.pass(ticket, 310)
    await desk.act(ticket, 'responses', { message: 'On it' })
    await desk.act(ticket, 'resolution', repair)
    await desk.pass(ticket, 37 * 3600)
    const warnings = async (as: string) =>
      (await desk.get<Page<Event>>(`/v1/tickets/${ticket.id}/events`, { as })).body.items.filter(
        ({ type }) => type === 'warned',
      )
    const clocksOf = (events: Event[]) => events.map(({ data }) => data.clockId)
    expect(clocksOf(await warnings('agent'))).toEqual(['response/1', 'signOff/1'])
    expect(clocksOf(await warnings('acceptor'))).toEqual(['signOff/1'])
  })

  test('a customer sees a broken promise, but not whose it was nor whom we call next', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'assignments', { assigneeId: 'engineer' })
    const ours = await desk.pass(ticket, 700)
    const { body: theirs } = await desk.get(`/v1/tickets/${ticket.id}`, { as: 'reporter' })
    expect(ours.clocks[0]?.breach?.ownerId).toBe('engineer')
    expect(ours.next?.what).toBe('warning')
    expect(theirs.clocks[0]).toMatchObject({ state: 'breached', breach: { at: ours.clocks[0]?.breach?.at } })
    expect(theirs.clocks[0]?.breach).not.toHaveProperty('ownerId')
    expect(theirs.next).toMatchObject({ what: 'breach', clockId: 'resolution/1', at: theirs.clocks[1]?.dueAt })
    expect(theirs.allowed).toEqual(['reply', 'cancel'])
  })

  test('the support record is there when there is something to sign', async () => {
    const ticket = await desk.open()
    expect((await desk.get(`/v1/tickets/${ticket.id}/support-record`)).status).toBe(404)
    const resolved = await desk.resolved()
    const { body } = await desk.get(`/v1/tickets/${resolved.id}/support-record`, { as: 'acceptor' })
    expect(body).toEqual(resolved.supportRecord)
    expect(body).toMatchObject({ record: { fix: repair.fix }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test("a manager reads the engine's own history, and finds the request in it", async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'responses', { message: 'On it' })
    const path = `/v1/tickets/${ticket.id}/workflow-history`
    interface Step {
      id: number
      type: string
      name: string | null
      summary: string | null
    }
    const first = await desk.get<Page<Step>>(`${path}?limit=1`, { as: 'manager' })
    expect(first.body.items[0]).toMatchObject({ id: 1, type: 'WorkflowExecutionStarted', name: 'ticket' })
    expect(first.body.items[0]?.summary).toContain(ticket.number)
    expect(first.body.items[0]?.summary).not.toContain('钱伟')
    const second = await desk.get<Page<Step>>(`${path}?limit=100&cursor=${first.body.nextCursor}`, { as: 'manager' })
    expect(second.body.items[0]?.id).toBe((first.body.items.at(-1)?.id ?? 0) + 1)
    expect(second.body.items).toContainEqual(
      expect.objectContaining({ type: 'WorkflowExecutionUpdateAccepted', name: 'respond' }),
    )
  })
})

describe("a ticket's own clock", () => {
  test('moves so far, and all that falls due on the way is recorded', async () => {
    const ticket = await desk.open()
    const later = await desk.pass(ticket, 3601)
    expect(later.clocks.map(({ id, breached }) => [id, breached])).toEqual([
      ['response/1', true],
      ['resolution/1', true],
      ['resolution@headquarters/1', false],
    ])
    expect(later.tier).toBe('headquarters')
  })

  test('moved again with the same key it moves once', async () => {
    const ticket = await desk.open()
    const asked = { as: 'admin', key: randomUUID() }
    const path = `/v1/sandbox/tickets/${ticket.id}/clock`
    for (let count = 0; count < 3; count++) await desk.post(path, { advanceSeconds: 400 }, asked)
    expect((await desk.act(ticket, 'responses', { message: 'x' })).clocks[0]?.breached).toBe(false)
  })

  test('goes on to the end of the ticket, and no further', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'cancellation', { reason: 'duplicate' })
    await desk.pass(ticket, 2 * 86_400)
    await ended(ticket)
    const path = `/v1/sandbox/tickets/${ticket.id}/clock`
    expect((await desk.post(path, { advanceSeconds: 60 }, { as: 'admin' })).status).toBe(409)
    const closed = await desk.act(await desk.resolved(), 'sign-off', {}, { as: 'acceptor' })
    expect((await desk.pass(closed, 60 * 86_400)).status).toBe('closed')
  })

  test.each([0, -1, 1.5, 3651 * 86_400])('never moves by %d seconds', async (advanceSeconds) => {
    const ticket = await desk.open()
    const path = `/v1/sandbox/tickets/${ticket.id}/clock`
    expect((await desk.post(path, { advanceSeconds }, { as: 'admin' })).status).toBe(400)
  })
})

async function policy(rows: PolicyRow[], id: string = randomUUID(), version = 1): Promise<string> {
  const definition = JSON.parse(JSON.stringify(policyOf(rows))) as Prisma.InputJsonObject
  await desk.database.policy.create({ data: { id, version, name: id, definition, requestKey: randomUUID() } })
  return id
}

async function contract(more: Partial<Prisma.ContractUncheckedCreateInput>): Promise<string> {
  const {
    createdAt: _now,
    deemedAcceptance: _none,
    followUp: _usual,
    ...like
  } = await desk.database.contract.findUniqueOrThrow({
    where: { id: 'ctr_jiangzhou' },
  })
  const data = { ...like, pauseRules: like.pauseRules as Prisma.InputJsonArray, id: randomUUID(), ...more }
  return (await desk.database.contract.create({ data })).id
}

async function putOn(contractId: string, version: number): Promise<void> {
  const asked = { as: 'manager', headers: { 'if-match': '"1"' } }
  expect((await desk.post(`/v1/contracts/${contractId}/policy-version`, { version }, asked)).status).toBe(200)
}

/** Until its process is over: the mail of its end is out. */
async function ended({ id }: { id: string }): Promise<void> {
  for (;;) {
    const { body } = await desk.get<Page<{ type: string }>>(`/v1/tickets/${id}/workflow-history?limit=100`, {
      as: 'admin',
    })
    if (body.items.at(-1)?.type === 'WorkflowExecutionCompleted') return
  }
}
