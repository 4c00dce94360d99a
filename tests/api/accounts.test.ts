import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { functions } from '../../domain/people/functions.ts'
import { newToken } from '../../store/secrets.ts'
import { type Answered, TestApi, type Who } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const fresh = (more: object = {}) => ({ name: 'New', email: `${randomUUID()}@desk.example`, role: 'agent', ...more })

async function disable(who: Who, { id, revision }: Answered, method = 'POST') {
  return api.ask(who, method, `/v1/accounts/${id}/disabling`, { headers: { 'if-match': `"${revision}"` } })
}

/** A token of that account's, as it is sent. */
async function tokenOf(userId: string, kind = 'session') {
  const { token, hash } = newToken()
  await api.database.accessToken.create({ data: { id: `tok_${hash.slice(0, 20)}`, userId, hash, kind } })
  return { headers: { authorization: `Bearer ${token}` } }
}

async function changesOf(id: string): Promise<Answered[]> {
  return (await api.get('manager', `/v1/changes?thing=account&id=${id}`)).body.items
}

describe('An account is made', () => {
  test('with role, tier, function, language, zone and whom it serves (R3.5, R3.8)', async () => {
    const asked = {
      ...fresh({ role: 'engineer', tier: 'headquarters', function: 'coreDeveloper', language: 'en' }),
      ...{ timeZone: 'Europe/Berlin', customerIds: ['cus_binhai', 'cus_huayue'] },
    }
    const made = await api.make('manager', '/v1/accounts', asked)
    expect(made).toMatchObject({ ...asked, contactId: null, passwordSetAt: null, disabledAt: null, revision: 1 })
    const sees = await api.ask('nobody', 'GET', '/v1/customers', await tokenOf(made.id))
    expect(sees.body.items.map(({ id }) => id)).toEqual(['cus_binhai', 'cus_huayue'])
    const member = (await api.get('agent', '/v1/staff?limit=100')).body.items.find(({ id }) => id === made.id)
    expect(member?.function).toBe('coreDeveloper')
    expect(await changesOf(made.id)).toMatchObject([
      { revision: 1, by: { id: 'usr_wuqian' }, before: {}, after: asked },
    ])
  })

  test('for each function, and in Shanghai when nothing is said', async () => {
    for (const does of functions) {
      const made = await api.make('manager', '/v1/accounts', fresh({ function: does }))
      expect(made).toMatchObject({ function: does, language: 'zh-CN', timeZone: 'Asia/Shanghai' })
    }
  })

  test("for a customer's contact, who then sees that organisation", async () => {
    const made = await api.make('manager', '/v1/accounts', fresh({ role: 'customer', contactId: 'con_xufeng' }))
    const sees = await api.ask('nobody', 'GET', '/v1/customers', await tokenOf(made.id))
    expect(sees.body.items.map(({ id }) => id)).toEqual(['cus_huayue'])
  })

  test('once for the same key, and once for one address', async () => {
    const [body, key] = [fresh(), { 'idempotency-key': 'one account' }]
    const replies = await Promise.all([0, 1, 2].map(() => api.post('manager', '/v1/accounts', body, key)))
    expect(replies.map(({ status, body: made }) => [status, made.id])).toEqual(
      Array(3).fill([201, replies[0]?.body.id]),
    )
    const again = await api.post('manager', '/v1/accounts', { ...body, email: body.email.toUpperCase() })
    expect([again.status, again.body.errors?.[0]?.field]).toEqual([400, 'email'])
  })

  test.each([
    ['tier', { role: 'engineer' }],
    ['tier', { role: 'customer', contactId: 'con_xufeng', tier: 'resident' }],
    ['contactId', { role: 'customer' }],
    ['contactId', { contactId: 'con_xufeng' }],
    ['contactId', { role: 'customer', contactId: 'con_absent' }, 404],
    ['customerIds', { role: 'customer', contactId: 'con_xufeng', customerIds: ['cus_binhai'] }],
    ['customerIds[1]', { customerIds: ['cus_binhai', 'cus_absent'] }, 404],
    ['function', { function: 'chief' }],
    ['timeZone', { timeZone: 'Asia/Atlantis' }],
    ['timeZone', { timeZone: '+08:00' }],
    ['email', { email: 'nobody' }],
    ['password', { password: 'correct horse battery' }],
  ])('not with a wrong %s: %j', async (field, more, status = 400) => {
    const before = await api.database.user.count()
    const reply = await api.post('manager', '/v1/accounts', fresh(more))
    expect([reply.status, reply.body.errors?.[0]?.field]).toEqual([status, field])
    expect(await api.database.user.count()).toBe(before)
  })
})

