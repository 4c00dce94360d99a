import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { TestApi, type Who } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  // After the last day for which China's holidays are published nothing is known, so the year is given.
  api = await TestApi.start({ services: { now: () => new Date('2026-11-24T01:00:00Z') } })
})
afterAll(() => api.close())

const office = { monday: [['09:00', '17:00']] }
const calendar = { name: 'Mondays', timeZone: 'Asia/Shanghai', week: office }
const row = {
  metric: 'response',
  target: { amount: 10, unit: 'workingMinutes' },
  calendar: 'always',
  anchor: 'opened',
  source: 'R2.1',
}
const contract = {
  customerId: 'cus_huayue',
  name: 'Second',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  policyId: 'pol_huayue',
  phases: [{ phase: 'maintenance', from: '2026-01-01' }],
  acceptorId: 'con_xufeng',
}
const person = { name: 'Tang', email: 'Tang@Huayue.example', language: 'zh-CN' }

/** The same answer, whoever asks and for whatever. */
async function wordsOf(who: Who, path: string) {
  const { status, body } = await api.get(who, path)
  const { requestId: _id, ...words } = body
  return { status, words }
}

async function fieldsRefused(path: string, body: unknown, status = 400): Promise<string[]> {
  const reply = await api.post('manager', path, body)
  expect([reply.status, reply.body]).toEqual([status, expect.anything()])
  return reply.body.errors.map(({ field }) => field)
}

describe('what is created', () => {
  test('is read again where the Location says', async () => {
    const reply = await api.post('manager', '/v1/customers', { name: '  Nanhu Water  ' })
    expect(reply.status).toBe(201)
    expect(reply.body.name).toBe('Nanhu Water')
    const location = reply.headers.get('location') ?? ''
    expect(location).toBe(`/v1/customers/${reply.body.id}`)
    expect((await api.get('manager', location)).body).toEqual(reply.body)
  })

  test.each([
    ['li@xn--fsqu00a.xn--fiqs8s', 'li@xn--fsqu00a.xn--fiqs8s'],
    ['Li@例子.中国', 'li@xn--fsqu00a.xn--fiqs8s'],
    ['li@例子。中国', 'li@xn--fsqu00a.xn--fiqs8s'],
    ['li@例子.example', 'li@xn--fsqu00a.example'],
    ['r&d@case.example', 'r&d@case.example'],
  ])('F12: has an address under any domain, and one spelling of it: %s', async (typed, kept) => {
    const { status, body } = await api.post('manager', '/v1/contacts', {
      customerId: 'cus_huayue',
      ...person,
      email: typed,
    })
    expect([status, body.email]).toEqual([201, kept])
  })

  test.each([
    '李@例子.中国',
    'li@例子',
    'li@例子.中国/x',
    'li@xn--zzzz.example',
    'li@1.2',
    'a..b@case.example',
    '"a b"@case.example',
    '\u212Aim@case.example',
    'li@case.example\n',
    `${'x'.repeat(65)}@case.example`,
    `li@${'例.'.repeat(60)}example`,
  ])('F12: has no address that no mail would reach: %j', async (typed) => {
    const contact = { customerId: 'cus_huayue', ...person, email: typed }
    expect(await fieldsRefused('/v1/contacts', contact)).toEqual(['email'])
  })

  test.each([
    ['customers', { name: 'Twice' }],
    ['contacts', { customerId: 'cus_huayue', ...person }],
    ['systems', { customerId: 'cus_huayue', name: 'Twice' }],
    ['contracts', contract],
    ['calendars', calendar],
    ['calendars/cal_5x8/versions', calendar],
    ['policies', { name: 'Twice', rows: [row] }],
    ['policies/pol_huayue/versions', { name: 'Twice', rows: [row] }],
  ])('%s: the same key and body again find the same, another body is refused', async (noun, body) => {
    const path = `/v1/${noun}`
    const key = { 'idempotency-key': `key of ${noun}` }
    const replies = await Promise.all([0, 1, 2].map(() => api.post('manager', path, body, key)))
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(replies[1]?.body).toEqual(replies[0]?.body)
    expect(replies[2]?.body).toEqual(replies[0]?.body)
    expect((await api.post('manager', path, { ...body, name: 'Other' }, key)).status).toBe(422)
    expect((await api.post('manager', path, body)).body).not.toEqual(replies[0]?.body)
    expect((await api.post('admin', path, body, key)).body).not.toEqual(replies[0]?.body)
  })

  test("a customer is in China's zone unless another is said, and a contact where the customer is", async () => {
    expect(await api.make('manager', '/v1/customers', { name: 'Here' })).toMatchObject({ timeZone: 'Asia/Shanghai' })
    const there = await api.make('manager', '/v1/customers', { name: 'There', timeZone: 'Europe/Berlin' })
    expect(there).toMatchObject({ timeZone: 'Europe/Berlin' })
    const contact = { ...person, customerId: there.id }
    expect(await api.make('manager', '/v1/contacts', contact)).toMatchObject({ timeZone: null })
    expect(await api.make('manager', '/v1/contacts', { ...contact, timeZone: 'Asia/Tokyo' })).toMatchObject({
      timeZone: 'Asia/Tokyo',
    })
    expect(await fieldsRefused('/v1/customers', { name: 'Nowhere', timeZone: 'Asia/Atlantis' })).toEqual(['timeZone'])
    expect(await fieldsRefused('/v1/contacts', { ...contact, timeZone: 'Asia/Atlantis' })).toEqual(['timeZone'])
  })

  test('a key does for one path what it cannot do for another', async () => {
    const key = { 'idempotency-key': 'one key' }
    expect((await api.post('manager', '/v1/customers', { name: 'A' }, key)).status).toBe(201)
    expect((await api.post('manager', '/v1/calendars', calendar, key)).status).toBe(422)
  })
})

