import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { runCleanUp } from '../support/upkeep/clean-up.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { words } from '../support/desk/words.ts'
import { testStack } from '../support/stack/stack.ts'
import { TcpProxy } from '../support/wire/tcp-proxy.ts'
import { until } from '../support/time/until.ts'

let line: TcpProxy
let desk: ServiceDesk
beforeAll(async () => {
  const [host = '', port] = testStack().temporalAddress.split(':')
  line = await TcpProxy.to(host, Number(port))
  desk = await ServiceDesk.start({ apiSeesTemporalAt: `127.0.0.1:${line.port}` })
})
afterAll(async () => {
  await desk.close()
  await line.close()
})
afterEach(() => line.up())

const opening = { contractId: 'ctr_jiangzhou', reporterId: 'con_reporter', ...words }
const events = async ({ id }: { id: string }) => {
  const rows = await desk.database.ticketEvent.findMany({ where: { ticketId: id }, orderBy: { version: 'asc' } })
  return rows.map(({ type }) => type)
}

describe('the same Idempotency-Key', () => {
  test('opens one ticket, however often and how many at once it is sent', async () => {
    const asked = { key: randomUUID() }
    const replies = await Promise.all([1, 2, 3].map(() => desk.post('/v1/tickets', opening, asked)))
    replies.push(await desk.post('/v1/tickets', opening, asked))
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(new Set(replies.map(({ body }) => `${body.id} ${body.number}`)).size).toBe(1)
    expect(replies[3]?.body).toEqual(replies[0]?.body)
    expect(await events(replies[0]?.body ?? { id: '' })).toEqual(['opened'])
  })

  test('finds its ticket again when its process ended long ago', async () => {
    const asked = { key: randomUUID() }
    const { body: ticket } = await desk.post('/v1/tickets', opening, asked)
    const cancelled = await desk.act(ticket, 'cancellation', { reason: 'spam' })
    await desk.post(`/v1/sandbox/tickets/${ticket.id}/clock`, { advanceSeconds: 60 }, { as: 'admin' })
    expect(await desk.post('/v1/tickets', opening, asked)).toMatchObject({ status: 201, body: cancelled })
    expect(await events(ticket)).toEqual(['opened', 'cancelled'])
  })

  test('R3.5: shows its ticket to nobody who serves its customer no more', async () => {
    const asked = { key: randomUUID() }
    const { body: ticket } = await desk.post('/v1/tickets', opening, asked)
    const unbind = () => desk.ask('DELETE', '/v1/staff-bindings/agent/cus_jiangzhou', undefined, { as: 'manager' })
    const bind = () =>
      desk.post('/v1/staff-bindings', { userId: 'agent', customerId: 'cus_jiangzhou' }, { as: 'manager' })
    const unbound = await unbind()
    const [read, again] = [await desk.get(`/v1/tickets/${ticket.id}`), await desk.post('/v1/tickets', opening, asked)]
    await bind()
    expect([unbound.status, read.status, again.status]).toEqual([204, 404, 404])
    expect(again.body).not.toHaveProperty('number')
    expect(await desk.post('/v1/tickets', opening, asked)).toMatchObject({ status: 201, body: ticket })
  })

  test('does an act once, and answers it again', async () => {
    const ticket = await desk.open()
    const asked = { key: randomUUID() }
    const path = `/v1/tickets/${ticket.id}/responses`
    const replies = await Promise.all([1, 2, 3].map(() => desk.post(path, { message: 'On it' }, asked)))
    replies.push(await desk.post(path, { message: 'On it' }, asked))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(await events(ticket)).toEqual(['opened', 'responded'])
    const another = await desk.post(path, { message: 'On it' }, { key: randomUUID() })
    expect(another.status).toBe(409)
  })

  test('still answers an act after the ticket has ended for good', async () => {
    const ticket = await desk.resolved()
    const asked = { key: randomUUID(), as: 'acceptor' }
    const path = `/v1/tickets/${ticket.id}/sign-off`
    await desk.post(path, { rating: 5 }, asked)
    const ended = await desk.pass(ticket, 40 * 86_400)
    const { allowed: _asAdmin, ...record } = ended
    expect(await desk.post(path, { rating: 5 }, asked)).toMatchObject({
      status: 200,
      body: { version: record.version, status: 'closed' },
    })
    expect((await desk.post(path, { rating: 5 }, { key: randomUUID(), as: 'acceptor' })).status).toBe(409)
  })

  test('with another body, or for another thing, is refused', async () => {
    const ticket = await desk.open()
    const asked = { key: randomUUID() }
    await desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'One' }, asked)
    expect((await desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'Two' }, asked)).status).toBe(422)
    expect((await desk.post('/v1/tickets', opening, asked)).status).toBe(422)
    const another = { key: randomUUID() }
    expect((await desk.post('/v1/tickets', opening, another)).status).toBe(201)
    expect((await desk.post('/v1/tickets', { ...opening, priority: 'low' }, another)).status).toBe(422)
    expect(await events(ticket)).toEqual(['opened', 'noted'])
  })

  test('sent with two bodies at once is claimed for one of them, and refused to the other', async () => {
    const ticket = await desk.open()
    const [both, act] = [{ key: randomUUID() }, { key: randomUUID() }]
    const openings = ['low', 'high'].map((priority) => desk.post('/v1/tickets', { ...opening, priority }, both))
    const opened = await Promise.all(openings)
    expect(opened.map(({ status }) => status).sort()).toEqual([201, 422])
    const notes = ['One', 'Two'].map((text) => desk.post(`/v1/tickets/${ticket.id}/notes`, { text }, act))
    expect((await Promise.all(notes)).map(({ status }) => status).sort()).toEqual([200, 422])
    expect(await events(ticket)).toEqual(['opened', 'noted'])
  })

  test('of somebody else is another key', async () => {
    const key = randomUUID()
    const [mine, theirs] = [await desk.open({}, { key }), await desk.open({}, { key, as: 'reporter' })]
    expect(mine.id).not.toBe(theirs.id)
  })

  test('a refused act may be asked for again when it is possible', async () => {
    const ticket = await desk.open()
    const asked = { key: randomUUID() }
    expect((await desk.post(`/v1/tickets/${ticket.id}/resumption`, {}, asked)).status).toBe(409)
    await desk.act(ticket, 'pauses', { reason: 'customer', explanation: 'We need the log' })
    expect((await desk.post(`/v1/tickets/${ticket.id}/resumption`, {}, asked)).status).toBe(200)
  })

  test('is remembered for 90 days; that which opened a ticket, as long as the ticket stands', async () => {
    const [opened, noted, refused] = [{ key: randomUUID() }, { key: randomUUID() }, { key: randomUUID() }]
    const { body: ticket } = await desk.post('/v1/tickets', opening, opened)
    const note = () => desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'Logs read' }, noted)
    await note()
    await desk.post('/v1/tickets', { ...opening, contractId: 'ctr_nobodys' }, refused)
    const keys = () => desk.database.idempotencyKey.findMany({ select: { key: true }, orderBy: { createdAt: 'asc' } })
    const remembered = async () => (await keys()).map(({ key }) => key)
    const all: string[] = [opened.key, noted.key, refused.key]
    await runCleanUp(desk.config)
    expect(await remembered()).toEqual(expect.arrayContaining(all))
    await desk.database.$executeRaw`UPDATE "IdempotencyKey" SET "createdAt" = "createdAt" - interval '91 days'`
    await runCleanUp(desk.config)
    expect((await remembered()).filter((key) => all.includes(key))).toEqual([opened.key])
    // Another fault under an old key is said to be none of its own, and the same one is found again.
    expect((await desk.post('/v1/tickets', { ...opening, subject: 'Printing fails' }, opened)).status).toBe(422)
    expect(await desk.post('/v1/tickets', opening, opened)).toMatchObject({ status: 201, body: { id: ticket.id } })
    // The ticket itself remembers what was done to it.
    expect((await note()).status).toBe(200)
    expect(await events(ticket)).toEqual(['opened', 'noted'])
  })

  test('without a key each request is an act of its own', async () => {
    const ticket = await desk.open()
    for (let count = 0; count < 2; count++) await desk.act(ticket, 'notes', { text: 'The same' })
    expect(await events(ticket)).toEqual(['opened', 'noted', 'noted'])
  })
})

