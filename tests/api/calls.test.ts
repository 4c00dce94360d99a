import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { words } from '../support/desk/words.ts'
import { until } from '../support/time/until.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface ProblemBody {
  detail: string
  errors?: { field: string; message: string }[]
}
interface Page {
  items: TicketShown[]
}

const phone = '+86 10 5555 0100'
const stranger = { name: 'Zhou', phone, organisation: 'Somewhere' }

async function called(more: object = {}, as = 'agent'): Promise<TicketShown> {
  const reply = await desk.post('/v1/tickets', { ...words, caller: stranger, ...more }, { as })
  expect([reply.status, reply.body]).toEqual([201, expect.anything()])
  return reply.body
}

async function faultOf(body: object, as = 'agent') {
  const { status, body: problem } = await desk.post<ProblemBody>('/v1/tickets', { ...words, ...body }, { as })
  return [status, ...(problem.errors ?? []).map(({ field }) => field)]
}

async function ids(query: string, as: string) {
  return (await desk.get<Page>(`/v1/tickets?limit=100&${query}`, { as })).body.items.map(({ id }) => id)
}

function mailsOf({ number }: TicketShown) {
  return desk.smtp.mails.filter(({ parsed }) => parsed.subject?.includes(number))
}

describe('SLA 24: a stranger who phones', () => {
  test.each(['agent', 'engineer', 'senior', 'manager', 'admin'])('is taken by any of our staff: %s', async (as) => {
    const ticket = await called({}, as)
    const shown = { uncovered: 'unknownCaller', customer: null, contractId: null, source: 'customer', channel: 'phone' }
    expect(ticket).toMatchObject({ ...shown, caller: { ...stranger, language: 'zh-CN' } })
    expect((await desk.get(`/v1/tickets/${ticket.id}`, { as })).status).toBe(200)
  })

  test('is found by all of our staff and by no customer, until the ticket is bound', async () => {
    const { id } = await called()
    for (const as of ['agent', 'engineer', 'senior', 'manager']) {
      expect(await ids('uncovered=true', as)).toContain(id)
      expect(await ids('uncovered=false', as)).not.toContain(id)
    }
    for (const as of ['acceptor', 'reporter', 'stranger']) {
      expect(await ids('', as)).not.toContain(id)
      expect((await desk.get(`/v1/tickets/${id}`, { as })).status).toBe(404)
    }
  })

  test('calls the whole tier, whomever it serves, and is to be phoned', async () => {
    const ticket = await called()
    await until(async () => mailsOf(ticket).length > 0)
    const [mail, ...others] = mailsOf(ticket)
    expect([mail?.to, others]).toEqual(['engineer@people.example', []])
    expect(mail?.parsed.text).toContain(phone)
    expect(mail?.parsed.text).toContain('Not covered: nobody knows the caller')
    await desk.act(ticket, 'assignments', { assigneeId: 'engineer' })
    await until(async () => mailsOf(ticket).length === 3)
    expect(mailsOf(ticket).map(({ parsed }) => parsed.subject)).toContainEqual(expect.stringContaining(words.subject))
  })

  test('with an e-mail address is mailed, in the language given', async () => {
    const ticket = await called({ caller: { name: 'Zhou', email: 'zhou@nobody.example', language: 'en' } })
    await until(async () => mailsOf(ticket).some(({ to }) => to === 'zhou@nobody.example'))
    expect(mailsOf(ticket).find(({ to }) => to === 'zhou@nobody.example')?.parsed.text).toContain('Dear Zhou')
  })

  test('is told what is missing', async () => {
    expect(await faultOf({ caller: { name: 'Zhou' } })).toEqual([400, 'caller'])
    expect(await faultOf({ caller: { phone } })).toEqual([400, 'caller.name'])
    expect(await faultOf({})).toEqual([400, 'contractId'])
    expect(await faultOf({ caller: stranger, reporterId: 'con_reporter' })).toEqual([400, 'caller'])
    expect(await faultOf({ contractId: 'ctr_nothing', reporterId: 'con_reporter' })).toEqual([404, 'contractId'])
    expect(await faultOf({ contractId: 'ctr_jiangzhou' })).toEqual([400, 'reporterId'])
  })
})

