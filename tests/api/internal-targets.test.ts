import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { knownToCustomers } from '../../store/known-to-customers.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { until } from '../support/time/until.ts'

interface Page<T> {
  items: T[]
}

let desk: ServiceDesk
let ticket: TicketShown

/** A plan that promises an answer; how soon we write back to a customer is our own. */
beforeAll(async () => {
  desk = await ServiceDesk.start()
  const soon = { amount: 0.05, unit: 'workingMinutes' as const }
  const rows = [row('response', 1), row('resolution', 200), row('update', 0, { internal: true, target: soon })]
  const ladder = [...generalPolicy.ladder, { metric: 'update', percent: 100, notify: ['tier', 'reporter'] }]
  const policy = await desk.post<{ id: string }>('/v1/policies', { name: 'Aims', rows, ladder }, { as: 'manager' })
  expect(policy.status).toBe(201)
  const contract = {
    customerId: 'cus_jiangzhou',
    name: 'With aims',
    startsOn: '2025-01-01',
    endsOn: '2099-12-31',
    policyId: policy.body.id,
    acceptorId: 'con_acceptor',
  }
  const { body } = await desk.post<{ id: string }>('/v1/contracts', contract, { as: 'manager' })
  ticket = await desk.open({ contractId: body.id })
  await desk.act(ticket, 'responses', { message: 'On it.' }, { as: 'engineer' })
  await desk.act(ticket, 'replies', { message: 'Any news?' }, { as: 'reporter' })
})
afterAll(() => desk.close())

const read = async (as: string) => (await desk.get(`/v1/tickets/${ticket.id}`, { as })).body
const listed = async (query: string, as: string) =>
  (await desk.get<Page<TicketShown>>(`/v1/tickets?${query}`, { as })).body.items.map(({ id }) => id)
const types = async (as: string) =>
  (await desk.get<Page<{ type: string }>>(`/v1/tickets/${ticket.id}/events`, { as })).body.items.map(({ type }) => type)

test('R2: a customer is not shown a target of our own, in the record, the timeline, the policy or the order of a list', async () => {
  await until(async () => (await types('agent')).includes('breached'))
  const [ours, theirs] = [await read('agent'), await read('reporter')]
  expect(ours.clocks.find(({ metric }) => metric === 'update')).toMatchObject({ internal: true, state: 'breached' })
  expect(ours.breached).toBe(false)
  expect(theirs.clocks.map(({ metric }) => metric)).toEqual(['response', 'resolution'])
  expect(JSON.stringify(theirs)).not.toContain('update')
  expect([ours.nextDueAt, theirs.nextDueAt]).toEqual([ours.clocks[2]?.dueAt, theirs.clocks[1]?.dueAt])

  expect(await types('reporter')).toEqual(['opened', 'responded', 'assigned', 'customerReplied'])
  const known = { ticketId: ticket.id, ...knownToCustomers }
  expect(await desk.database.ticketEvent.count({ where: known })).toBe(4)
  // SLA 17: late is what lies more than a second back.
  await until(async () => (await listed('overdue=true', 'agent')).length > 0)
  expect(await listed('overdue=true', 'agent')).toEqual([ticket.id])
  expect(await listed('overdue=true', 'reporter')).toEqual([])
  const due = encodeURIComponent(new Date(Date.parse(ours.nextDueAt ?? '') + 1000).toISOString())
  expect(await listed(`dueBefore=${due}&sort=nextDueAt`, 'agent')).toEqual([ticket.id])
  expect(await listed(`dueBefore=${due}&sort=nextDueAt`, 'reporter')).toEqual([])
  expect(await listed('sort=nextDueAt', 'reporter')).toEqual([ticket.id])

  const policy = async (as: string) =>
    (await desk.get<{ rows: object[] }>(`/v1/policies/${ours.policy?.id}`, { as })).body.rows.length
  expect([await policy('agent'), await policy('reporter')]).toEqual([3, 2])
  expect(await desk.database.breach.count({ where: { ticketId: ticket.id } })).toBe(0)
})
