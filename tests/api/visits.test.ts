import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import type { Tier } from '../../domain/people/tiers.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { repair, report } from '../support/desk/words.ts'
import { row } from '../support/ticket/policy.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Problem {
  detail: string
  errors: { field: string; message: string }[]
}

const raise = (raiseTo: Tier) => ({ metric: 'resolution', percent: 100, notify: ['tier'], raiseTo })

/** R2.1, as far as the night of the story goes. */
async function nightContract(): Promise<string> {
  const plan = {
    name: 'R2.1',
    rows: [
      row('response', 0, { target: { amount: 10, unit: 'workingMinutes' } }),
      row('resolution', 1),
      row('arrival', 2, { tier: 'headquarters' }),
      row('resolution', 24, { tier: 'headquarters' }),
    ],
    ladder: [raise('headquarters')],
    minimumGapSeconds: 300,
  }
  const policy = await desk.post<{ id: string }>('/v1/policies', plan, { as: 'manager' })
  expect(policy).toMatchObject({ status: 201 })
  const contract = {
    ...{ customerId: 'cus_jiangzhou', name: 'Night', startsOn: '2025-01-01', endsOn: '2099-12-31' },
    ...{ policyId: policy.body.id, acceptorId: 'con_acceptor' },
  }
  return (await desk.post<{ id: string }>('/v1/contracts', contract, { as: 'manager' })).body.id
}

const seconds = (iso: string | null | undefined) => Date.parse(iso ?? '') / 1000
const clockOf = ({ clocks }: TicketShown, id: string) => clocks.find((clock) => clock.id === id)

describe('Story A on the running stack: the night in which headquarters comes', () => {
  let ticket: TicketShown
  const visit = async (step: string, as: string, body: object = {}) => {
    ticket = await desk.act(ticket, `visits/1/${step}`, body, { as })
    return ticket.visits[0]
  }

  test('the hour is missed, headquarters is called, and is expected within two hours of that', async () => {
    ticket = await desk.open({ contractId: await nightContract() })
    await desk.pass(ticket, minutes(6))
    await desk.act(ticket, 'responses', { message: 'On it' }, { as: 'engineer' })
    ticket = await desk.pass(ticket, minutes(54) + 1)
    expect(ticket).toMatchObject({ tier: 'headquarters', breached: true })
    const called = seconds(clockOf(ticket, 'resolution/1')?.breach?.at)
    expect(called - seconds(ticket.openedAt)).toBe(hours(1))
    expect(seconds(clockOf(ticket, 'arrival@headquarters/1')?.dueAt) - called).toBe(hours(2))
  })

  test('somebody is sent, who accepts, sets out and checks in before that: the promise is kept', async () => {
    ticket = await desk.act(ticket, 'visits', { engineerId: 'headquarters', purpose: 'Change the power supply' })
    expect(ticket.visits).toMatchObject([{ n: 1, status: 'dispatched', engineer: { id: 'headquarters' } }])
    expect(ticket.next).toMatchObject({ what: 'visitUnaccepted' })
    ticket = await desk.pass(ticket, minutes(15))
    expect(await visit('acceptance', 'headquarters')).toMatchObject({ status: 'accepted' })
    expect(await visit('departure', 'headquarters')).toMatchObject({ status: 'enRoute' })
    ticket = await desk.pass(ticket, minutes(94))
    expect(await visit('arrival', 'headquarters', { note: 'Third floor' })).toMatchObject({ status: 'onSite' })
    const arrival = clockOf(ticket, 'arrival@headquarters/1')
    expect(arrival).toMatchObject({ state: 'met', breached: false, stoppedAt: ticket.visits[0]?.arrivedAt })
    expect(seconds(arrival?.dueAt)).toBeGreaterThanOrEqual(seconds(arrival?.stoppedAt))
  })

  test('the work is reported and repaired, signed, and everybody was told what concerns them', async () => {
    await desk.pass(ticket, hours(2))
    expect(await visit('report', 'headquarters', report)).toMatchObject({ status: 'completed', report })
    expect(await desk.database.visit.findFirst({ where: { ticketId: ticket.id } })).toMatchObject({ booked: false })
    await desk.act(ticket, 'resolution', repair, { as: 'headquarters' })
    ticket = await desk.act(ticket, 'sign-off', {}, { as: 'acceptor' })
    expect(ticket.status).toBe('closed')
    await desk.settled(ticket)
    const told = await desk.database.emailDelivery.findMany({ where: { ticketId: ticket.id, status: 'sent' } })
    const messagesTo = (who: string) => told.filter((mail) => mail.recipientId === who).map(({ message }) => message)
    const theirs = ['dispatched', 'departed', 'arrived', 'visit-completed']
    expect(messagesTo('con_reporter')).toEqual(expect.arrayContaining(theirs))
    expect(messagesTo('con_reporter')).not.toContain('visit-unaccepted')
    expect(messagesTo('headquarters')).toEqual(expect.arrayContaining(['dispatched', 'visit-unaccepted']))
    const sent = desk.smtp.mails.find(({ parsed }) => parsed.text?.includes('Change the power supply'))
    expect(sent?.parsed.text).toContain('is to visit the site on')
  })

  test('the customer reads who came when and what was done, in the timeline and the ticket', async () => {
    const { body } = await desk.get<{ items: { type: string }[] }>(`/v1/tickets/${ticket.id}/events`, {
      as: 'reporter',
    })
    expect(body.items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['dispatched', 'visitAccepted', 'departed', 'arrived', 'visitCompleted']),
    )
    expect(JSON.stringify(body)).not.toMatch(/Third floor|visitUnaccepted/)
    const theirs = await desk.get(`/v1/tickets/${ticket.id}`, { as: 'reporter' })
    expect(theirs.body.visits).toMatchObject([{ status: 'completed', report }])
  })
})

