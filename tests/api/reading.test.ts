import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Event, Page } from '../support/desk/replies.ts'
import { type Reply, ServiceDesk } from '../support/desk/service-desk.ts'
import { repair } from '../support/desk/words.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
}, 60_000)
afterAll(() => desk.close())

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
    await desk.settled(ticket)
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
    expect(theirs.allowed).toEqual(['reply', 'attach', 'addWatcher', 'cancel'])
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