describe('when no answer comes', () => {
  test('it is not known whether it happened, and the same key asks again', async () => {
    const ticket = await desk.open()
    const asked = { key: randomUUID() }
    await desk.stopWorker()
    const waiting = await desk.post<{ detail: string }>(`/v1/tickets/${ticket.id}/notes`, { text: 'Slow' }, asked)
    await desk.startWorker()
    expect(waiting.status).toBe(202)
    expect(waiting.headers.get('location')).toBe(`/v1/tickets/${ticket.id}`)
    expect(waiting.headers.get('retry-after')).toBe('1')
    const again = await desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'Slow' }, asked)
    expect([again.status, again.body.version]).toEqual([200, 2])
    expect(await events(ticket)).toEqual(['opened', 'noted'])
  })

  test('since the engine is down, that is said, and reading goes on', async () => {
    const ticket = await desk.open()
    const asked = { key: randomUUID() }
    line.down()
    const began = Date.now()
    const down = await desk.post<{ part: string }>(`/v1/tickets/${ticket.id}/notes`, { text: 'Now' }, asked)
    expect([down.status, down.body.part]).toEqual([503, 'engine'])
    expect(down.headers.get('retry-after')).toBe('5')
    expect(Date.now() - began).toBeLessThan(8000)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).status).toBe(200)
    line.up()
    await until(async () => (await desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'Now' }, asked)).status === 200)
    expect(await events(ticket)).toEqual(['opened', 'noted'])
  })

  test('since the line broke after it was done, the same key finds it done', async () => {
    const ticket = await desk.open()
    const asked = { key: randomUUID() }
    const lost = line.loseAnswerTo('only once')
    const reply = desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'only once' }, asked)
    await lost
    await until(async () => {
      const again = await desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'only once' }, asked)
      return again.status === 200
    })
    await reply
    expect(await events(ticket)).toEqual(['opened', 'noted'])
  })
})
