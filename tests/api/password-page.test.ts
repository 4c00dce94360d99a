import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { newToken } from '../../store/secrets.ts'
import { type Answered, TestApi } from '../support/api/test-api.ts'

let api: TestApi
let now = new Date()
const logged: string[] = []
beforeAll(async () => {
  const logger = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  api = await TestApi.start({ services: { now: () => now }, logger })
})
afterAll(() => api.close())

const good = 'correct horse battery'

async function account(more: object = {}): Promise<Answered> {
  return api.make('manager', '/v1/accounts', {
    name: 'New',
    email: `${randomUUID()}@desk.example`,
    role: 'agent',
    ...more,
  })
}

async function link({ id }: Answered): Promise<string> {
  const { url } = await api.make('manager', `/v1/accounts/${id}/password-links`, {})
  expect(url).toMatch(/^https:\/\/desk\.example\/password\/[A-Za-z0-9_-]{43}$/)
  return new URL(String(url)).pathname
}

const page = (path: string) => api.get('nobody', path)

async function send(path: string, password: string, repeated = password) {
  const raw = String(new URLSearchParams({ password, repeated }))
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const sent = await api.ask('nobody', 'POST', path, { raw, headers })
  return sent.status === 303 ? page(sent.headers.get('location') ?? '') : sent
}

async function signIn({ email }: Answered, password: string): Promise<number> {
  return (await api.post('nobody', '/v1/sessions', { email, password })).status
}

describe('The link to set a password', () => {
  test('sets it once, in the language of its owner, who can sign in then', async () => {
    const mine = await account({ language: 'en' })
    expect(await signIn(mine, good)).toBe(401)
    const path = await link(mine)
    for (const _ of [1, 2]) expect(String((await page(path)).body)).toContain(mine.email)
    expect(String((await page(path)).body)).toContain('<html lang="en">')
    const set = await send(path, good)
    expect([set.status, String(set.body).includes('Your password is set')]).toEqual([200, true])
    expect(await signIn(mine, good)).toBe(201)
    await send(path, 'another good password')
    expect([await signIn(mine, 'another good password'), await signIn(mine, good)]).toEqual([401, 201])
    const [change] = (await api.get('manager', `/v1/changes?thing=account&id=${mine.id}`)).body.items
    expect(change).toMatchObject({ by: { id: mine.id }, before: { passwordSetAt: null } })
    expect(String((await page(await link(await account()))).body)).toMatch(/<html lang="zh-CN">[\s\S]*<h1>设置密码/)
  })

  test('ends every session, and no key of a program', async () => {
    const mine = await account()
    const tokens = ['session', 'apiKey'].map((kind) => ({ kind, ...newToken() }))
    const data = tokens.map(({ kind, hash }) => ({ id: `tok_${hash.slice(0, 20)}`, userId: mine.id, hash, kind }))
    await api.database.accessToken.createMany({ data })
    await send(await link(mine), good)
    const ask = ({ token }: { token: string }) =>
      api.ask('nobody', 'GET', '/v1/me', { headers: { authorization: `Bearer ${token}` } })
    expect((await Promise.all(tokens.map(ask))).map(({ status }) => status)).toEqual([401, 200])
  })

  test('is good for a day, and until there is a newer one', async () => {
    const mine = await account()
    const old = await link(mine)
    const newer = await link(mine)
    expect([(await page(old)).status, (await send(old, good)).status, (await page(newer)).status]).toEqual([
      410, 410, 200,
    ])
    const both = await Promise.all([link(mine), link(mine)])
    expect((await Promise.all(both.map(page))).map(({ status }) => status).sort()).toEqual([200, 410])
    const last = await link(mine)
    now = new Date(now.getTime() + 24 * 3_600_000)
    expect([(await page(last)).status, (await send(last, good)).status]).toEqual([410, 410])
    now = new Date()
    expect(await signIn(mine, good)).toBe(401)
  })

  test('leads nowhere when the account is disabled', async () => {
    const mine = await account()
    const path = await link(mine)
    await api.ask('manager', 'POST', `/v1/accounts/${mine.id}/disabling`, { headers: { 'if-match': '"1"' } })
    expect((await send(path, good)).status).toBe(410)
    expect((await page('/password/unknown')).status).toBe(404)
  })

  test('sent twice at once it is set once', async () => {
    const mine = await account()
    const path = await link(mine)
    const words = ['first good password', 'second good password']
    await Promise.all(words.map((word) => send(path, word)))
    const fits = await Promise.all(words.map((word) => signIn(mine, word)))
    expect(fits.sort()).toEqual([201, 401])
    const { items } = (await api.get('manager', `/v1/changes?thing=account&id=${mine.id}`)).body
    const set = items.filter(({ after }) => 'passwordSetAt' in Object(after))
    expect(set).toHaveLength(1)
  })

  test.each([
    ['elevenchars', 'elevenchars', '密码须为'],
    ['x'.repeat(201), 'x'.repeat(201), '密码须为'],
    [good, 'correct horse', '两次输入的密码不一致'],
  ])('refuses on the same page, without showing it again: %s', async (password, repeated, why) => {
    const mine = await account()
    const path = await link(mine)
    const { status, body } = await send(path, password, repeated)
    expect([status, String(body).includes(why), String(body).includes(password)]).toEqual([422, true, false])
    expect((await page(path)).status).toBe(200)
    expect(await signIn(mine, good)).toBe(401)
  })

  test('takes 12 and 200 characters, and neither they nor the link are logged', async () => {
    const mine = await account()
    for (const password of ['twelve chars', 'y'.repeat(200)]) {
      const path = await link(mine)
      expect((await send(path, password)).status).toBe(200)
      expect(await signIn(mine, password)).toBe(201)
      expect(logged.length).toBeGreaterThan(0)
      for (const secret of [password, path.slice(10)]) expect(logged.join()).not.toContain(secret)
    }
  })

  test('loads nothing, is kept by nobody, and is told to nobody', async () => {
    const { headers, body } = await page(await link(await account()))
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(String(body)).not.toMatch(/<script|<link|src=|https?:/)
  })
})