describe('R3.3, R3.8: whoever is barred is not sent, and it is said what bars', () => {
  const sent = (ticket: TicketShown, body: object) => desk.post<Problem>(`/v1/tickets/${ticket.id}/visits`, body)
  const later = (day: number) => ({ from: new Date(Date.now() + days(day) * 1000).toISOString() })

  test('an expired certificate, a missing one, a function or a skill that is not theirs', async () => {
    const zheng = { name: 'Zheng', email: 'zheng@people.example', role: 'engineer', tier: 'headquarters' }
    const account = { ...zheng, function: 'dba', customerIds: ['cus_jiangzhou'] }
    const { body: made } = await desk.post<{ id: string }>('/v1/accounts', account, { as: 'admin' })
    const ticket = await desk.open()
    const bars = async (more: object = {}) => {
      const { status, body } = await sent(ticket, { engineerId: made.id, ...more })
      return [status, body.errors?.map(({ field, message }) => `${field}: ${message}`)]
    }
    expect(await bars()).toEqual([400, ['engineerId: no certificate of Zheng is on file with this customer']])
    const certificate = { userId: made.id, skill: 'electrician', certificate: 'E-1', validFrom: '2020-01-01' }
    const expired = await desk.post<{ id: string; revision: number }>(
      '/v1/qualifications',
      { ...certificate, validUntil: '2024-08-31' },
      { as: 'manager' },
    )
    expect(await bars()).toEqual([400, ['engineerId: E-1 of Zheng expired on 2024-08-31']])
    const elsewhere = { ...certificate, customerId: 'cus_huayue' }
    await desk.post('/v1/qualifications', elsewhere, { as: 'manager' })
    expect((await bars())[0]).toBe(400)
    const path = `/v1/qualifications/${expired.body.id}`
    const renewed = JSON.stringify({ validUntil: '2099-08-31' })
    const asked = { as: 'manager', headers: { 'if-match': `"${expired.body.revision}"` } }
    expect((await desk.ask('PATCH', path, renewed, asked)).status).toBe(200)
    expect(await bars({ needs: { function: 'coreDeveloper', skills: ['java'] } })).toEqual([
      400,
      ['engineerId: Zheng is no coreDeveloper; Zheng has no skill "java"'],
    ])
    expect((await bars({ needs: { function: 'dba', skills: ['electrician'] } }))[0]).toBe(200)
    // It counts on the day of the visit.
    expect((await bars(later(300)))[0]).toBe(400)
    const retired = await desk.ask('POST', `${path}/retirement`, undefined, {
      ...asked,
      headers: { 'if-match': '"2"' },
    })
    expect(retired.status).toBe(200)
    // And on the day to which it is moved.
    const slot = { ...later(1), until: new Date(Date.now() + days(1.1) * 1000).toISOString(), reason: 'Another day' }
    const moved = await desk.post<Problem>(`/v1/tickets/${ticket.id}/visits/1/slot`, slot)
    expect([moved.status, moved.body.errors?.map(({ field }) => field)]).toEqual([400, ['engineerId']])
    await desk.act(ticket, 'visits/1/cancellation', { reason: 'Another goes' })
    expect((await bars())[1]).toEqual(['engineerId: no certificate of Zheng is on file with this customer'])
  })

  test('nor whoever does not serve the customer, nor the desk, whose account says nothing of a journey', async () => {
    const ticket = await desk.open(
      { contractId: 'ctr_huayue', systemId: 'sys_huayue', reporterId: 'con_stranger' },
      { as: 'admin' },
    )
    const asked = (engineerId: string) =>
      desk.post<Problem>(`/v1/tickets/${ticket.id}/visits`, { engineerId }, { as: 'admin' })
    for (const who of ['engineer', 'agent', 'acceptor', 'nobody']) {
      expect(await asked(who)).toMatchObject({ status: 400, body: { errors: [{ field: 'engineerId' }] } })
    }
  })
})