describe('Managers and admins', () => {
  test.each(['manager', 'admin'])('are made, changed, disabled and given links by admins alone: a %s', async (role) => {
    expect((await api.post('manager', '/v1/accounts', fresh({ role }))).status).toBe(403)
    const made = await api.make('admin', '/v1/accounts', fresh({ role }))
    expect((await api.patch('manager', `/v1/accounts/${made.id}`, { name: 'X' }, 1)).status).toBe(403)
    expect((await disable('manager', made)).status).toBe(403)
    expect((await api.post('manager', `/v1/accounts/${made.id}/password-links`, {})).status).toBe(403)
    expect((await disable('admin', made)).status).toBe(200)
  })

  test('no manager makes one of an agent, and nobody changes a role of their own', async () => {
    const agent = await api.make('manager', '/v1/accounts', fresh())
    expect((await api.patch('manager', `/v1/accounts/${agent.id}`, { role: 'manager' }, 1)).status).toBe(403)
    expect((await api.patch('admin', `/v1/accounts/${agent.id}`, { role: 'manager' }, 1)).status).toBe(200)
    expect((await api.patch('admin', '/v1/accounts/usr_admin', { role: 'manager' }, 1)).status).toBe(409)
  })

  test('nobody disables their own account, and of two who disable each other one stays', async () => {
    const own = await api.get('admin', '/v1/accounts/usr_admin')
    expect((await disable('admin', own.body)).status).toBe(409)
    const made = await Promise.all([0, 1].map(() => api.make('admin', '/v1/accounts', fresh({ role: 'admin' }))))
    const [one, other] = made as [Answered, Answered]
    const ask = async (by: Answered, whom: Answered) => {
      const { headers } = await tokenOf(by.id)
      const path = `/v1/accounts/${whom.id}/disabling`
      return api.ask('nobody', 'POST', path, { headers: { ...headers, 'if-match': '"1"' } })
    }
    const replies = await Promise.all([ask(one, other), ask(other, one)])
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    const left = await api.database.user.count({ where: { id: { in: [one.id, other.id] }, disabledAt: null } })
    expect(left).toBe(1)
  })
})

describe('An account', () => {
  test('is changed, and its role decides at once', async () => {
    const made = await api.make('manager', '/v1/accounts', fresh())
    const signedIn = await tokenOf(made.id)
    const changes = { role: 'senior', tier: 'senior', function: 'architect', language: 'en', timeZone: 'UTC' }
    expect((await api.patch('manager', `/v1/accounts/${made.id}`, { role: 'senior' }, 1)).body.errors[0]?.field).toBe(
      'tier',
    )
    const reply = await api.patch('manager', `/v1/accounts/${made.id}`, changes, 1)
    expect(reply).toMatchObject({ status: 200, body: { ...changes, revision: 2 } })
    expect((await api.ask('nobody', 'GET', '/v1/me', signedIn)).body.role).toBe('senior')
    expect((await changesOf(made.id))[0]).toMatchObject({
      before: { role: 'agent', tier: null, function: null, language: 'zh-CN', timeZone: 'Asia/Shanghai' },
      after: changes,
    })
    const taken = await api.patch('manager', `/v1/accounts/${made.id}`, { email: 'li.jing@aftercare.example' }, 2)
    expect([taken.status, taken.body.errors[0]?.field]).toEqual([400, 'email'])
    const turned = await api.patch('manager', `/v1/accounts/${made.id}`, { role: 'customer' }, 2)
    expect([turned.status, turned.body.errors[0]?.field]).toEqual([400, 'role'])
  })

  test('that is disabled opens nothing from then on, also when it is enabled again', async () => {
    const made = await api.make('manager', '/v1/accounts', fresh())
    const tokens = await Promise.all(['session', 'apiKey'].map((kind) => tokenOf(made.id, kind)))
    const opened = async () =>
      Promise.all(tokens.map(async (token) => (await api.ask('nobody', 'GET', '/v1/me', token)).status))
    expect(await opened()).toEqual([200, 200])
    const ended = await disable('manager', made)
    expect(ended).toMatchObject({ status: 200, body: { revision: 2, disabledAt: expect.any(String) } })
    expect(await opened()).toEqual([401, 401])
    const listed = async (query: string) =>
      (await api.get('manager', `/v1/accounts?limit=100${query}`)).body.items.some(({ id }) => id === made.id)
    expect([await listed(''), await listed('&disabled=true')]).toEqual([false, true])
    expect((await api.post('manager', `/v1/accounts/${made.id}/password-links`, {})).status).toBe(409)
    expect(await disable('manager', ended.body, 'DELETE')).toMatchObject({ status: 200, body: { disabledAt: null } })
    expect(await opened()).toEqual([401, 401])
    expect((await api.ask('nobody', 'GET', '/v1/me', await tokenOf(made.id))).status).toBe(200)
  })
})
