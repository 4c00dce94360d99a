import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
  const data = { id: 'con_ning', customerId: 'cus_jiangzhou', name: '周宁 Zhou Ning', language: 'en' }
  await desk.database.contact.create({ data: { ...data, email: 'ning@jiangzhou.example', timeZone: 'Asia/Tokyo' } })
})
afterAll(() => desk.close())

const mailsTo = ({ number }: TicketShown, address: string) =>
  desk.smtp.mails.flatMap(({ to, parsed }) =>
    to === address && parsed.subject?.includes(number) ? (parsed.text ?? '') : [],
  )
const linkIn = (text = '') => /\/watching\/([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? ''
const stop = (token: string, method = 'POST') =>
  desk.ask<string>(method, `/watching/${token}`, method === 'GET' ? undefined : '', {
    as: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })

describe('R3.6: a watcher', () => {
  test('gets each step in the own language and zone, with why, until the link in a letter is followed and confirmed', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'watchers', { contactId: 'con_ning' }, { as: 'reporter' })
    await desk.act(ticket, 'responses', { message: 'On it' }, { as: 'engineer' })
    await desk.settled(ticket)
    const [first, second, third] = mailsTo(ticket, 'ning@jiangzhou.example')
    expect(first).toMatch(/^You are told of this ticket from now on/)
    expect(second).toMatch(/has answered/)
    expect([second?.includes('(Japan time, UTC+9)'), second?.includes('You watch this ticket')]).toEqual([true, true])
    expect(third).toBeUndefined()
    const token = linkIn(second)
    const page = await stop(token, 'GET')
    expect([page.status, page.body.includes('Zhou Ning')]).toEqual([200, true])
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.watchers).toHaveLength(1)
    expect((await stop(token)).status).toBe(303)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.watchers).toEqual([])
    const over = await stop(token, 'GET')
    expect([over.status, over.body.includes('no more letters')]).toEqual([200, true])
    await desk.act(ticket, 'replies', { message: 'More' }, { as: 'engineer' })
    await desk.settled(ticket)
    expect(mailsTo(ticket, 'ning@jiangzhou.example')).toHaveLength(2)
    // Added again, the letters come again, and the same link ends them again.
    await desk.act(ticket, 'watchers', { contactId: 'con_ning' })
    expect((await stop(token)).status).toBe(303)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.watchers).toEqual([])
  })

  test('is sent no link to sign, and of a repair one letter, whichever way it concerns somebody', async () => {
    const ticket = await desk.open()
    for (const contactId of ['con_ning', 'con_acceptor']) await desk.act(ticket, 'watchers', { contactId })
    await desk.act(ticket, 'responses', { message: 'On it' })
    await desk.act(ticket, 'resolution', {
      cause: 'Pool too small',
      fix: 'Enlarged it',
      verification: 'Twenty went through',
    })
    await desk.settled(ticket)
    const repaired = mailsTo(ticket, 'ning@jiangzhou.example').filter((text) => /^Repaired and verified/.test(text))
    expect(repaired).toHaveLength(1)
    expect(repaired[0]).not.toMatch(/\/sign-off\//)
    const signing = mailsTo(ticket, 'con_acceptor@jiangzhou.example').filter((text) => text.includes('Enlarged it'))
    expect(signing.filter((text) => text.includes('/sign-off/'))).toHaveLength(1)
    expect(signing.filter((text) => text.includes('/watching/'))).toEqual([])
  })

  test('of ours is mailed and not paged, and no customer learns of that; whoever serves there no more is told no more', async () => {
    const ticket = await desk.open({}, { as: 'agent' })
    const channel = {
      id: 'chn_hq',
      userId: 'headquarters',
      kind: 'webhook',
      name: 'Pager',
      url: 'http://127.0.0.1:9/x',
    }
    await desk.database.notificationChannel.create({
      data: { ...channel, target: 'x', secret: `whsec_${'A'.repeat(44)}` },
    })
    await desk.act(ticket, 'watchers', { userId: 'headquarters' })
    const theirs = await desk.get(`/v1/tickets/${ticket.id}`, { as: 'reporter' })
    const events = await desk.get<string>(`/v1/tickets/${ticket.id}/events`, { as: 'reporter' })
    expect(JSON.stringify([theirs.body, events.body])).not.toContain('headquarters')
    expect(theirs.body.watchers).toEqual([])
    // The tier that is called is another one.
    await desk.act(ticket, 'escalations', { toTier: 'senior', reason: 'Hard' })
    await desk.settled(ticket)
    const told = async () => mailsTo(ticket, 'headquarters@people.example').map((text) => text.split('\n')[0])
    expect(await told()).toHaveLength(2)
    expect(await desk.database.page.count({ where: { ticketId: ticket.id, recipientId: 'headquarters' } })).toBe(0)
    await desk.database.staffBinding.deleteMany({ where: { userId: 'headquarters' } })
    await desk.act(ticket, 'notes', { text: 'Only for us' }, { as: 'manager' })
    await desk.settled(ticket)
    expect(await told()).toHaveLength(2)
    await desk.database.staffBinding.create({ data: { userId: 'headquarters', customerId: 'cus_jiangzhou' } })
    const { body } = await desk.post(`/v1/tickets/${ticket.id}/watcher-removals`, {}, { as: 'headquarters' })
    expect(body.watchers).toEqual([])
  })
})

