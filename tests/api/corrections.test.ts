import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Answered, TestApi, type Who } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const row = {
  ...{ metric: 'response', target: { amount: 10, unit: 'workingMinutes' }, calendar: 'always' },
  ...{ anchor: 'opened', source: 'R2.1' },
}
const calendar = { name: 'Mondays', timeZone: 'Asia/Shanghai', week: { monday: [['09:00', '17:00']] } }
const person = { customerId: 'cus_huayue', name: 'Tang', email: 'tang@huayue.example', language: 'zh-CN' }
const contract = {
  ...{ customerId: 'cus_huayue', name: 'Second', startsOn: '2026-01-01', endsOn: '2199-12-31' },
  ...{ policyId: 'pol_huayue', acceptorId: 'con_xufeng' },
  phases: [{ phase: 'maintenance', from: '2026-01-01' }],
}
const nouns: Record<string, { thing: string; made: object; changes: Record<string, unknown> }> = {
  customers: { thing: 'customer', made: { name: 'Old' }, changes: { name: 'Nanhu Water', timeZone: 'Asia/Tokyo' } },
  contacts: {
    thing: 'contact',
    made: person,
    changes: {
      ...{ name: 'Tang Yi', email: 'tang.yi@huayue.example', phone: '+86 21 5555 0100', language: 'en' },
      timeZone: 'Europe/Berlin',
    },
  },
  systems: { thing: 'system', made: { customerId: 'cus_huayue', name: 'Old' }, changes: { name: 'MES 2' } },
  contracts: {
    thing: 'contract',
    made: contract,
    changes: {
      ...{ name: 'Third', startsOn: '2026-02-01', endsOn: '2198-12-31', reopenWindowDays: 14 },
      pauseRules: [{ reason: 'customer', metrics: ['resolution'] }],
      deemedAcceptance: { target: { amount: 10, unit: 'workingDays' }, calendar: 'cal_working_days@1' },
      followUp: { target: { amount: 2, unit: 'workingDays' }, calendar: 'cal_5x8@1' },
      phases: [{ phase: 'after', from: '2026-01-01' }],
      importantPeriods: [{ name: '两会', from: '2026-03-04', to: '2026-03-11' }],
    },
  },
  offices: {
    thing: 'office',
    made: { name: 'Old', journeys: [{ customerId: 'cus_huayue', systemId: null, minutes: 90 }] },
    changes: {
      name: 'South',
      journeys: [
        { customerId: 'cus_huayue', systemId: 'sys_mes', minutes: 75 },
        { customerId: 'cus_binhai', systemId: null, minutes: 0 },
      ],
    },
  },
  calendars: { thing: 'calendar', made: calendar, changes: { name: 'Every Monday' } },
  policies: { thing: 'policy', made: { name: 'Old', rows: [row] }, changes: { name: 'Night and day' } },
}

async function make(noun: string): Promise<{ path: string; thing: Answered }> {
  const thing = await api.make('manager', `/v1/${noun}`, nouns[noun]?.made)
  return { path: `/v1/${noun}/${thing.id}`, thing }
}

async function changesOf(thing: string, id: string): Promise<Answered[]> {
  return (await api.get('manager', `/v1/changes?thing=${thing}&id=${id}`)).body.items
}

async function lists(noun: string, id: string, query: string): Promise<boolean> {
  const { body } = await api.get('manager', `/v1/${noun}?limit=100${query}`)
  return body.items.some((item) => item.id === id)
}

