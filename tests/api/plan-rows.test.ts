import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import type { PolicyRow } from '../../domain/promises/policy.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { row } from '../support/ticket/policy.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Problem {
  errors: { field: string; message: string }[]
}

const asked = (...rows: object[]) => desk.post<Problem>('/v1/policies', { name: 'Plan', rows }, { as: 'manager' })

const onPolicy = (policyId: string) => ({
  ...{ customerId: 'cus_jiangzhou', name: 'Plan', startsOn: '2025-01-01', endsOn: '2099-12-31' },
  ...{ policyId, acceptorId: 'con_acceptor' },
})

/** A contract of Jiangzhou's on a policy of these rows; answers both ids. */
async function contractOn(...rows: PolicyRow[]) {
  const made = { name: 'Plan', rows }
  const policy = await desk.post<{ id: string; rows: PolicyRow[] }>('/v1/policies', made, { as: 'manager' })
  expect(policy.status).toBe(201)
  const { body } = await desk.post<{ id: string }>('/v1/contracts', onPolicy(policy.body.id), { as: 'manager' })
  return { contractId: body.id, policy: policy.body }
}

const clocks = (ticket: TicketShown) => ticket.clocks.map(({ id, state }) => `${id} ${state}`)

describe('The rows of a policy', () => {
  test('choose by system and channel, say their mode and rank, and are shown as they were given', async () => {
    const rows = [
      row('response', 1),
      row('arrival', 24, { systems: ['sys_jiangzhou'], rank: 2 }),
      row('arrival', 48, { systems: ['sys_jiangzhou'], rank: 1, mode: 'onSite' }),
      row('solution', 24, { channels: ['email', 'phone'] }),
    ]
    const { contractId, policy } = await contractOn(...rows)
    expect(policy.rows).toEqual(rows)
    const ticket = await desk.open({ contractId, systemId: 'sys_jiangzhou', channel: 'email' })
    expect(clocks(ticket)).toEqual(['response/1 running', 'solution/1 running', 'arrival/1 running'])
    expect(ticket.clocks[2]).toMatchObject({ target: { amount: 48 }, mode: 'onSite', anchor: 'opened' })
    expect(clocks(await desk.open({ contractId, systemId: undefined, channel: 'web' }))).toEqual(['response/1 running'])
  })

  test('R9.1: hold for systems of one customer: whoever is on another contract would read of them', async () => {
    const { contractId, policy } = await contractOn(row('arrival', 24))
    const next = { name: 'Plan', rows: [row('arrival', 24, { systems: ['sys_huayue'] })] }
    expect((await desk.post(`/v1/policies/${policy.id}/versions`, next, { as: 'manager' })).status).toBe(201)
    const made = await desk.post<Problem>('/v1/contracts', onPolicy(policy.id), { as: 'manager' })
    const moved = await desk.post<Problem>(
      `/v1/contracts/${contractId}/policy-version`,
      { version: 2 },
      { as: 'manager', headers: { 'if-match': '"1"' } },
    )
    const message = 'It promises for sys_huayue, a system of another customer: make a policy for each of the two'
    expect([made.status, made.body.errors]).toEqual([400, [{ field: 'policyId', message }]])
    expect([moved.status, moved.body.errors]).toEqual([400, [{ field: 'version', message }]])
  })

  test.each<[string, object, string]>([
    ['an anchor that makes no sense for its metric', row('answer', 1, { anchor: 'dispatched' }), 'rows[0].anchor'],
    ['a call of nobody', row('arrival', 1, { anchor: 'handedToTier' }), 'rows[0].tier'],
    ['a tier from a dispatch on', row('arrival', 1, { tier: 'senior', anchor: 'dispatched' }), 'rows[0].tier'],
    ['a first answer of a tier', row('response', 1, { tier: 'senior', anchor: 'opened' }), 'rows[0].tier'],
    ['what no plan promises', { ...row('response', 1), metric: 'callBack' }, 'rows[0].metric'],
    [
      'a system that is not there',
      row('response', 1, { systems: ['sys_jiangzhou', 'sys_none'] }),
      'rows[0].systems[1]',
    ],
    ['a channel that is none', { ...row('response', 1), channels: ['pigeon'] }, 'rows[0].channels[0]'],
    ['a mode that is none', { ...row('response', 1), mode: 'telepathy' }, 'rows[0].mode'],
    ['a rank below the first', row('response', 1, { rank: 0 }), 'rows[0].rank'],
    ['an empty scope', row('response', 1, { systems: [] }), 'rows[0].systems'],
  ])('are refused for %s, naming the field', async (_what, wrong, field) => {
    const { status, body } = await asked(wrong)
    expect({ status, fields: body.errors.map((error) => error.field) }).toEqual({ status: 400, fields: [field] })
  })
})

