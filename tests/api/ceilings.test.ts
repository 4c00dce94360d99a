import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Reply, ServiceDesk } from '../support/desk/service-desk.ts'
import { words } from '../support/desk/words.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Problem {
  detail: string
}

async function several<T>(count: number, ask: (i: number) => Promise<Reply<T>>): Promise<Reply<T>[]> {
  const replies: Reply<T>[] = []
  for (let sent = 0; sent < count; sent += 10) {
    const batch = Array.from({ length: Math.min(10, count - sent) }, (_, i) => ask(sent + i))
    replies.push(...(await Promise.all(batch)))
  }
  return replies
}

const statusesOf = (replies: Reply<unknown>[]) => {
  const of = (status: number) => replies.filter((reply) => reply.status === status).length
  return { done: of(200) + of(201) + of(202), stopped: of(429) }
}

describe('a customer cannot bury us in mail (M2)', () => {
  test('with messages: ten a minute to a ticket, and the next is told what to do; our staff go on', async () => {
    const [ticket, other] = [await desk.open(), await desk.open()]
    await desk.act(ticket, 'responses', { message: 'On it' })
    const write = (to: { id: string }, as: string) =>
      desk.post<Problem>(`/v1/tickets/${to.id}/replies`, { message: 'Hello?' }, { as })
    const replies = await several(14, () => write(ticket, 'reporter'))
    expect(statusesOf(replies)).toEqual({ done: 10, stopped: 4 })
    const [stopped] = replies.filter(({ status }) => status === 429)
    expect(Number(stopped?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(stopped?.body.detail).toContain('in one')
    // It is counted for the customer, whoever of its people writes, and for this ticket.
    expect((await write(ticket, 'acceptor')).status).toBe(429)
    expect((await write(other, 'reporter')).status).toBe(200)
    expect(statusesOf(await several(12, () => write(ticket, 'agent')))).toEqual({ done: 12, stopped: 0 })
  })

  test('with messages that are refused: they are no messages', async () => {
    const ticket = await desk.open()
    const reply = (body: object, as: string) => desk.post(`/v1/tickets/${ticket.id}/replies`, body, { as })
    for (let sent = 0; sent < 12; sent++) await reply({ message: 'Not mine' }, 'stranger')
    const stale = { as: 'reporter', headers: { 'if-match': '"99"' } }
    for (let sent = 0; sent < 12; sent++) {
      expect((await desk.post(`/v1/tickets/${ticket.id}/replies`, { message: 'Stale' }, stale)).status).toBe(412)
    }
    expect((await reply({ message: 'Mine' }, 'reporter')).status).toBe(200)
  })

  test('with tickets: sixty an hour, and the next is told what to do; our staff log what comes by phone', async () => {
    const open = (as: string, more = {}) =>
      desk.post<Problem>('/v1/tickets', { contractId: 'ctr_jiangzhou', ...words, ...more }, { as })
    const replies = await several(64, () => open('reporter'))
    expect(statusesOf(replies)).toEqual({ done: 60, stopped: 4 })
    const [stopped] = replies.filter(({ status }) => status === 429)
    expect(Number(stopped?.headers.get('retry-after'))).toBeGreaterThan(60)
    expect(stopped?.body.detail).toContain('call us')
    expect((await open('agent', { reporterId: 'con_reporter' })).status).toBe(201)
    expect((await desk.post('/v1/tickets', { contractId: 'ctr_huayue', ...words }, { as: 'stranger' })).status).toBe(
      201,
    )
  })
})