describe('SLA 24: without a contract', () => {
  test('a contact is enough, and the customer follows from it', async () => {
    const ticket = await called({ caller: undefined, reporterId: 'con_reporter' })
    const theirs = { customer: { id: 'cus_jiangzhou' }, reporter: { id: 'con_reporter' }, contractId: null }
    expect(ticket).toMatchObject({ ...theirs, uncovered: 'noContract', acceptor: { id: 'con_reporter' } })
    const seen = await desk.get(`/v1/tickets/${ticket.id}`, { as: 'reporter' })
    expect(seen.body).toMatchObject({ uncovered: 'noContract', clocks: [], policy: null, caller: null })
    expect(await ids('', 'reporter')).toContain(ticket.id)
  })

  test('a customer whose contract has ended can report, and one that has another names it', async () => {
    const contractId = (await desk.database.contract.findUniqueOrThrow({ where: { id: 'ctr_huayue' } })).id
    await desk.database.contract.update({ where: { id: contractId }, data: { endsOn: new Date('2026-01-01') } })
    const ended = await desk.post('/v1/tickets', { ...words, contractId }, { as: 'stranger' })
    expect(ended).toMatchObject({ status: 201, body: { uncovered: 'contractEnded', contractId, clocks: [] } })
    const none = await desk.post('/v1/tickets', words, { as: 'stranger' })
    expect(none).toMatchObject({ status: 201, body: { uncovered: 'noContract' } })
    expect(await faultOf({}, 'reporter')).toEqual([400, 'contractId'])
  })

  test('a contact of another customer is not theirs, nor one whom staff do not serve', async () => {
    expect(await faultOf({ customerId: 'cus_jiangzhou', reporterId: 'con_stranger' }, 'manager')).toEqual([
      404,
      'reporterId',
    ])
    expect(await faultOf({ reporterId: 'con_stranger' })).toEqual([404, 'reporterId'])
    expect(await faultOf({ customerId: 'cus_huayue', caller: stranger })).toEqual([404, 'customerId'])
  })

  test('what staff alone say of a call, a customer does not', async () => {
    const own = { contractId: 'ctr_jiangzhou' }
    expect(await faultOf({ ...own, caller: stranger }, 'reporter')).toEqual([400, 'caller'])
    expect(await faultOf({ ...own, source: 'noticed' }, 'reporter')).toEqual([400, 'source'])
    expect(await faultOf({ ...own, customerId: 'cus_jiangzhou' }, 'reporter')).toEqual([400, 'customerId'])
  })

  test("the desk's own policy is there, can be changed, and is not retired", async () => {
    const read = await desk.get<{ revision: number; rows: object[] }>('/v1/policies/pol_desk', { as: 'manager' })
    expect(read.body.rows).toMatchObject([{ metric: 'response', internal: true }])
    const asked = { as: 'manager', headers: { 'if-match': '"1"' } }
    const retired = await desk.post<ProblemBody>('/v1/policies/pol_desk/retirement', {}, asked)
    expect([retired.status, retired.body.detail]).toEqual([409, expect.stringContaining('Add a version instead')])
    expect((await desk.get('/v1/policies/pol_desk', { as: 'reporter' })).status).toBe(404)
  })
})