test('R4.1: two tickets want one engineer at the same instant: one has him, the other reads when he is booked', async () => {
  const tickets = await Promise.all([desk.open(), desk.open(), desk.open()])
  const slot = {
    from: new Date(Date.now() + days(9) * 1000).toISOString(),
    until: new Date(Date.now() + days(10) * 1000).toISOString(),
  }
  const replies = await Promise.all(
    tickets.map(({ id }) => desk.post<Problem>(`/v1/tickets/${id}/visits`, { engineerId: 'senior', ...slot })),
  )
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  const refused = replies.find(({ status }) => status === 409)
  expect(refused?.body.detail).toContain(
    `is booked from ${slot.from} to ${slot.until}`.replaceAll(/\.\d{3}Z/g, '.000Z'),
  )
})

test('SLA 9: a slot that the customer chose becomes the target of the arrival, and is told as theirs', async () => {
  const contractId = await nightContract()
  let ticket = await desk.open({ contractId })
  await desk.act(ticket, 'escalations', { reason: 'Hard' })
  const from = new Date(Date.now() + hours(20) * 1000).toISOString()
  ticket = await desk.act(ticket, 'visits', { engineerId: 'headquarters', from, agreedBy: 'con_reporter' })
  const due = clockOf(ticket, 'arrival@headquarters/1')
  expect(due).toMatchObject({ source: 'agreed-slot', revision: 1 })
  expect(seconds(due?.dueAt)).toBe(Math.floor(seconds(from)))
  const wrong = await desk.post<Problem>(`/v1/tickets/${ticket.id}/visits/1/slot`, {
    ...{ from, until: from, reason: 'x', agreedBy: 'con_stranger' },
  })
  // As one that does not exist.
  expect(wrong).toMatchObject({ status: 404, body: { errors: [{ field: 'agreedBy' }] } })
})

test('R3.5: whoever is expected there serves the customer until the visit is over', async () => {
  const ticket = await desk.open()
  const from = new Date(Date.now() + days(30) * 1000).toISOString()
  await desk.act(ticket, 'visits', { engineerId: 'engineer', from })
  const unbound = () =>
    desk.ask<Problem>('DELETE', '/v1/staff-bindings/engineer/cus_jiangzhou', undefined, { as: 'manager' })
  expect(await unbound()).toMatchObject({ status: 409, body: { detail: `First: End the visit of ${ticket.number}` } })
  await desk.act(ticket, 'visits/1/cancellation', { reason: 'Another goes' })
  expect((await unbound()).status).toBe(204)
})

describe('Bad input', () => {
  test.each([
    ['visits', {}, 400],
    ['visits', { engineerId: 'headquarters', from: 'tomorrow' }, 400],
    ['visits', { engineerId: 'headquarters', from: '2026-01-01T00:00:00Z', until: '2026-01-01T01:00:00Z' }, 400],
    ['visits', { engineerId: 'headquarters', needs: { skills: 'java' } }, 400],
    ['visits', { engineerId: 'headquarters', status: 'onSite' }, 400],
    ['visits/1/acceptance', {}, 409],
    ['visits/0/acceptance', {}, 400],
    ['visits/one/acceptance', {}, 400],
    ['visits/1/slot', { from: '2026-01-01T00:00:00Z' }, 400],
    ['visits/1/slot', { from: '2026-01-02T00:00:00Z', until: '2026-01-03T00:00:00Z', reason: '' }, 400],
    ['visits/1/departure', { at: 'now' }, 400],
    ['visits/1/arrival', { note: 7 }, 400],
    ['visits/1/report', { done: 'x' }, 400],
    ['visits/1/report', { done: 'x', confirmation: { how: 'paper' } }, 400],
    ['visits/1/report', { ...report, material: [{ move: 'eaten', what: 'x', quantity: 1 }] }, 400],
    ['visits/1/report', { ...report, material: Array(21).fill(report.material[0]) }, 400],
    ['visits/1/no-access', {}, 400],
    ['visits/1/cancellation', {}, 400],
  ])('%s with %j is %i', async (noun, body, status) => {
    const ticket = await shared
    expect((await desk.post<Problem>(`/v1/tickets/${ticket.id}/${noun}`, body, { as: 'admin' })).status).toBe(status)
  })
  let shared: Promise<TicketShown>
  beforeAll(() => {
    shared = desk.open()
  })

  test.each([
    [{ userId: 'nobody', skill: 'x', validFrom: '2026-01-01' }, 'userId', 404],
    [{ userId: 'acceptor', skill: 'x', validFrom: '2026-01-01' }, 'userId', 404],
    [{ userId: 'engineer', skill: 'x', validFrom: '2026-13-01' }, 'validFrom', 400],
    [{ userId: 'engineer', skill: 'x', validFrom: '2026-01-02', validUntil: '2026-01-01' }, 'validUntil', 400],
    [{ userId: 'engineer', skill: '', validFrom: '2026-01-02' }, 'skill', 400],
    [{ userId: 'engineer', skill: 'x', validFrom: '2026-01-02', customerId: 'cus_none' }, 'customerId', 404],
  ])('a qualification %j is refused, naming %s: %i', async (body, field, status) => {
    const reply = await desk.post<Problem>('/v1/qualifications', body, { as: 'manager' })
    expect(reply).toMatchObject({ status, body: { errors: [{ field }] } })
  })
})
