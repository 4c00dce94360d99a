import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { days } from '../support/time/amounts.ts'
import { until } from '../support/time/until.ts'

interface Mail {
  message: string
  to: string
  status: string
  sentAt: string | null
}
interface Event {
  type: string
  actor: { name: string }
  data: Record<string, unknown>
  mails: Mail[]
}

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

const timeline = async ({ id }: { id: string }, as = 'agent') =>
  (await desk.get<{ items: Event[] }>(`/v1/tickets/${id}/events`, { as })).body.items

describe('What a customer said', () => {
  test('is written down by our staff: who said it and who wrote it down stand in the timeline; it is not mailed as ours', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'responses', { message: 'On it' }, { as: 'engineer' })
    await desk.act(ticket, 'pauses', { reason: 'customer', explanation: 'The log' }, { as: 'engineer' })
    const said = { message: 'The log is on the share', from: 'con_reporter' }
    expect((await desk.act(ticket, 'replies', said)).status).toBe('in_progress')
    const event = (await timeline(ticket, 'reporter')).find(({ type }) => type === 'customerReplied')
    expect(event?.data).toMatchObject({ message: said.message, channel: 'phone', from: { id: 'con_reporter' } })
    expect(event?.actor.name).toBe((await desk.database.user.findUniqueOrThrow({ where: { id: 'agent' } })).name)
    const told = async () => (await timeline(ticket)).find(({ type }) => type === 'customerReplied')?.mails ?? []
    await desk.settled(ticket)
    expect((await told()).map(({ message, status }) => [message, status])).toEqual([['customer-replied', 'sent']])
    expect((await timeline(ticket, 'reporter')).find(({ type }) => type === 'customerReplied')?.mails).toEqual([])
  })

  test('must have been said by a contact of that customer, and is for staff to write down', async () => {
    const ticket = await desk.open()
    const field = async (from: string, as: string) => {
      const { status, body } = await desk.post<{ errors?: { field: string }[] }>(
        `/v1/tickets/${ticket.id}/replies`,
        { message: 'x', from },
        { as },
      )
      return [status, body.errors?.map((one) => one.field)]
    }
    expect(await field('con_stranger', 'agent')).toEqual([404, ['from']])
    expect(await field('con_reporter', 'reporter')).toEqual([400, ['from']])
  })
})

describe('The timeline', () => {
  test('shows what was mailed of each event, to whom by name, when and with what outcome; customers see their own', async () => {
    const ticket = await desk.resolved()
    const all = async (as?: string) => (await timeline(ticket, as)).flatMap(({ mails }) => mails)
    await desk.settled(ticket)
    const mails = await all()
    expect(new Set(mails.map(({ status }) => status))).toEqual(new Set(['sent']))
    expect(mails.map(({ message }) => message)).toEqual(expect.arrayContaining(['opened', 'sign-off-requested']))
    expect(mails.every(({ sentAt }) => sentAt !== null && !Number.isNaN(Date.parse(sentAt)))).toBe(true)
    expect(JSON.stringify(mails)).not.toContain('@')
    const theirs = await all('reporter')
    const { name } = await desk.database.contact.findUniqueOrThrow({ where: { id: 'con_reporter' } })
    expect(theirs.length).toBeGreaterThan(0)
    expect(new Set(theirs.map(({ to }) => to))).toEqual(new Set([name]))
  })

  test('shows staff what a mail server refused for good, and hides it from the customer', async () => {
    desk.smtp.refused.add('con_reporter@jiangzhou.example')
    const ticket = await desk.open()
    await until(async () => (await timeline(ticket)).some(({ type }) => type === 'undelivered'))
    desk.smtp.refused.clear()
    const [opened, noted] = await timeline(ticket)
    expect(opened?.mails).toEqual(expect.arrayContaining([expect.objectContaining({ status: 'undeliverable' })]))
    expect(noted?.data).toMatchObject({ mails: [{ message: 'opened', why: '550' }] })
    expect((await timeline(ticket, 'reporter')).map(({ type }) => type)).toEqual(['opened'])
  })
})

describe('`allowed` in an answer is what that person can do', () => {
  test('the acceptor signs, the reporter does not; a tier below that was never called does nothing', async () => {
    const ticket = await desk.resolved()
    const allowed = async (as: string) => (await desk.get(`/v1/tickets/${ticket.id}`, { as })).body.allowed
    expect(await allowed('acceptor')).toEqual(expect.arrayContaining(['signOff', 'refuseSignOff']))
    expect(await allowed('reporter')).toEqual(expect.not.arrayContaining(['signOff', 'refuseSignOff']))
    const called = await desk.act(await desk.open(), 'escalations', { toTier: 'senior', reason: 'Hard' })
    const { body } = await desk.get(`/v1/tickets/${called.id}`, { as: 'headquarters' })
    expect(body.allowed).toEqual([])
    const refused = await desk.post(`/v1/tickets/${called.id}/notes`, { text: 'x' }, { as: 'headquarters' })
    expect(refused.status).toBe(403)
  })

  test("windows close by the ticket's own time, also where that was moved ahead", async () => {
    // Without a system there is nothing that it could repeat, which would open a step.
    const repaired = await desk.resolved({ systemId: undefined })
    const ticket = await desk.act(repaired, 'sign-off', { method: 'paper', scan: 'scan-1' })
    expect(ticket.allowed).toContain('reopen')
    await desk.pass(ticket, days(8))
    const { allowed } = await desk.act(ticket, 'notes', { text: 'Eight days later' })
    expect(allowed).toEqual(['attach', 'note'])
    expect((await desk.get(`/v1/tickets/${ticket.id}`, { as: 'acceptor' })).body.allowed).toEqual(['rate'])
  })

  test('a cancellation by mistake is undone, and then work goes on', async () => {
    const ticket = await desk.act(await desk.open(), 'cancellation', { reason: 'duplicate' })
    expect(ticket.allowed).toEqual(['attach', 'note', 'reinstate'])
    const { body } = await desk.get(`/v1/tickets/${ticket.id}`, { as: 'reporter' })
    expect(body.allowed).toEqual([])
    const again = await desk.act(ticket, 'reinstatement', { reason: 'The wrong one' })
    expect(again).toMatchObject({ status: 'open', cancelReason: null, closedAt: null })
    expect(again.allowed).toContain('triage')
  })
})
