import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Event, Page } from '../support/desk/replies.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { hours, minutes } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Problem {
  detail?: string
  errors?: { field: string }[]
}
const ahead = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const request = () => ({ purpose: 'Read the log of the pool', until: ahead(hours(4)) })
const letters = () => desk.smtp.mails.map(({ parsed }) => parsed.text ?? '')

async function answered() {
  const ticket = await desk.open()
  return desk.act(ticket, 'responses', { message: 'On it' }, { as: 'engineer' })
}

describe('Remote support only with the customer’s authorisation (R4.2)', () => {
  test('is asked for, granted, used, told to the customer, and runs out, each by mail', async () => {
    const ticket = await answered()
    const asked = await desk.act(ticket, 'remote-requests', request(), { as: 'engineer' })
    expect(asked.remote?.asked).toMatchObject({ purpose: 'Read the log of the pool' })
    const early = await desk.post<Problem>(`/v1/tickets/${ticket.id}/remote-sessions`, {}, { as: 'engineer' })
    expect([early.status, early.body.detail]).toEqual([409, expect.stringMatching(/ask for it first/)])
    await desk.pass(ticket, hours(1))
    const granted = await desk.act(ticket, 'remote-answers', { granted: true }, { as: 'reporter' })
    expect(granted.remote).toMatchObject({ asked: null, authorisation: { by: { id: 'con_reporter' }, ended: null } })
    await desk.act(ticket, 'remote-sessions', {}, { as: 'engineer' })
    const done = await desk.act(ticket, 'remote-session-end', { done: 'Enlarged the pool' }, { as: 'engineer' })
    expect(done.remote?.sessions).toMatchObject([{ n: 1, done: 'Enlarged the pool' }])
    const over = await desk.pass(ticket, hours(4))
    expect(over.remote?.authorisation?.ended?.why).toBe('ranOut')
    await desk.settled(ticket)
    for (const said of [
      /asks you to authorise remote access/,
      /Please tell us whether we may access your system/,
      /has authorised remote access/,
      /has begun a remote session/,
      /has ended the remote session\n[\s\S]*Enlarged the pool/,
      /Nobody of ours goes onto your system any more/,
    ])
      expect(letters().some((text) => said.test(text))).toBe(true)
    const { body } = await desk.get<Page<Event>>(`/v1/tickets/${ticket.id}/events?limit=100`, { as: 'reporter' })
    const kinds = body.items.map(({ type }) => type)
    for (const kind of ['Requested', 'Unanswered', 'Answered', 'Started', 'Ended', 'RanOut']) {
      expect(kinds).toContain(`remote${kind}`)
    }
  })

  test('is taken back by the customer, and refused by the acceptor; our staff name who said so', async () => {
    const { id } = await answered()
    const ask = async (noun: string, body: object, as: string) => {
      const { status, body: said } = await desk.post<Problem>(`/v1/tickets/${id}/${noun}`, body, { as })
      return [status, said.errors?.map(({ field }) => field) ?? []]
    }
    expect(await ask('remote-answers', { granted: true }, 'reporter')).toEqual([409, []])
    expect(await ask('remote-requests', { purpose: 'x', until: ahead(-60) }, 'engineer')).toEqual([400, ['until']])
    expect(await ask('remote-requests', { until: ahead(60) }, 'engineer')).toEqual([400, ['purpose']])
    expect(await ask('remote-requests', request(), 'reporter')).toEqual([403, []])
    expect(await ask('remote-requests', request(), 'engineer')).toEqual([200, []])
    expect(await ask('remote-answers', { granted: true }, 'stranger')).toEqual([404, []])
    expect(await ask('remote-answers', {}, 'reporter')).toEqual([400, ['granted']])
    expect(await ask('remote-answers', { granted: true }, 'agent')).toEqual([400, ['heardFrom']])
    expect(await ask('remote-answers', { granted: true, heardFrom: 'con_stranger' }, 'agent')).toEqual([
      ...[404, ['heardFrom']],
    ])
    expect(await ask('remote-answers', { granted: true, until: ahead(-60) }, 'reporter')).toEqual([400, ['until']])
    expect(await ask('remote-answers', { granted: true, heardFrom: 'con_acceptor' }, 'agent')).toEqual([200, []])
    expect(await ask('remote-sessions', {}, 'acceptor')).toEqual([403, []])
    expect(await ask('remote-session-end', { done: 'x' }, 'engineer')).toEqual([409, []])
    expect(await ask('remote-revocations', {}, 'agent')).toEqual([400, ['heardFrom']])
    expect(await ask('remote-revocations', {}, 'acceptor')).toEqual([200, []])
    expect(await ask('remote-sessions', {}, 'engineer')).toEqual([409, []])
    expect(await ask('remote-requests', request(), 'engineer')).toEqual([200, []])
    expect(await ask('remote-answers', { granted: false, reason: 'Not today' }, 'acceptor')).toEqual([200, []])
  })

  test('of two who begin a session at once, one does', async () => {
    const ticket = await answered()
    await desk.act(ticket, 'remote-requests', request(), { as: 'engineer' })
    await desk.act(ticket, 'remote-answers', { granted: true }, { as: 'reporter' })
    const both = await Promise.all(
      ['engineer', 'senior'].map((as) => desk.post(`/v1/tickets/${ticket.id}/remote-sessions`, {}, { as })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    await desk.pass(ticket, minutes(5))
  })
})
