import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { until } from '../support/time/until.ts'

const day = 86_400
let desk: ServiceDesk
let contractId: string
beforeAll(async () => {
  desk = await ServiceDesk.start()
  const terms = {
    ...{ name: 'Granting', startsOn: '2025-01-01', endsOn: '2099-12-31', policyId: 'pol_jiangzhou' },
    ...{ customerId: 'cus_jiangzhou', acceptorId: 'con_acceptor' },
    deemedAcceptance: { target: { amount: 10, unit: 'workingDays' }, calendar: 'always' },
  }
  contractId = (await desk.post<{ id: string }>('/v1/contracts', terms, { as: 'manager' })).body.id
})
afterAll(() => desk.close())

const mailsOf = ({ number }: { number: string }, to: string) =>
  desk.smtp.mails.filter((mail) => mail.to === to && mail.parsed.subject?.includes(number))

describe('Through HTTP, engine, database and mail', () => {
  test('SLA 14: an objection outlives the instant of deemed acceptance, and the desk is told what was said', async () => {
    const ticket = await desk.resolved({ contractId })
    await desk.pass(ticket, day)
    const said = await desk.act(ticket, 'replies', { message: 'I have not tried it yet' }, { as: 'acceptor' })
    expect(said).toMatchObject({ status: 'resolved', objectedAt: expect.any(String) })
    const later = await desk.pass(ticket, 12 * day)
    expect(later).toMatchObject({ status: 'resolved', signOff: null, next: { what: 'followUp' } })
    const told = () => desk.smtp.mails.filter(({ parsed }) => parsed.text?.includes('I have not tried it yet'))
    await until(async () => told().some(({ to }) => to.endsWith('@people.example')))
    expect(
      told().some(
        ({ to, parsed }) => to === 'con_acceptor@jiangzhou.example' && /\/sign-off\//.test(parsed.text ?? ''),
      ),
    ).toBe(true)
  })

  test('SLA 21: a signature that is late for a week is asked for with a link each day, and is in no breach', async () => {
    const ticket = await desk.resolved()
    for (let count = 0; count < 10; count++) await desk.pass(ticket, day)
    const { body: late } = await desk.get(`/v1/tickets/${ticket.id}`, { as: 'admin' })
    const clock = late.clocks.find(({ metric }) => metric === 'signOff')
    expect([late.status, late.breached, clock?.state]).toEqual(['resolved', false, 'lapsed'])
    expect(await desk.database.breach.count({ where: { ticketId: ticket.id } })).toBe(0)
    const row = await desk.database.ticket.findUniqueOrThrow({ where: { id: ticket.id } })
    expect([row.breached, row.overdueFrom, row.promiseLateFrom]).toEqual([false, null, null])
    const lapses = await desk.database.ticketEvent.count({ where: { ticketId: ticket.id, type: 'signOffLapsed' } })
    const asked = () =>
      mailsOf(ticket, 'con_acceptor@jiangzhou.example').filter(({ parsed }) => /\/sign-off\//.test(parsed.text ?? ''))
    // One of them is the request itself, one the reminder before it was late.
    await until(async () => asked().length === lapses + 2)
    expect(lapses).toBeGreaterThanOrEqual(6)
    expect(lapses).toBeLessThanOrEqual(10)
  })
})