describe('What was promised is kept by an act', () => {
  let ticket: TicketShown
  beforeAll(async () => {
    const { contractId } = await contractOn(
      row('response', 1),
      row('answer', 2),
      row('solution', 3),
      row('restore', 4),
      row('arrival', 24, { anchor: 'remoteFailed' }),
      row('arrival', 2, { anchor: 'dispatched' }),
    )
    ticket = await desk.open({ contractId })
  })
  const act = async (noun: string, body: object, as: string) => {
    ticket = await desk.act(ticket, noun, body, { as })
    return clocks(ticket)
  }

  test('on the running engine, from the report to whoever comes', async () => {
    await act('responses', { message: 'On it' }, 'engineer')
    expect(await act('replies', { message: 'It is in the settings', clearAnswer: true }, 'engineer')).toContain(
      'answer/1 met',
    )
    expect(await act('proposals', { solution: 'Enlarge the pool' }, 'engineer')).toContain('solution/1 met')
    expect(await act('restoration', { workaround: 'The spare machine serves' }, 'engineer')).toContain('restore/1 met')
    expect(await act('remote-failures', { reason: 'No access' }, 'engineer')).toContain(
      'arrival@remoteFailed/1 running',
    )
    expect(await act('visits', { engineerId: 'headquarters' }, 'agent')).toContain('arrival@dispatched/1 running')
    const by = new Date(Date.now() + 3_600_000).toISOString()
    expect(await act('call-backs', { by }, 'agent')).toContain('callBack/1 running')
    const arrived = await act('arrivals', { note: 'In the server room' }, 'engineer')
    expect(arrived).toEqual(expect.arrayContaining(['arrival@remoteFailed/1 met', 'arrival@dispatched/1 met']))
  })

  test('and each is explained from what was recorded, to the customer as well: which row held, and what counted', async () => {
    interface Explained {
      version: number
      clocks: { id: string; dueAt: string; choices: { rows: { verdict: string }[] }[]; happened: { did: string }[] }[]
    }
    const read = async (as: string) => (await desk.get<Explained>(`/v1/tickets/${ticket.id}/clocks`, { as })).body
    const [ours, theirs] = [await read('agent'), await read('reporter')]
    expect(ours.version).toBe(ticket.version)
    expect(ours.clocks).toMatchObject(ticket.clocks)
    expect(theirs.clocks.map(({ id }) => id)).toEqual(ticket.clocks.map(({ id }) => id))
    expect(theirs.clocks[0]?.choices.map(({ rows }) => rows.map(({ verdict }) => verdict))).toEqual([['won']])
    expect(theirs.clocks[0]?.happened.map(({ did }) => did)).toEqual(['start', 'stop'])
  })

  test('of which the customer reads each step, and no note of ours', async () => {
    const { body } = await desk.get<{ items: { type: string; data: object }[] }>(`/v1/tickets/${ticket.id}/events`, {
      as: 'reporter',
    })
    expect(body.items.map(({ type }) => type).slice(-6)).toEqual([
      'proposed',
      'restored',
      'remoteFailed',
      'dispatched',
      'callBackPromised',
      'arrived',
    ])
    expect(JSON.stringify(body)).not.toContain('server room')
  })

  test.each([
    ['replies', { message: 'Thanks', clearAnswer: true }, 'reporter', 'clearAnswer'],
    ['proposals', { solution: '' }, 'engineer', 'solution'],
    ['restoration', {}, 'engineer', 'workaround'],
    ['remote-failures', {}, 'engineer', 'reason'],
    ['visits', { engineerId: 'nobody' }, 'agent', 'engineerId'],
    ['arrivals', { engineerId: 'headquarters' }, 'engineer', 'engineerId'],
    ['call-backs', { by: '2020-01-01T00:00:00Z' }, 'agent', 'by'],
    ['call-backs', { by: 'three' }, 'agent', 'by'],
  ])('%s with %j is refused, naming the field', async (noun, body, as, field) => {
    const answer = await desk.post<Problem>(`/v1/tickets/${ticket.id}/${noun}`, body, { as })
    expect({ status: answer.status, fields: answer.body.errors.map((error) => error.field) }).toEqual({
      status: 400,
      fields: [field],
    })
  })
})