describe('a customer', () => {
  test.each(['customers/cus', 'systems/sys', 'contacts/con', 'contracts/ctr'])(
    'does not learn whether another has something: %s',
    async (prefix) => {
      const theirs: Record<string, string> = { sys: 'sys_mes', con: 'con_xufeng' }
      const short = prefix.split('/')[1] ?? ''
      const foreign = await wordsOf('customer', `/v1/${prefix.split('/')[0]}/${theirs[short] ?? `${short}_huayue`}`)
      expect(foreign.status).toBe(404)
      expect(await wordsOf('customer', `/v1/${prefix}_absent`)).toEqual(foreign)
    },
  )

  test.each([
    ['customers', ['cus_jiangzhou']],
    ['systems', ['sys_portal']],
    ['contacts', ['con_qianwei', 'con_zhaomin']],
    ['contracts', ['ctr_jiangzhou']],
    ['policies', ['pol_jiangzhou']],
  ])('lists only its own %s', async (noun, ids) => {
    const { body } = await api.get('customer', `/v1/${noun}`)
    expect(body.items.map(({ id }) => id)).toEqual(ids)
  })

  test('gets nothing by naming another in a filter', async () => {
    const { body } = await api.get('customer', '/v1/systems?customerId=cus_huayue')
    expect(body).toEqual({ items: [], nextCursor: null })
  })

  test('reads the policy of its contract and no other', async () => {
    expect((await api.get('customer', '/v1/policies/pol_jiangzhou')).status).toBe(200)
    expect(await wordsOf('customer', '/v1/policies/pol_huayue')).toEqual(
      await wordsOf('customer', '/v1/policies/pol_x'),
    )
  })
})

describe('staff', () => {
  test('see a customer once they are bound to it (R3.5)', async () => {
    const { id } = await api.make('manager', '/v1/customers', { name: 'New' })
    const system = await api.make('admin', '/v1/systems', { customerId: id, name: 'Theirs' })
    expect((await api.get('engineer', `/v1/systems/${system.id}`)).status).toBe(404)
    const binding = { userId: 'usr_lijing', customerId: id }
    for (const _ of [1, 2]) expect(await api.make('manager', '/v1/staff-bindings', binding)).toEqual(binding)
    expect((await api.get('engineer', `/v1/systems/${system.id}`)).status).toBe(200)
    expect((await api.get('senior', `/v1/systems/${system.id}`)).status).toBe(404)
  })

  test('cannot add to a customer whom they do not serve, and nothing is added', async () => {
    const { id: customerId } = await api.make('manager', '/v1/customers', { name: 'Unserved' })
    for (const [noun, body] of [
      ['systems', { name: 'X' }],
      ['contacts', person],
    ] as const) {
      const reply = await api.post('agent', `/v1/${noun}`, { ...body, customerId })
      expect(reply.status).toBe(404)
      expect(reply.body.errors[0]?.field).toBe('customerId')
      expect((await api.get('manager', `/v1/${noun}?customerId=${customerId}`)).body.items).toEqual([])
    }
  })

  test('are listed without customers among them, and only staff are bound', async () => {
    const { body } = await api.get('agent', '/v1/staff?limit=100')
    expect(body.items).toHaveLength(11)
    expect(body.items[0]).toEqual({
      id: 'usr_admin',
      name: 'Admin',
      role: 'admin',
      tier: null,
      function: null,
      email: 'admin@aftercare.example',
    })
    expect(await fieldsRefused('/v1/staff-bindings', { userId: 'usr_zhaomin', customerId: 'cus_huayue' }, 404)).toEqual(
      ['userId'],
    )
  })
})

