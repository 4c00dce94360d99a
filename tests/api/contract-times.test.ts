import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { PolicyRow } from '../../domain/promises/policy.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { row } from '../support/ticket/policy.ts'

let desk: ServiceDesk
let policyId: string

interface Contract {
  id: string
  revision: number
  phases: object[]
  importantPeriods: object[]
}
interface Problem {
  errors: { field: string; message: string }[]
}

const ordinary = row('arrival', 4, { calendar: 'cal_mondays', target: { amount: 4, unit: 'workingHours' } })
const rows: PolicyRow[] = [
  ordinary,
  { ...row('arrival', 2), importantPeriod: true },
  row('restore', 8, { phases: ['trialRun'] }),
]

/** The date there that is so many days from now. */
const dateAt = (timeZone: string, days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now() + days * 86_400_000)
const date = (days: number) => dateAt('Asia/Shanghai', days)

beforeAll(async () => {
  desk = await ServiceDesk.start()
  policyId = await policyOf(rows)
})
afterAll(() => desk.close())

async function policyOf(of: PolicyRow[]): Promise<string> {
  const { body, status } = await desk.post<{ id: string }>(
    '/v1/policies',
    { name: 'Plan', rows: of },
    { as: 'manager' },
  )
  expect(status).toBe(201)
  return body.id
}

const given = { name: 'Timed', startsOn: '2025-01-01', endsOn: '2099-12-31', customerId: 'cus_jiangzhou' }
const asked = <T = Contract>(more: object) =>
  desk.post<T>('/v1/contracts', { ...given, policyId, acceptorId: 'con_acceptor', ...more }, { as: 'manager' })
const trial = [{ phase: 'trialRun', from: '2025-01-01' }]

async function arrivalOf(contractId: string) {
  const { clocks } = await desk.open({ contractId })
  const arrival = clocks.find(({ metric }) => metric === 'arrival')
  return { calendar: arrival?.calendar, restore: clocks.some(({ metric }) => metric === 'restore') }
}

describe('A contract', () => {
  test('R2.9: overrides cover and targets in an important period, opened and closed by its dates', async () => {
    const { body: contract } = await asked({ phases: trial })
    expect((await arrivalOf(contract.id)).calendar).toBe('cal_mondays@1')
    const change = async (importantPeriods: object[], revision: number) => {
      const headers = { 'if-match': `"${revision}"` }
      const body = JSON.stringify({ importantPeriods })
      const { status } = await desk.ask('PATCH', `/v1/contracts/${contract.id}`, body, { as: 'manager', headers })
      expect(status).toBe(200)
    }
    await change([{ name: '两会', from: date(0), to: date(0) }], 1)
    expect((await arrivalOf(contract.id)).calendar).toBe('always')
    await change([{ name: '两会', from: date(1), to: date(2) }], 2)
    expect((await arrivalOf(contract.id)).calendar).toBe('cal_mondays@1')
    await change([{ name: '两会', from: date(-2), to: date(-1) }], 3)
    expect((await arrivalOf(contract.id)).calendar).toBe('cal_mondays@1')
  })

  test('SLA 18: a period that is opened later reaches an open ticket only by a retarget', async () => {
    const { body: contract } = await asked({ phases: trial })
    const ticket = await desk.open({ contractId: contract.id })
    const importantPeriods = [{ name: '两会', from: date(0), to: date(0) }]
    const headers = { 'if-match': '"1"' }
    await desk.ask('PATCH', `/v1/contracts/${contract.id}`, JSON.stringify({ importantPeriods }), {
      as: 'manager',
      headers,
    })
    const noted = await desk.act(ticket, 'notes', { text: 'Seen' }, { as: 'agent' })
    expect(noted.clocks[0]?.calendar).toBe('cal_mondays@1')
    const moved = await desk.act(ticket, 'retargets', { reason: 'The congress' }, { as: 'manager' })
    expect(moved.clocks[0]).toMatchObject({ calendar: 'always', revision: 1 })
  })

  test('R6.4: promises by the phase that it is in, by dates of the customer’s zone', async () => {
    const phases = [
      { phase: 'installation', from: '2025-01-01' },
      { phase: 'trialRun', from: date(0) },
      { phase: 'maintenance', from: date(1) },
    ]
    expect((await arrivalOf((await asked({ phases })).body.id)).restore).toBe(true)
    const over = [
      { phase: 'trialRun', from: '2025-01-01' },
      { phase: 'after', from: date(0) },
    ]
    expect((await arrivalOf((await asked({ phases: over })).body.id)).restore).toBe(false)
  })

  test('shows its phases and periods to the customer, whose they are', async () => {
    const importantPeriods = [{ name: '国庆', from: '2026-10-01', to: '2026-10-07' }]
    const { body: contract } = await asked({ phases: trial, importantPeriods })
    const { body } = await desk.get<Contract>(`/v1/contracts/${contract.id}`, { as: 'reporter' })
    expect(body).toMatchObject({ phases: trial, importantPeriods })
  })

  test.each([
    ['a policy by phases, and none named', {}, 'phases'],
    ['a phase that is none', { phases: [{ phase: 'heyday', from: '2025-01-01' }] }, 'phases[0].phase'],
    ['a phase twice', { phases: [...trial, { phase: 'trialRun', from: '2026-01-01' }] }, 'phases[1].phase'],
    ['phases out of order', { phases: [...trial, { phase: 'after', from: '2025-01-01' }] }, 'phases[1].from'],
    [
      'a period that ends before it begins',
      { phases: trial, importantPeriods: [{ name: 'x', from: '2026-10-07', to: '2026-10-01' }] },
      'importantPeriods[0].to',
    ],
    [
      'a date that is none',
      { phases: trial, importantPeriods: [{ name: 'x', from: '2026-02-30', to: '2026-10-01' }] },
      'importantPeriods[0].from',
    ],
  ])('is refused for %s, naming the field', async (_what, more, field) => {
    const { status, body } = await asked<Problem>(more)
    expect({ status, fields: body.errors.map((error) => error.field) }).toEqual({ status: 400, fields: [field] })
  })

  test('is not put on a version of its policy that asks for phases it does not name', async () => {
    const plain = await policyOf([ordinary])
    const { body: contract } = await asked({ policyId: plain })
    await desk.post(`/v1/policies/${plain}/versions`, { name: 'By phases', rows }, { as: 'manager' })
    const path = `/v1/contracts/${contract.id}/policy-version`
    const headers = { 'if-match': '"1"' }
    const { status, body } = await desk.ask<Problem>('POST', path, JSON.stringify({ version: 2 }), {
      as: 'manager',
      headers,
    })
    expect({ status, fields: body.errors.map((error) => error.field) }).toEqual({ status: 400, fields: ['version'] })
  })
})
