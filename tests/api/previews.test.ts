import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { TestApi } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const day = [
  ['08:30', '12:00'],
  ['13:30', '17:30'],
]
const calendar = {
  timeZone: 'Asia/Shanghai',
  week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day },
  overrides: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map((date) => ({
    date,
    windows: [] as string[][],
  })),
}
const hours = (amount: number) => ({ amount, unit: 'workingHours' })
const request = {
  calendar,
  target: hours(4),
  startedAt: '2026-09-30T16:30:00+08:00',
  pauses: [],
  at: '2026-10-08T10:00:00+08:00',
}

async function preview(more: object) {
  const reply = await api.post('customer', '/v1/sla-previews', { ...request, ...more })
  expect([reply.status, reply.body]).toEqual([200, expect.anything()])
  return reply.body
}

async function refused(more: object): Promise<string[]> {
  const reply = await api.post('customer', '/v1/sla-previews', { ...request, ...more })
  expect([reply.status, reply.body]).toEqual([400, expect.anything()])
  return reply.body.errors.map(({ field }) => field)
}

describe('a preview of one clock', () => {
  test('four hours from half past four before National Day fall due after it (R2.7)', async () => {
    expect(await preview({})).toEqual({
      dueAt: '2026-10-08T03:30:00Z',
      elapsedSeconds: 9000,
      remainingSeconds: 5400,
      percent: 62.5,
      breached: false,
    })
  })

  test('around the clock they fall due the same evening', async () => {
    const { dueAt, breached, remainingSeconds } = await preview({ calendar: 'always' })
    expect([dueAt, breached]).toEqual(['2026-09-30T12:30:00Z', true])
    expect(remainingSeconds).toBeLessThan(0)
  })

  test('at the due instant it is not late, a second after it is', async () => {
    expect((await preview({ at: '2026-10-08T11:30:00+08:00' })).breached).toBe(false)
    expect((await preview({ at: '2026-10-08T11:30:01+08:00' })).breached).toBe(true)
  })

  test('pauses may overlap, and may be left out', async () => {
    const pauses = [
      { from: '2026-10-08T09:00:00+08:00', to: '2026-10-08T10:00:00+08:00' },
      { from: '2026-10-08T09:30:00+08:00', to: '2026-10-08T10:30:00+08:00' },
    ]
    expect((await preview({ pauses })).dueAt).toBe('2026-10-08T06:30:00Z')
    expect((await preview({ pauses: undefined })).dueAt).toBe('2026-10-08T03:30:00Z')
  })

  test('a fraction of an hour counts when it is whole seconds', async () => {
    const always = { calendar: 'always', startedAt: '2026-09-30T00:00:00Z' }
    expect((await preview({ ...always, target: hours(1.5) })).dueAt).toBe('2026-09-30T01:30:00Z')
    expect((await preview({ ...always, target: hours(1.1) })).dueAt).toBe('2026-09-30T01:06:00Z')
    expect((await preview({ ...always, target: hours(1.1), at: always.startedAt })).remainingSeconds).toBe(3960)
    expect((await preview({ ...always, target: hours(1 / 3600) })).dueAt).toBe('2026-09-30T00:00:01Z')
  })

  test('a working day is the same time on the next one', async () => {
    const target = { amount: 1, unit: 'workingDays' }
    expect((await preview({ target })).dueAt).toBe('2026-10-08T08:30:00Z')
  })

  test('a calendar without overrides needs none', async () => {
    const { overrides: _none, ...plain } = calendar
    expect((await preview({ calendar: plain })).dueAt).toBe('2026-10-01T03:30:00Z')
  })
})

describe('a preview is refused', () => {
  test.each([
    ['calendar', { calendar: 'sometimes' }],
    ['calendar', { calendar: undefined }],
    ['calendar', { calendar: 7 }],
    ['calendar.timeZone', { calendar: { ...calendar, timeZone: 'Mars/Olympus' } }],
    ['calendar.timeZone', { calendar: { week: calendar.week } }],
    ['calendar.week', { calendar: { ...calendar, week: {} } }],
    ['calendar.week', { calendar: { ...calendar, week: { monday: [] } } }],
    ['calendar.week.funday', { calendar: { ...calendar, week: { funday: day } } }],
    ['calendar.week.monday[0][1]', { calendar: { ...calendar, week: { monday: [['09:00', '24:01']] } } }],
    ['calendar.week.monday[0][0]', { calendar: { ...calendar, week: { monday: [['24:00', '09:00']] } } }],
    ['calendar.week.monday[0]', { calendar: { ...calendar, week: { monday: [['09:00']] } } }],
    ['calendar.overrides[0].date', { calendar: { ...calendar, overrides: [{ date: '2026-02-29', windows: [] }] } }],
    ['calendar.color', { calendar: { ...calendar, color: 'red' } }],
    ['target.amount', { target: hours(0) }],
    ['target.amount', { target: hours(-1) }],
    ['target.amount', { target: hours(1e9) }],
    ['target.amount', { target: { amount: '8', unit: 'workingHours' } }],
    ['target.amount', { target: { amount: 0.123456789, unit: 'workingMinutes' } }],
    ['target.amount', { target: { amount: 0.5, unit: 'workingDays' } }],
    ['target.unit', { target: { amount: 1, unit: 'days' } }],
    ['target', { target: undefined }],
    ['startedAt', { startedAt: '2026-09-30T16:30:00' }],
    ['startedAt', { startedAt: '2026-09-31T16:30:00Z' }],
    ['startedAt', { startedAt: '2026-09-30' }],
    ['startedAt', { startedAt: 1_790_000_000 }],
    ['startedAt', { startedAt: '0001-01-01T00:00:00Z' }],
    ['at', { at: '2026-09-30T25:00:00Z' }],
    ['at', { at: undefined }],
    ['pauses[0].to', { pauses: [{ from: '2026-10-08T10:00:00Z', to: '2026-10-08T09:00:00Z' }] }],
    ['pauses[0].to', { pauses: [{ from: '2026-10-08T10:00:00Z' }] }],
    ['pauses[0].why', { pauses: [{ from: '2026-10-08T08:00:00Z', to: '2026-10-08T09:00:00Z', why: 'x' }] }],
    ['extra', { extra: 1 }],
  ])('for its %s: %j', async (field, wrong) => {
    expect(await refused(wrong)).toContain(field)
  })

  test('with every fault at once', async () => {
    const outOfAge = { startedAt: '1960-01-01T00:00:00Z', at: '2201-01-01T00:00:00Z' }
    expect(await refused(outOfAge)).toEqual(['startedAt', 'at'])
    const pauses = [{ from: '2026-10-08T10:00:00Z', to: '2026-10-08T09:00:00Z' }]
    const wrong = { calendar: { ...calendar, timeZone: 'Nowhere' }, pauses }
    expect(await refused(wrong)).toEqual(expect.arrayContaining(['calendar.timeZone', 'pauses[0].to']))
  })

  test('for nobody: one signs in first', async () => {
    expect((await api.post('nobody', '/v1/sla-previews', request)).status).toBe(401)
  })
})