describe.each(Object.keys(nouns))('what is wrong with one of the %s', (noun) => {
  const { thing: kind, made, changes } = nouns[noun] as (typeof nouns)[string]

  test('is changed, and who, when, before and after are kept', async () => {
    const { path, thing } = await make(noun)
    expect((await api.get('manager', path)).headers.get('etag')).toBe('"1"')
    const reply = await api.patch('manager', path, changes, 1)
    expect(reply).toMatchObject({ status: 200, body: { ...changes, id: thing.id, revision: 2 } })
    expect(reply.headers.get('etag')).toBe('"2"')
    expect((await api.get('manager', path)).body).toEqual(reply.body)
    const [change] = await changesOf(kind, thing.id)
    const before = Object.fromEntries(Object.keys(changes).map((field) => [field, thing[field]]))
    expect(change).toMatchObject({ revision: 2, by: { id: 'usr_wuqian', role: 'manager' }, before, after: changes })
    expect(change?.before).toEqual(before)
    expect(change?.after).toEqual(changes)
  })

  test('is changed only by who has seen how it is', async () => {
    const { path } = await make(noun)
    const body = { name: 'Other' }
    const headers = { 'content-type': 'application/json' }
    const raw = JSON.stringify(body)
    expect((await api.ask('manager', 'PATCH', path, { raw, headers })).status).toBe(428)
    const anyVersion = { ...headers, 'if-match': '*' }
    expect((await api.ask('manager', 'PATCH', path, { raw, headers: anyVersion })).status).toBe(428)
    expect((await api.patch('manager', path, body, 2)).status).toBe(412)
    expect((await api.get('manager', path)).body).toMatchObject({ name: (made as { name: string }).name, revision: 1 })
  })

  test('is changed once when many try at once, and once for the same key', async () => {
    const { path, thing } = await make(noun)
    const many = await Promise.all([...'abcdef'].map((name) => api.patch('manager', path, { name }, 1)))
    expect(many.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412])
    const key = { 'idempotency-key': `again ${noun}` }
    const same = await Promise.all([0, 1, 2].map(() => api.patch('manager', path, { name: 'Once' }, 2, key)))
    expect(same.map(({ status, body }) => [status, body.name, body.revision])).toEqual(Array(3).fill([200, 'Once', 3]))
    const changed = (await changesOf(kind, thing.id)).filter(({ revision }) => revision > 1)
    expect(changed.map(({ revision }) => revision)).toEqual([3, 2])
  })

  test('is said by field, and nothing that is not known', async () => {
    const { path } = await make(noun)
    for (const [body, field] of [
      [{}, 'body'],
      [{ id: 'x' }, 'id'],
      [{ name: '' }, 'name'],
      [{ revision: 7 }, 'revision'],
    ] as const) {
      const reply = await api.patch('manager', path, body, 1)
      expect([reply.status, reply.body.errors?.[0]?.field]).toEqual([400, field])
    }
    // What is so already is no change.
    const same = await api.patch('manager', path, { name: (made as { name: string }).name }, 1)
    expect([same.status, same.body.revision]).toEqual([200, 1])
  })

  test('is retired: offered no more, still read, and taken back', async () => {
    const { path, thing } = await make(noun)
    const retired = await api.retire('manager', path, 1)
    expect(retired).toMatchObject({ status: 200, body: { revision: 2, retiredAt: expect.any(String) } })
    expect((await api.get('manager', path)).body).toEqual(retired.body)
    expect([await lists(noun, thing.id, ''), await lists(noun, thing.id, '&retired=true')]).toEqual([false, true])
    expect((await api.patch('manager', path, { name: 'Other' }, 2)).status).toBe(409)
    expect((await api.takeBack('manager', path, 1)).status).toBe(412)
    expect(await api.takeBack('manager', path, 2)).toMatchObject({
      status: 200,
      body: { revision: 3, retiredAt: null },
    })
    expect([await lists(noun, thing.id, ''), await lists(noun, thing.id, '&retired=true')]).toEqual([true, false])
    const [back, away] = await changesOf(kind, thing.id)
    expect(away?.after).toEqual({ retiredAt: retired.body.retiredAt })
    expect(back).toMatchObject({ before: { retiredAt: retired.body.retiredAt }, after: { retiredAt: null } })
  })
})

describe('what is retired is named by nothing new:', () => {
  async function retired(noun: string, body: object): Promise<string> {
    const { id } = await api.make('manager', `/v1/${noun}`, body)
    expect((await api.retire('manager', `/v1/${noun}/${id}`, 1)).status).toBe(200)
    return id
  }

  async function fieldRefused(noun: string, body: object): Promise<unknown> {
    const { status, body: answer } = await api.post('manager', `/v1/${noun}`, body)
    return [status, answer.errors?.[0]?.field]
  }

  test('a customer', async () => {
    const customerId = await retired('customers', { name: 'Gone' })
    for (const [noun, body] of [
      ['contacts', person],
      ['systems', { name: 'X' }],
      ['staff-bindings', { userId: 'usr_lijing' }],
    ] as const) {
      expect([noun, await fieldRefused(noun, { ...body, customerId })]).toEqual([noun, [400, 'customerId']])
    }
  })

  test('an acceptor and a policy', async () => {
    const acceptorId = await retired('contacts', person)
    expect(await fieldRefused('contracts', { ...contract, acceptorId })).toEqual([400, 'acceptorId'])
    const policyId = await retired('policies', { name: 'Gone', rows: [row] })
    expect(await fieldRefused('contracts', { ...contract, policyId })).toEqual([400, 'policyId'])
    expect(await fieldRefused(`policies/${policyId}/versions`, { name: 'Gone', rows: [row] })).toEqual([409, undefined])
  })

  test('a calendar', async () => {
    const id = await retired('calendars', calendar)
    const rows = [{ ...row, calendar: id }]
    expect(await fieldRefused('policies', { name: 'X', rows })).toEqual([400, 'rows[0].calendar'])
  })

  test('a contract, and a system or reporter in a ticket', async () => {
    const ticket = { contractId: 'ctr_huayue', subject: 'X', description: 'Y', reporterId: 'con_xufeng' }
    const systemId = await retired('systems', { customerId: 'cus_huayue', name: 'Gone' })
    expect(await fieldRefused('tickets', { ...ticket, systemId })).toEqual([400, 'systemId'])
    const reporterId = await retired('contacts', person)
    expect(await fieldRefused('tickets', { ...ticket, reporterId })).toEqual([400, 'reporterId'])
  })
})