describe('R3.5, R9.1: who is named', () => {
  test.each([
    [{ contactId: 'con_stranger' }, 'agent', 404, 'contactId'],
    [{ contactId: 'con_stranger' }, 'reporter', 404, 'contactId'],
    [{ contactId: 'nobody' }, 'agent', 404, 'contactId'],
    [{ userId: 'manager' }, 'reporter', 400, 'userId'],
    [{ userId: 'reporter' }, 'agent', 400, 'userId'],
    [{ userId: 'stranger' }, 'agent', 400, 'userId'],
    [{}, 'agent', 400, 'contactId'],
    [{ contactId: 'con_ning', userId: 'manager' }, 'agent', 400, 'contactId'],
    [{ contactId: 'con_ning', email: 'x@y.example' }, 'agent', 400, 'email'],
  ])('%j by the %s is refused, and the field is named', async (named, as, status, field) => {
    const ticket = await desk.open()
    const reply = await desk.post<{ errors?: { field: string }[] }>(`/v1/tickets/${ticket.id}/watchers`, named, { as })
    expect([reply.status, reply.body.errors?.map((one) => one.field)]).toEqual([status, [field]])
  })

  test('is of the own organisation: another customer neither adds nor removes', async () => {
    const ticket = await desk.open()
    for (const noun of ['watchers', 'watcher-removals']) {
      const body = noun === 'watchers' ? { contactId: 'con_stranger' } : {}
      expect((await desk.post(`/v1/tickets/${ticket.id}/${noun}`, body, { as: 'stranger' })).status).toBe(404)
    }
  })
})

describe('A link to watch no more', () => {
  const made = async (ticket: TicketShown, more: object = {}) => {
    const token = `tok-${ticket.id}-${Object.keys(more).join()}`
    const tokenHash = createHash('sha256').update(token).digest('hex')
    const expiresAt = new Date(Date.now() + 3_600_000)
    const link = { tokenHash, purpose: 'watch', ticketId: ticket.id, personId: 'con_ning', expiresAt, ...more }
    await desk.database.personalLink.create({ data: link })
    return token
  }

  test('that is unknown, is for something else, or is of somebody whose account is disabled, is 404', async () => {
    const ticket = await desk.open()
    expect((await stop('nothing', 'GET')).status).toBe(404)
    expect((await stop(await made(ticket, { purpose: 'other' }), 'GET')).status).toBe(404)
    expect((await stop(await made(ticket, { personId: 'nobody' }))).status).toBe(404)
  })

  test('that has expired says so and does nothing', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'watchers', { contactId: 'con_ning' })
    const token = await made(ticket, { expiresAt: new Date(Date.now() - 1000) })
    const page = await stop(token, 'GET')
    expect([page.status, page.body.includes('This link has expired')]).toEqual([410, true])
    expect((await stop(token)).status).toBe(303)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.watchers).toHaveLength(1)
  })
})
