import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { contractLike, policyWith } from '../support/desk/plans.ts'
import type { ProblemBody } from '../support/desk/replies.ts'
import { type Reply, ServiceDesk } from '../support/desk/service-desk.ts'
import { words } from '../support/desk/words.ts'
import { row } from '../support/ticket/policy.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
}, 60_000)
afterAll(() => desk.close())

const opening = { contractId: 'ctr_jiangzhou', reporterId: 'con_reporter', ...words }
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const fields = ({ body }: Reply<ProblemBody>) => body.errors?.map(({ field }) => field)

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
    const id = await contractLike(desk.database, { startsOn: new Date(startsOn), endsOn: new Date(endsOn) })
    const ticket = await desk.open({ contractId: id })
    expect(ticket).toMatchObject({ contractId: id, uncovered: why, acceptor: { id: 'con_reporter' } })
    expect(ticket.clocks.map((clock) => clock.id)).toEqual(['desk-response/1'])
  })

  test('a contract runs to the end of its last day, wherever that day is', async () => {
    const today = new Date(new Date().toISOString().slice(0, 10))
    const id = await contractLike(desk.database, { startsOn: today, endsOn: today })
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
    const { reporterId: _inPerson, ...body } = opening
    const late = { ...body, channel: 'phone', calledAt: minutesAgo(5), backdateReason: 'x' }
    const refused = await desk.post<ProblemBody>('/v1/tickets', late, { as: 'reporter' })
    expect([refused.status, fields(refused)]).toEqual([400, ['calledAt']])
  })

  test("a promise in working time is kept by the contract's calendar", async () => {
    const policyId = await policyWith(desk.database, [row('resolution', 8, { calendar: 'cal_mondays@1' })])
    const { clocks } = await desk.open({ contractId: await contractLike(desk.database, { policyId }) })
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