describe('what is needed is not retired, and it is said what to do first:', () => {
  async function toDo(path: string): Promise<unknown> {
    const { status, body } = await api.retire('manager', path, (await api.get('manager', path)).body.revision)
    return [status, body.detail]
  }

  test('a customer with a contract, its acceptor, and its policy', async () => {
    expect(await toDo('/v1/customers/cus_binhai')).toEqual([409, 'First: Retire the contracts ctr_binhai'])
    expect(await toDo('/v1/contacts/con_xufeng')).toEqual([
      409,
      expect.stringMatching(/^First: Name another acceptor in .*ctr_.*; Disable usr_xufeng$/),
    ])
    expect(await toDo('/v1/policies/pol_binhai')).toEqual([409, 'First: Name another policy in ctr_binhai'])
  })

  test('a calendar that a policy or a contract promises on', async () => {
    const { id } = await api.make('manager', '/v1/calendars', calendar)
    const rows = [{ ...row, calendar: id }]
    const policy = await api.make('manager', '/v1/policies', { name: 'On it', rows })
    const notice = await api.make('manager', '/v1/policies', { name: 'By it', rows: [row], noticeHours: id })
    const longestPause = { target: { amount: 1, unit: 'workingDays' }, calendar: id }
    const paused = await api.make('manager', '/v1/policies', { name: 'Until it', rows: [row], longestPause })
    const deemedAcceptance = { target: { amount: 1, unit: 'workingDays' }, calendar: id }
    const agreed = await api.make('manager', '/v1/contracts', { ...contract, deemedAcceptance })
    const followed = await api.make('manager', '/v1/contracts', { ...contract, followUp: deemedAcceptance })
    const held = await api.make('manager', '/v1/contracts', { ...contract, policyId: policy.id })
    const three = [policy.id, notice.id, paused.id].sort()
    const detail = [
      `First: Add a version without it to ${three.join(', ')}`,
      `Put ${held.id} on a version of the policy without it`,
      `Name another calendar for acceptance and follow-up in ${[agreed.id, followed.id].sort().join(', ')}`,
    ].join('; ')
    expect(await toDo(`/v1/calendars/${id}`)).toEqual([409, detail])
    await api.make('manager', `/v1/policies/${policy.id}/versions`, { name: 'Off it', rows: [row] })
    for (const { id: other } of [notice, paused]) await api.retire('manager', `/v1/policies/${other}`, 1)
    await api.patch('manager', `/v1/contracts/${agreed.id}`, { deemedAcceptance: null }, 1)
    await api.patch('manager', `/v1/contracts/${followed.id}`, { followUp: null }, 1)
    await api.post('manager', `/v1/contracts/${held.id}/policy-version`, {}, { 'if-match': '"1"' })
    expect(await toDo(`/v1/calendars/${id}`)).toEqual([200, undefined])
  })

  test('a contract comes back when what it names is back', async () => {
    const acceptor = await api.make('manager', '/v1/contacts', person)
    const { id } = await api.make('manager', '/v1/contracts', { ...contract, acceptorId: acceptor.id })
    await api.retire('manager', `/v1/contracts/${id}`, 1)
    expect((await api.retire('manager', `/v1/contacts/${acceptor.id}`, 1)).status).toBe(200)
    const early = await api.takeBack('manager', `/v1/contracts/${id}`, 2)
    expect([early.status, early.body.detail]).toEqual([409, `First: Take back that ${acceptor.id} is retired`])
    await api.takeBack('manager', `/v1/contacts/${acceptor.id}`, 2)
    expect((await api.takeBack('manager', `/v1/contracts/${id}`, 2)).status).toBe(200)
  })
})

