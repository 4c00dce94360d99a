import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { promisesNow } from '../../api/tickets/lookups.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { contractLike, policyWith } from '../support/desk/plans.ts'
import type { Event, Page, ProblemBody } from '../support/desk/replies.ts'
import { type Reply, ServiceDesk } from '../support/desk/service-desk.ts'
import { repair } from '../support/desk/words.ts'
import { row } from '../support/ticket/policy.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

const fields = ({ body }: Reply<ProblemBody>) => body.errors?.map(({ field }) => field)
const types = async (ticket: { id: string }, as = 'agent') => {
  const { body } = await desk.get<Page<Event>>(`/v1/tickets/${ticket.id}/events`, { as })
  return body.items.map(({ type }) => type)
}

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

  test('SLA 16: a repair that names the cause of one before is a repeat; the next tier is told to look at it', async () => {
    await desk.database.system.create({ data: { id: 'sys_thrice', customerId: 'cus_jiangzhou', name: 'Thrice' } })
    const systemId = 'sys_thrice'
    const beside = await desk.open({ systemId })
    const before = await desk.resolved({ systemId })
    const answered = await desk.act(beside, 'responses', { message: 'On it' })
    // Repaired while this one was open, it is the same fault.
    const { id, resolvedAt } = await desk.database.ticket.findUniqueOrThrow({ where: { id: before.id } })
    const later = new Date(Date.parse(beside.openedAt) + 60_000)
    await desk.database.ticket.update({ where: { id }, data: { resolvedAt: later } })
    expect((await desk.act(answered, 'resolution', { ...repair, causeCode: 'database' })).repeatOf).toBeNull()
    await desk.database.ticket.update({ where: { id: beside.id }, data: { causeCode: 'usage' } })
    await desk.database.ticket.update({ where: { id }, data: { resolvedAt } })
    const other = await desk.act(await desk.open({ systemId }), 'responses', { message: 'On it' })
    expect((await desk.act(other, 'resolution', { ...repair, causeCode: 'network' })).repeatOf).toBeNull()
    const again = await desk.resolved({ systemId })
    expect(again).toMatchObject({ status: 'resolved', tier: 'resident', repeatOf: before.number })
    const { body } = await desk.get<{ repeatOf: unknown }>(`/v1/tickets/${again.id}`, { as: 'reporter' })
    expect(body.repeatOf).toBeNull()
    await desk.settled(again)
    const mails = desk.smtp.mails.filter(({ parsed }) =>
      parsed.text?.includes(`same system and cause as ${before.number}`),
    )
    expect(mails.flatMap(({ to }) => to)).toContain('headquarters@people.example')
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
    const policyId = await policyWith(desk.database, [row('resolution', 8, { calendar: 'cal_mondays@1' })])
    const contractId = await contractLike(desk.database, { policyId })
    const ticket = await desk.open({ contractId })
    await policyWith(desk.database, [row('resolution', 400)], { id: policyId, version: 2 })
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
    const policyId = await policyWith(desk.database, [row('resolution', 8, { classes: ['critical'] })])
    const followUp = { target: { amount: 7, unit: 'workingHours' }, calendar: 'cal_mondays@1' }
    const ticket = await desk.open({ contractId: await contractLike(desk.database, { policyId, followUp }) })
    expect(ticket.clocks).toEqual([])
    expect(ticket.next).toMatchObject({ what: 'followUp' })
    expect(new Date(ticket.next?.at ?? '').getUTCDay()).toBe(1)
  })

  test('a retarget forgets no working time that has passed', async () => {
    const policyId = await policyWith(desk.database, [
      row('response', 8, { calendar: 'cal_mondays@1' }),
      row('resolution', 80),
    ])
    const contractId = await contractLike(desk.database, { policyId })
    const ticket = await desk.open({ contractId })
    await desk.pass(ticket, 9 * 86_400)
    const answered = await desk.act(ticket, 'responses', { message: 'At last' })
    await policyWith(desk.database, [row('response', 4), row('resolution', 800)], { id: policyId, version: 2 })
    await putOn(contractId, 2)
    const moved = await desk.act(ticket, 'retargets', { reason: 'Agreed' }, { as: 'manager' })
    expect(answered.clocks[0]?.elapsedSeconds).toBeGreaterThanOrEqual(8 * 3600)
    expect(moved.clocks[0]).toEqual(answered.clocks[0])
  })

  test('a retarget of an old ticket knows the working time since it was opened', async () => {
    const policyId = await policyWith(desk.database, [row('resolution', 8, { calendar: 'cal_mondays@1' })])
    const { id, openedAt } = await desk.open({ contractId: await contractLike(desk.database, { policyId }) })
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