describe('a contract', () => {
  test('keeps what was agreed, and pins the calendar of a deemed acceptance', async () => {
    const made = await api.make('manager', '/v1/contracts', {
      ...contract,
      pauseRules: [{ reason: 'customer', metrics: ['resolution'] }],
      deemedAcceptance: { target: { amount: 10, unit: 'workingDays' }, calendar: 'cal_working_days' },
    })
    expect(made).toMatchObject({
      ...contract,
      reopenWindowDays: 7,
      deemedAcceptance: { target: { amount: 10, unit: 'workingDays' }, calendar: 'cal_working_days@1' },
    })
  })

  test.each([
    ['acceptorId', { acceptorId: 'con_zhaomin' }, 404],
    ['policyId', { policyId: 'pol_absent' }, 404],
    ['customerId', { customerId: 'cus_absent' }, 404],
    ['endsOn', { endsOn: '2025-12-31' }, 400],
    ['startsOn', { startsOn: '2026-02-29' }, 400],
    ['pauseRules[0].metrics', { pauseRules: [{ reason: 'customer', metrics: ['response'] }] }, 400],
    ['deemedAcceptance.calendar', { deemedAcceptance: { target: row.target, calendar: 'cal_absent' } }, 400],
  ])('is refused for its %s', async (field, wrong, status) => {
    expect(await fieldsRefused('/v1/contracts', { ...contract, ...wrong }, status)).toEqual([field])
  })
})

describe('a policy', () => {
  test.each([
    ['rows[0].anchor', { anchor: 'resolved' }],
    ['rows[0].tier', { tier: 'senior' }],
    ['rows[0].tier', { metric: 'resolution', anchor: 'handedToTier' }],
    ['rows[0].calendar', { calendar: 'cal_absent' }],
    ['rows[0].calendar', { calendar: 'cal_5x8@99' }],
    ['rows[0].target.amount', { target: { amount: 0, unit: 'workingHours' } }],
    ['rows[0].target.amount', { target: { amount: 1.5, unit: 'workingDays' } }],
    ['rows[0].target.unit', { target: { amount: 1, unit: 'hours' } }],
    ['rows[0].kinds', { kinds: [] }],
    ['rows[0].priority', { priority: 'high' }],
  ])('is refused for its %s: %j', async (field, wrong) => {
    expect(await fieldsRefused('/v1/policies', { name: 'Wrong', rows: [{ ...row, ...wrong }] })).toEqual([field])
  })

  test('keeps the version of its calendar when the calendar changes later (SLA 18)', async () => {
    const { id } = await api.make('manager', '/v1/calendars', calendar)
    const rows = [{ ...row, calendar: id }]
    const policy = await api.make('manager', '/v1/policies', { name: 'Pinned', rows, noticeHours: id })
    expect((await api.make('manager', `/v1/calendars/${id}/versions`, calendar)).version).toBe(2)
    const kept = (await api.get('manager', `/v1/policies/${policy.id}`)).body
    expect(kept).toMatchObject({ version: 1, rows: [{ calendar: `${id}@1` }], noticeHours: `${id}@1` })
    const renewed = await api.make('manager', `/v1/policies/${policy.id}/versions`, { name: 'Pinned', rows })
    expect(renewed).toMatchObject({ id: policy.id, version: 2, rows: [{ calendar: `${id}@2` }] })
    expect((await api.get('manager', `/v1/policies/${policy.id}?version=1`)).body).toEqual(kept)
    expect((await api.get('manager', `/v1/policies/${policy.id}?version=9`)).status).toBe(404)
  })

  test.each(['policies', 'calendars'])('%s: versions added at once get successive numbers', async (noun) => {
    const body = noun === 'policies' ? { name: 'Many', rows: [row] } : calendar
    const { id } = await api.make('manager', `/v1/${noun}`, body)
    const added = await Promise.all(
      Array.from({ length: 12 }, () => api.post('manager', `/v1/${noun}/${id}/versions`, body)),
    )
    expect(added.map(({ status }) => status)).toEqual(Array(12).fill(201))
    const numbers = added.map(({ body }) => body.version).sort((a, b) => a - b)
    expect(numbers).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })

  test('nobody adds a version to what does not exist', async () => {
    expect((await api.post('manager', '/v1/policies/pol_absent/versions', { name: 'X', rows: [row] })).status).toBe(404)
    expect((await api.post('manager', '/v1/calendars/cal_absent/versions', calendar)).status).toBe(404)
  })
})