test('a contract that is changed is checked as a new one is', async () => {
  const { id } = await api.make('manager', '/v1/contracts', contract)
  const refused = async (given: object) => {
    const { status, body } = await api.patch('manager', `/v1/contracts/${id}`, given, 1)
    return [status, body.errors?.[0]?.field]
  }
  expect(await refused({ acceptorId: 'con_zhaomin' })).toEqual([404, 'acceptorId'])
  expect(await refused({ policyId: 'pol_absent' })).toEqual([404, 'policyId'])
  expect(await refused({ endsOn: '2025-12-31' })).toEqual([400, 'endsOn'])
  expect(await refused({ customerId: 'cus_binhai' })).toEqual([400, 'customerId'])
  const always = { target: { amount: 1, unit: 'workingHours' }, calendar: 'cal_absent' }
  expect(await refused({ deemedAcceptance: always })).toEqual([400, 'deemedAcceptance.calendar'])
})

test('a version that is added is a change too, and makes an older ETag stale', async () => {
  const { id } = await api.make('manager', '/v1/policies', { name: 'A', rows: [row] })
  const added = await api.post('admin', `/v1/policies/${id}/versions`, { name: 'B', rows: [row] })
  expect([added.headers.get('etag'), added.body.version]).toEqual(['"2"', 2])
  expect((await api.patch('manager', `/v1/policies/${id}`, { name: 'C' }, 1)).status).toBe(412)
  const [second, first] = await changesOf('policy', id)
  expect(second).toMatchObject({
    by: { role: 'admin' },
    before: { version: 1, name: 'A' },
    after: { version: 2, name: 'B' },
  })
  expect(first).toMatchObject({ revision: 1, before: {}, after: { version: 1, name: 'A' } })
  const names = ['D', 'E', 'F'].map((name) => api.patch('manager', `/v1/policies/${id}`, { name }, 2))
  const versions = [0, 1, 2].map(() => api.post('manager', `/v1/policies/${id}/versions`, { name: 'B', rows: [row] }))
  await Promise.all([...names, ...versions])
  const revisions = (await changesOf('policy', id)).map(({ revision }) => revision)
  expect(revisions).toEqual([...revisions.keys()].map((index) => revisions.length - index))
})

describe('the changes', () => {
  test('are read page by page, the newest first, each once', async () => {
    const all = (await api.get('manager', '/v1/changes?limit=100')).body.items
    const seen: Answered[] = []
    for (let path = '/v1/changes?limit=7'; path && seen.length < all.length; ) {
      const { body } = await api.get('manager', path)
      seen.push(...body.items)
      path = body.nextCursor ? `/v1/changes?limit=7&cursor=${body.nextCursor}` : ''
    }
    expect(seen.slice(0, all.length)).toEqual(all)
    const at = all.map((change) => String(change.at))
    expect(at).toEqual([...at].sort().reverse())
    expect((await api.get('manager', '/v1/changes?id=cus_huayue')).status).toBe(400)
  })

  test('are only added, whoever has the database', async () => {
    await expect(api.database.change.updateMany({ data: { thing: 'x' } })).rejects.toThrow(/only added/)
    await expect(api.database.change.deleteMany({})).rejects.toThrow(/only added/)
  })
})

test('a member of staff is unbound, and sees that customer no more (R3.5)', async () => {
  const { id: customerId } = await api.make('manager', '/v1/customers', { name: 'Served for a time' })
  const path = `/v1/staff-bindings/usr_lijing/${customerId}`
  const sees = async (who: Who) => (await api.get(who, `/v1/customers/${customerId}`)).status === 200
  await api.make('manager', '/v1/staff-bindings', { userId: 'usr_lijing', customerId })
  expect(await sees('engineer')).toBe(true)
  for (const _ of [1, 2]) expect((await api.ask('manager', 'DELETE', path)).status).toBe(204)
  expect(await sees('engineer')).toBe(false)
  expect((await api.ask('manager', 'DELETE', '/v1/staff-bindings/usr_zhaomin/cus_jiangzhou')).status).toBe(404)
  const [ended, made] = await changesOf('staffBinding', 'usr_lijing')
  expect([made?.before, made?.after]).toEqual([{}, { customerId }])
  expect([ended?.before, ended?.after]).toEqual([{ customerId }, {}])
})