describe('R1.2, R1.10: where a report comes from', () => {
  test('an alarm names its system, and mails nobody of the customer', async () => {
    const alarm = { contractId: 'ctr_jiangzhou', systemId: 'sys_jiangzhou', channel: 'alarm', caller: undefined }
    const ticket = await called({ ...alarm, kind: 'suggestion' }, 'senior')
    expect(ticket).toMatchObject({ reporter: null, caller: null, uncovered: null, channel: 'alarm' })
    await until(async () => mailsOf(ticket).length > 0)
    expect(mailsOf(ticket).map(({ to }) => to)).toEqual(['engineer@people.example'])
    expect(await faultOf({ contractId: 'ctr_jiangzhou', channel: 'alarm' })).toEqual([400, 'systemId'])
  })

  test('what staff noticed, or a survey brought, says so', async () => {
    const noticed = await called({ contractId: 'ctr_jiangzhou', source: 'noticed', caller: undefined }, 'senior')
    expect(noticed).toMatchObject({ source: 'noticed', reporter: null, acceptor: { id: 'con_acceptor' } })
    const asked = { contractId: 'ctr_jiangzhou', source: 'survey', caller: undefined, reporterId: 'con_reporter' }
    expect(await called({ ...asked, channel: 'fax' })).toMatchObject({ source: 'survey', channel: 'fax' })
  })
})

describe('SLA 24: a ticket is bound later', () => {
  test('to customer, reporter and contract: visibility, promises, mails and the worklist follow', async () => {
    const ticket = await called()
    await desk.pass(ticket, 2 * 3600)
    const asked = { contractId: 'ctr_jiangzhou', systemId: 'sys_jiangzhou', reporterId: 'con_reporter' }
    await desk.act(ticket, 'binding', asked)
    const { body: bound } = await desk.get(`/v1/tickets/${ticket.id}`)
    expect(bound).toMatchObject({
      ...{ customer: { id: 'cus_jiangzhou' }, reporter: { id: 'con_reporter' }, uncovered: null },
      ...{ contractId: 'ctr_jiangzhou', acceptor: { id: 'con_acceptor' } },
    })
    expect(bound.clocks.find(({ id }) => id === 'response/1')?.startedAt).toBe(ticket.openedAt)
    expect(await ids('', 'reporter')).toContain(ticket.id)
    expect(await ids('uncovered=true', 'agent')).not.toContain(ticket.id)
    await until(async () => mailsOf(ticket).some(({ to }) => to === 'con_reporter@jiangzhou.example'))
    const breach = () => desk.database.breach.findMany({ where: { ticketId: ticket.id }, orderBy: { clockId: 'asc' } })
    await until(async () => (await breach()).length > 0)
    expect(await breach()).toContainEqual(expect.objectContaining({ clockId: 'response/1', cause: 'retarget' }))
    const shown = await desk.get<{ items: object[] }>(`/v1/tickets/${ticket.id}/events?limit=100`, { as: 'reporter' })
    expect(JSON.stringify(shown.body)).not.toMatch(/desk-|5555|unknownCaller|pol_desk/)
  })

  test('R3.5: and then to no other customer, nor to one whom whoever has it does not serve', async () => {
    const ticket = await called()
    const binding = (body: object, as: 'agent' | 'manager' = 'manager') =>
      desk.post<ProblemBody>(`/v1/tickets/${ticket.id}/binding`, body, { as })
    await desk.act(ticket, 'taking', {}, { as: 'agent' })
    const unserved = await binding({ customerId: 'cus_huayue' })
    expect([unserved.status, unserved.body.errors?.[0]]).toMatchObject([
      400,
      { field: 'customerId', message: expect.stringContaining('hand it over to somebody who does') },
    ])
    await desk.act(ticket, 'binding', { reporterId: 'con_reporter' })
    await desk.act(ticket, 'binding', { contractId: 'ctr_jiangzhou' })
    const moved = await binding({ customerId: 'cus_huayue', reason: 'The other town' })
    expect([moved.status, moved.body.errors?.[0]?.field]).toEqual([400, 'customerId'])
    expect((await binding({ customerId: 'cus_huayue', reason: 'x' }, 'agent')).status).toBe(404)
    expect((await desk.get(`/v1/tickets/${ticket.id}`, { as: 'stranger' })).status).toBe(404)
  })
})
