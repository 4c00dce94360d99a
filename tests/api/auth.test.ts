import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { surfaces } from '../../web/surfaces.ts'
import { roles } from '../../domain/people/roles.ts'
import { TestApi, type Who } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const password = 'aftercare-demo'

async function statusWith(token: string): Promise<number> {
  return (await api.get('nobody', '/v1/me', bearer(token))).status
}

/** A session of one's own, which a test may spoil. */
async function session(email = 'he.miao@aftercare.example') {
  return api.make('nobody', '/v1/sessions', { email, password })
}

describe('a token', () => {
  test('opens what its owner may see, and is kept as a hash only', async () => {
    const { token } = await session()
    expect((await api.get('nobody', '/v1/me', bearer(token))).body).toMatchObject({
      role: 'agent',
      name: '何苗 He Miao',
    })
    const kept = JSON.stringify(await api.database.accessToken.findMany())
    expect(kept).not.toContain(token)
    // Its random part may hold the very sign that ends the prefix.
    expect(kept).not.toContain(token.slice(token.indexOf('_') + 1))
  })

  test('is asked for where none was sent, or none that is known', async () => {
    for (const headers of [{}, { authorization: 'Basic YTpi' }, bearer('aftercare_unknown').headers]) {
      const reply = await api.get('nobody', '/v1/me', { headers })
      expect(reply.status).toBe(401)
      expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/)
    }
  })

  test('F12: is had by every spelling of the address of its account', async () => {
    await api.database.user.update({
      where: { email: 'he.miao@aftercare.example' },
      data: { email: 'he.miao@xn--fsqu00a.xn--fiqs8s' },
    })
    try {
      for (const email of ['he.miao@例子.中国', 'HE.MIAO@XN--FSQU00A.XN--FIQS8S', 'he.miao@例子。中国']) {
        const { token } = await session(email)
        expect([email, await statusWith(token)]).toEqual([email, 200])
      }
    } finally {
      await api.database.user.update({
        where: { email: 'he.miao@xn--fsqu00a.xn--fiqs8s' },
        data: { email: 'he.miao@aftercare.example' },
      })
    }
  })

  test('opens nothing once it is expired', async () => {
    const { token } = await session()
    expect(await statusWith(token)).toBe(200)
    const newest = await api.database.accessToken.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
    await api.database.accessToken.update({
      where: { id: newest.id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    })
    expect(await statusWith(token)).toBe(401)
  })

  test('opens nothing after signing out', async () => {
    const { token } = await session()
    expect((await api.ask('nobody', 'DELETE', '/v1/sessions/current', bearer(token))).status).toBe(204)
    expect(await statusWith(token)).toBe(401)
  })

  test('opens nothing when the account is disabled, and nobody can sign in to it', async () => {
    const email = 'ma.li@aftercare.example'
    const { token } = await session(email)
    await api.database.user.update({ where: { email }, data: { disabledAt: new Date() } })
    expect(await statusWith(token)).toBe(401)
    expect((await api.post('nobody', '/v1/sessions', { email, password })).status).toBe(401)
  })
})

describe('signing in', () => {
  test('does not tell a wrong password from an unknown address, in words or in time', async () => {
    const timed = async (email: string) => {
      const start = performance.now()
      const reply = await api.post('nobody', '/v1/sessions', { email, password: 'wrong' })
      const { requestId: _id, ...body } = reply.body
      return { took: performance.now() - start, status: reply.status, body }
    }
    const times: number[][] = [[], []]
    for (let i = 0; i < 9; i++) {
      const known = await timed('wu.qian@aftercare.example')
      const unknown = await timed('nobody.at.all@aftercare.example')
      expect(unknown).toMatchObject({ status: 401, body: known.body })
      times[0]?.push(known.took)
      times[1]?.push(unknown.took)
    }
    const [known = 0, unknown = 0] = times.map((list) => list.sort((a, b) => a - b)[4])
    expect(unknown / known).toBeGreaterThan(0.6)
    expect(unknown / known).toBeLessThan(1.7)
  })

  test('reads an address in any case', async () => {
    await session('He.Miao@Aftercare.Example')
  })
})

