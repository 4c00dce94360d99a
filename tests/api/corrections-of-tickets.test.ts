import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { until } from '../support/time/until.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Kept {
  id: string
  name: string
  revision: number
  detail?: string
}

async function ask(method: string, path: string, body?: object) {
  const { revision } = (await desk.get<Kept>(path.replace('/retirement', ''), { as: 'manager' })).body
  const headers = { 'if-match': `"${revision}"` }
  return desk.ask<Kept>(method, path, body && JSON.stringify(body), { as: 'manager', headers })
}

describe('What an open ticket was opened with', () => {
  test('stays when the names are corrected; the next mail goes to the corrected address', async () => {
    const ticket = await desk.open()
    await until(async () => desk.smtp.mails.some(({ to }) => to === 'con_reporter@jiangzhou.example'))
    for (const [path, body] of [
      ['/v1/customers/cus_jiangzhou', { name: 'Renamed' }],
      ['/v1/systems/sys_jiangzhou', { name: 'Renamed' }],
      ['/v1/contacts/con_reporter', { name: 'Renamed', email: 'new.address@jiangzhou.example' }],
    ] as const) {
      expect((await ask('PATCH', path, body)).status).toBe(200)
    }
    const after = await desk.act(ticket, 'responses', { message: 'On it.' })
    const { customer, system, reporter } = ticket
    expect(after).toMatchObject({ customer, system, reporter })
    await until(async () => desk.smtp.mails.some(({ to }) => to === 'new.address@jiangzhou.example'))
    expect((await desk.open()).customer?.name).toBe('Renamed')
  })
})

describe('A binding that is corrected', () => {
  const made = async (path: string, body: object) =>
    (await desk.post<Kept>(path, { customerId: 'cus_jiangzhou', ...body }, { as: 'manager' })).body.id
  const retire = async (path: string) => expect((await ask('POST', `${path}/retirement`)).status).toBe(200)

  test('keeps what the ticket holds, though that was retired since; what is retired is not named anew', async () => {
    const contact = { email: 'gone@jiangzhou.example', language: 'en' }
    const reporterId = await made('/v1/contacts', { ...contact, name: 'Gone' })
    const [systemId, otherId] = [await made('/v1/systems', { name: 'Old' }), await made('/v1/systems', { name: 'New' })]
    const { policyId } = await desk.database.contract.findUniqueOrThrow({ where: { id: 'ctr_jiangzhou' } })
    const contract = { name: 'Old', startsOn: '2026-01-01', endsOn: '2199-12-31', acceptorId: 'con_acceptor', policyId }
    const contractId = await made('/v1/contracts', contract)
    const ticket = await desk.open({ contractId, systemId, reporterId })
    await desk.act(ticket, 'cancellation', { reason: 'duplicate' })
    for (const path of [`systems/${systemId}`, `contacts/${reporterId}`, `contracts/${contractId}`]) {
      await retire(`/v1/${path}`)
    }
    const { clocks } = await desk.act(ticket, 'reinstatement', { reason: 'The wrong one' })
    const named = { systemId, reporterId, contractId, reason: 'As it was' }
    const again = await desk.act(ticket, 'binding', named)
    expect(again).toMatchObject({ contractId, uncovered: null, system: { id: systemId }, reporter: { id: reporterId } })
    const moved = await desk.act(ticket, 'binding', { systemId: otherId, reason: 'The new one' })
    expect(moved).toMatchObject({ contractId, uncovered: null, system: { id: otherId }, reporter: { id: reporterId } })
    expect(moved.clocks.map(({ id }) => id)).toEqual(clocks.map(({ id }) => id))
    const back = await desk.post<{ errors: { field: string }[] }>(`/v1/tickets/${ticket.id}/binding`, named)
    expect([back.status, back.body.errors[0]?.field]).toEqual([400, 'systemId'])
  })
})

describe('What open tickets need is not retired, and it is said what to do first:', () => {
  test('customer, system, contract, and the acceptor whom a ticket waits for', async () => {
    const ticket = await desk.open(
      { contractId: 'ctr_huayue', systemId: 'sys_huayue', reporterId: 'con_stranger' },
      { as: 'manager' },
    )
    const retire = async (path: string) => {
      const { status, body } = await ask('POST', `${path}/retirement`)
      return [status, body.detail]
    }
    const close = `Close or cancel ${ticket.number}`
    expect(await retire('/v1/systems/sys_huayue')).toEqual([409, `First: ${close}`])
    expect(await retire('/v1/contracts/ctr_huayue')).toEqual([409, `First: ${close}`])
    expect(await retire('/v1/customers/cus_huayue')).toEqual([409, `First: ${close}; Retire the contracts ctr_huayue`])
    const contact = { customerId: 'cus_huayue', name: 'Successor', email: 's@huayue.example', language: 'en' }
    const successor = (await desk.post<Kept>('/v1/contacts', contact, { as: 'manager' })).body
    expect((await ask('PATCH', '/v1/contracts/ctr_huayue', { acceptorId: successor.id })).status).toBe(200)
    await desk.database.user.update({ where: { id: 'stranger' }, data: { disabledAt: new Date() } })
    const waits = `First: Retarget, once the contract names another acceptor, ${ticket.number}`
    expect(await retire('/v1/contacts/con_stranger')).toEqual([409, waits])
    await desk.act(ticket, 'retargets', { reason: 'Another acceptor' }, { as: 'manager' })
    expect(await retire('/v1/contacts/con_stranger')).toEqual([200, undefined])
    await desk.act(ticket, 'cancellation', { reason: 'duplicate' }, { as: 'manager' })
    for (const path of ['/v1/systems/sys_huayue', '/v1/contracts/ctr_huayue', '/v1/customers/cus_huayue']) {
      expect(await retire(path)).toEqual([200, undefined])
    }
    const { status, body } = await desk.get(`/v1/tickets/${ticket.id}`, { as: 'manager' })
    expect([status, body.customer?.id]).toEqual([200, 'cus_huayue'])
  })

  test('a member of staff who has one is unbound once it is handed over', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'assignments', { assigneeId: 'headquarters' })
    const unbind = () =>
      desk.ask<Kept>('DELETE', '/v1/staff-bindings/headquarters/cus_jiangzhou', undefined, { as: 'manager' })
    expect(await unbind()).toMatchObject({ status: 409, body: { detail: `First: Hand over ${ticket.number}` } })
    await desk.act(ticket, 'hand-overs', { assigneeId: 'engineer', reason: 'Leaves the customer' })
    expect((await unbind()).status).toBe(204)
    expect((await desk.get(`/v1/tickets/${ticket.id}`, { as: 'headquarters' })).status).toBe(404)
  })
})
