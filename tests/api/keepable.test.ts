import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Answered, TestApi } from '../support/api/test-api.ts'

let api: TestApi
let minutesADay: string
let minuteAWeek: string
beforeAll(async () => {
  api = await TestApi.start()
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  const minutes = Array.from({ length: 48 }, (_, i) => [clock(i * 30), clock(i * 30 + 1)])
  minutesADay = await calendarWith(Object.fromEntries(days.map((day) => [day, minutes])))
  minuteAWeek = await calendarWith({ monday: [['09:00', '09:01']] })
})
afterAll(() => api.close())

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

async function calendarWith(week: object): Promise<string> {
  return (await api.make('manager', '/v1/calendars', { name: 'Odd', timeZone: 'Asia/Shanghai', week })).id
}

const hours = (amount: number) => ({ amount, unit: 'workingHours' })
const row = (calendar: string, amount: number) => ({
  ...{ metric: 'resolution', target: hours(amount), calendar, anchor: 'opened', source: 'R2.1' },
})
const always = row('always', 1)
const plan = (...rows: object[]) => ({ name: 'Plan', rows })
const contract = {
  ...{ customerId: 'cus_huayue', name: 'Second', startsOn: '2026-01-01', endsOn: '2026-12-31' },
  ...{ policyId: 'pol_huayue', acceptorId: 'con_xufeng' },
  phases: [{ phase: 'maintenance', from: '2026-01-01' }],
}

async function refused(path: string, body: unknown): Promise<Answered['errors']> {
  const reply = await api.post('manager', path, body)
  expect([reply.status, reply.body]).toEqual([400, expect.anything()])
  return reply.body.errors
}
const field = (name: string) => [expect.objectContaining({ field: name })]

describe('H3: what no ticket could keep is refused where it is promised', () => {
  test('by a policy, and by a version of it, naming the row and what is allowed', async () => {
    const wrong: [string, number][] = [
      [minutesADay, 3000],
      [minuteAWeek, 1_000_000],
    ]
    for (const [calendar, amount] of wrong) {
      for (const path of ['/v1/policies', '/v1/policies/pol_huayue/versions']) {
        expect(await refused(path, plan(always, row(calendar, amount)))).toEqual(field('rows[1].target.amount'))
      }
    }
    const [fault] = (await refused('/v1/policies', plan(row(minuteAWeek, 1_000_000)))) ?? []
    expect(fault?.message).toMatch(/holds 8 workingHours in ten years/)
    expect((await api.post('manager', '/v1/policies', plan(row(minuteAWeek, 8)))).status).toBe(201)
  })

  test('by the hours of its warnings, when all the calendars together are too much', async () => {
    const copies = await Promise.all([1, 2].map(async () => (await readCalendar(minutesADay)).id))
    const rows = copies.map((calendar) => row(calendar, 1))
    expect((await api.post('manager', '/v1/policies', plan(...rows))).status).toBe(201)
    expect(await refused('/v1/policies', { ...plan(...rows, always), noticeHours: minutesADay })).toContainEqual(
      expect.objectContaining({ field: 'noticeHours' }),
    )
  })

  test('by a contract, for the silence that it takes as acceptance', async () => {
    const deemedAcceptance = { target: hours(1_000_000), calendar: minuteAWeek }
    expect(await refused('/v1/contracts', { ...contract, deemedAcceptance })).toEqual(
      field('deemedAcceptance.target.amount'),
    )
  })

  test('by a contract, for the interval at which the desk follows up (SLA 20)', async () => {
    const followUp = { target: hours(1_000_000), calendar: minuteAWeek }
    expect(await refused('/v1/contracts', { ...contract, followUp })).toEqual(field('followUp.target.amount'))
    const kept = await api.make('manager', '/v1/contracts', contract)
    const { status, body } = await api.patch('manager', `/v1/contracts/${kept.id}`, { followUp }, 1)
    expect([status, body.errors]).toEqual([400, field('followUp.target.amount')])
  })

  test('by a contract, for a policy that was stored before, and for a version that it cannot bear beside its own', async () => {
    const old = { rows: [row(`${minuteAWeek}@1`, 1_000_000)], ladder: [], minimumGapSeconds: 0 }
    await api.database.policy.create({
      data: { id: 'pol_old', version: 1, name: 'Old', requestKey: 'old', definition: old },
    })
    const [fault] = (await refused('/v1/contracts', { ...contract, policyId: 'pol_old' })) ?? []
    expect(fault).toEqual({
      field: 'policyId',
      message: expect.stringMatching(/^rows\[0\]\.target\.amount of this policy/),
    })

    const { id: policyId } = await api.make('manager', '/v1/policies', plan(always))
    const deemedAcceptance = { target: hours(1), calendar: minutesADay }
    const { id } = await api.make('manager', '/v1/contracts', { ...contract, policyId, deemedAcceptance })
    const far = plan({ ...row('cal_5x8', 1), target: { amount: 900, unit: 'workingDays' } })
    expect((await api.post('manager', '/v1/policies', far)).status).toBe(201)
    await api.make('manager', `/v1/policies/${policyId}/versions`, far)
    const put = await api.post('manager', `/v1/contracts/${id}/policy-version`, {}, { 'if-match': '"1"' })
    expect([put.status, put.body.errors]).toEqual([400, field('version')])
  })

  test('by a calendar that no promise can ever be kept on', async () => {
    const once = {
      name: 'Once',
      timeZone: 'UTC',
      week: {},
      overrides: [{ date: '2026-12-24', windows: [['09:00', '12:00']] }],
    }
    expect(await refused('/v1/calendars', once)).toEqual(field('week'))
    expect(await refused(`/v1/calendars/${minuteAWeek}/versions`, once)).toEqual(field('week'))
  })

  test('by a preview', async () => {
    const { timeZone, week, overrides } = await readCalendar(minutesADay, false)
    const preview = {
      startedAt: '2026-11-25T00:00:00Z',
      at: '2026-11-25T00:00:00Z',
      calendar: { timeZone, week, overrides },
    }
    expect(await refused('/v1/sla-previews', { ...preview, target: hours(3000) })).toEqual(field('target.amount'))
    expect((await api.post('manager', '/v1/sla-previews', { ...preview, target: hours(30) })).status).toBe(200)
  })
})

async function readCalendar(id: string, copy = true) {
  const { body } = await api.get('manager', `/v1/calendars/${id}`)
  const { timeZone, week, overrides } = body as Answered & { timeZone: string; week: object; overrides: object[] }
  return { id: copy ? await calendarWith(week) : id, timeZone, week, overrides }
}

describe('M7: a customer reads what is promised, not whom we tell when', () => {
  const promised = ['createdAt', 'id', 'name', 'retiredAt', 'revision', 'rows', 'version']

  test('in one policy and in the list', async () => {
    const { body: one } = await api.get('customer', '/v1/policies/pol_jiangzhou')
    const { body: list } = await api.get('customer', '/v1/policies')
    for (const shown of [one, ...list.items]) expect(Object.keys(shown).sort()).toEqual(promised)
  })

  test('while staff read all of it', async () => {
    for (const who of ['agent', 'engineer', 'manager'] as const) {
      const { body } = await api.get(who, '/v1/policies/pol_jiangzhou')
      expect(Object.keys(body)).toEqual(expect.arrayContaining([...promised, 'ladder', 'minimumGapSeconds']))
    }
  })
})