describe('a calendar', () => {
  test('takes China’s holidays and make-up days from the library, and its own overrides first (R2.9)', async () => {
    const made = await api.make('manager', '/v1/calendars', {
      ...calendar,
      week: { ...office, thursday: [['10:00', '12:00']], friday: [['10:00', '12:00']] },
      overrides: [{ date: '2026-10-02', windows: [['08:00', '09:00']] }],
      holidays: 'CN',
    })
    const overrides = made.overrides as { date: string; windows: string[][] }[]
    const on = (date: string) => overrides.find((override) => override.date === date)?.windows
    expect(on('2026-10-01')).toEqual([])
    expect(on('2026-10-02')).toEqual([['08:00', '09:00']])
    expect(on('2026-10-10')).toEqual([['09:00', '17:00']])
    expect(made.provisionalAfter).toBe('2026-12-31')
  })

  test.each([
    ['timeZone', { timeZone: 'Asia/Atlantis' }],
    ['week', { week: {} }],
    ['week.someday', { week: { ...office, someday: [] } }],
    ['week.monday[0][0]', { week: { monday: [['25:00', '26:00']] } }],
    ['overrides[0].date', { overrides: [{ date: '2026-02-30', windows: [] }] }],
    ['overrides[1].date', { overrides: [0, 1].map(() => ({ date: '2026-02-03', windows: [] })) }],
    ['holidays', { holidays: 'FR' }],
  ])('is refused for its %s', async (field, wrong) => {
    expect(new Set(await fieldsRefused('/v1/calendars', { ...calendar, ...wrong }))).toContain(field)
  })
})

describe('a list', () => {
  test('is read page by page, each item once', async () => {
    const all = (await api.get('manager', '/v1/contacts?limit=100')).body
    expect(all.nextCursor).toBeNull()
    const seen: string[] = []
    for (let path = '/v1/contacts?limit=2'; path; ) {
      const { body } = await api.get('manager', path)
      expect(body.items.length).toBeLessThanOrEqual(2)
      seen.push(...body.items.map(({ id }) => id))
      path = body.nextCursor ? `/v1/contacts?limit=2&cursor=${body.nextCursor}` : ''
    }
    expect(seen).toEqual(all.items.map(({ id }) => id))
    expect(seen.length).toBeGreaterThan(4)
  })

  test('shows each policy and calendar once, in its newest version', async () => {
    for (const noun of ['policies', 'calendars']) {
      const first = (await api.get('manager', `/v1/${noun}?limit=1`)).body
      const rest = (await api.get('manager', `/v1/${noun}?limit=100&cursor=${first.nextCursor}`)).body
      const ids = [...first.items, ...rest.items].map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      const all = (await api.get('manager', `/v1/${noun}?limit=100`)).body
      expect(ids).toEqual(all.items.map(({ id }) => id))
      for (const item of all.items) {
        expect(item).toEqual((await api.get('manager', `/v1/${noun}/${item.id}`)).body)
      }
    }
  })

  test.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=x', 'cursor=x', 'cursor=%20', 'page=2', 'limit=1&limit=2'])(
    'is refused for ?%s',
    async (query) => {
      const reply = await api.get('manager', `/v1/contacts?${query}`)
      expect(reply.status).toBe(400)
      expect(reply.body.errors[0]?.field).toBe(query.split('=')[0])
    },
  )
})