describe('an API key', () => {
  const gateway = { name: 'Alarm gateway', password }
  const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString()

  test('is shown once; the same request again finds it without its secret', async () => {
    const key = { 'idempotency-key': 'my key' }
    const first = await api.post('engineer', '/v1/tokens', gateway, key)
    const again = await api.post('engineer', '/v1/tokens', gateway, key)
    expect(first.status).toBe(201)
    expect(again.body).toEqual({ ...first.body, token: null })
    expect((await api.get('nobody', '/v1/me', bearer(first.body.token))).body.role).toBe('engineer')
  })

  test('is revoked by its owner or an admin, and is nobody else’s to find', async () => {
    const made = await api.make('engineer', '/v1/tokens', gateway)
    const revoke = (who: Who) => api.ask(who, 'DELETE', `/v1/tokens/${made.id}`)
    expect((await revoke('manager')).status).toBe(404)
    expect(await statusWith(made.token)).toBe(200)
    expect((await revoke('admin')).status).toBe(204)
    expect((await revoke('engineer')).status).toBe(204)
    expect(await statusWith(made.token)).toBe(401)
    const listed = (await api.get('engineer', '/v1/tokens?limit=100')).body.items
    expect(listed.find((token) => token.id === made.id)?.revokedAt).not.toBeNull()
    expect(JSON.stringify(listed)).not.toContain(made.token)
  })

  test('makes no other key, so that none outlives the one that was revoked (M3)', async () => {
    const { token } = await api.make('senior', '/v1/tokens', { ...gateway, expiresAt: days(1) })
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const reply = await api.ask('nobody', 'POST', '/v1/tokens', { raw: JSON.stringify(gateway), headers })
    expect(reply.status).toBe(403)
  })

  test('is made with the password, whatever token asks', async () => {
    for (const [wrong, field] of [
      [{ name: 'Gateway' }, 'password'],
      [{ ...gateway, password: 'wrong' }, 'password'],
    ] as const) {
      const reply = await api.post('agent', '/v1/tokens', wrong)
      expect([reply.status, reply.body.errors[0]?.field]).toEqual([400, field])
    }
    const signedIn = { authorization: `Bearer ${(await session()).token}`, 'content-type': 'application/json' }
    const reply = await api.ask('nobody', 'POST', '/v1/tokens', { raw: JSON.stringify(gateway), headers: signedIn })
    expect(reply.status).toBe(201)
  })

  test('leaves no hash of the password behind by which it could be guessed', async () => {
    const raw = (password: string) => ({ ...gateway, name: 'Hashed', password })
    const key = { 'idempotency-key': 'the password is no part of it' }
    expect((await api.post('agent', '/v1/tokens', raw(password), key)).status).toBe(201)
    // Bound to the password, the key would be another request's: 422.
    expect((await api.post('agent', '/v1/tokens', raw('wrong'), key)).status).toBe(400)
    expect((await api.post('agent', '/v1/tokens', raw(password), key)).status).toBe(201)
  })

  test('ends: when it says, at most two years from now, and so when it says nothing', async () => {
    for (const expiresAt of ['2020-01-01T00:00:00Z', days(731), '9999-12-31T23:59:59-12:00']) {
      const reply = await api.post('agent', '/v1/tokens', { ...gateway, expiresAt })
      expect([reply.status, reply.body.errors[0]?.field]).toEqual([400, 'expiresAt'])
    }
    const { expiresAt } = await api.make('agent', '/v1/tokens', gateway)
    expect(String(expiresAt).slice(0, 10)).toBe(days(730).slice(0, 10))
  })

  test('is one of twenty at most that are alive, however many are asked for at once', async () => {
    const made = await api.make('other', '/v1/tokens', gateway)
    const asked: number[] = []
    for (let sent = 0; sent < 25; sent += 5) {
      const replies = await Promise.all([0, 1, 2, 3, 4].map(() => api.post('other', '/v1/tokens', gateway)))
      asked.push(...replies.map(({ status }) => status))
    }
    expect(asked.filter((status) => status === 201)).toHaveLength(19)
    expect(asked.filter((status) => status === 409)).toHaveLength(6)
    await api.ask('other', 'DELETE', `/v1/tokens/${made.id}`)
    expect((await api.post('other', '/v1/tokens', gateway)).status).toBe(201)
    expect((await api.make('nobody', '/v1/sessions', { email: 'xu.feng@huayue.example', password })).token).toBeTruthy()
  })
})

describe('who may do what', () => {
  const paths = surfaces.map(({ method, path, operation: { who } }) => ({
    method,
    path,
    who,
    at: path.replace(/\{\w+\}/g, 'nothing'),
  }))

  test('nothing but signing in, the pages behind a link and the health checks is open to nobody', async () => {
    const open = paths.filter(({ who }) => who === 'anyone').map(({ path }) => path)
    expect(new Set(open)).toEqual(
      new Set([
        '/sign-off/{token}/document',
        ...[
          '/v1/sessions',
          '/sign-off/{token}',
          '/dispute/{token}',
          '/password/{token}',
          '/page/{token}',
          '/watching/{token}',
          '/party/{token}',
        ],
        ...['/healthz', '/readyz'],
      ]),
    )
    for (const { method, at, who } of paths) {
      if (who === 'anyone') continue
      expect([at, (await api.ask('nobody', method.toUpperCase(), at)).status]).toEqual([at, 401])
    }
  })

  test.each(roles)('%s: every route that is not for this role answers 403', async (role) => {
    for (const { method, at, who } of paths) {
      if (who === 'anyone' || who.includes(role)) continue
      expect([at, (await api.ask(role, method.toUpperCase(), at)).status]).toEqual([at, 403])
    }
  })
})
