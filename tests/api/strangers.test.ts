import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { unsound } from '../../http/sound.ts'
import { surfaces } from '../../web/surfaces.ts'
import { TestApi } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const json = { 'content-type': 'application/json' }
const signIn = (raw: string, headers: Record<string, string> = json) =>
  api.ask('nobody', 'POST', '/v1/sessions', { raw, headers })
const sizeOf = (body: unknown) => JSON.stringify(body).length

/** One name of that length over as many fields with a NUL: each fault names its whole path. */
const echo = (name: number, faults: number) =>
  `{"${'K'.repeat(name)}":{${Array.from({ length: faults }, (_, i) => `"a${i}":"\\u0000"`).join(',')}}}`

describe('what is told of a body is bounded, whatever it holds (H1)', () => {
  test('a stranger’s 120,000-character name over a thousand faults: refused by its size', async () => {
    const { status, body } = await signIn(echo(120_000, 1000))
    expect(status).toBe(413)
    expect(sizeOf(body)).toBeLessThan(500)
  })

  test('as much of it as may be sent: twenty faults, and of each name a hundred characters', async () => {
    const { status, body } = await signIn(echo(2000, 300))
    expect([status, body.errors.length]).toEqual([400, 20])
    expect(sizeOf(body)).toBeLessThan(10_000)
  })

  test.each([
    ['faults below a long name', echo(120_000, 6000)],
    ['unknown fields', `{${Array.from({ length: 15_000 }, (_, i) => `"unknown${i}":1`).join(',')}}`],
    ['unknown fields with long names', `{"${'K'.repeat(120_000)}":1,"${'L'.repeat(120_000)}":1}`],
    ['a long name that ends in the middle of a character', `{"a${'😀'.repeat(50_000)}":1}`],
  ])('%s, from whoever has signed in', async (_what, raw) => {
    const { status, body } = await api.ask('manager', 'POST', '/v1/customers', { raw, headers: json })
    expect(status).toBe(400)
    expect(body.errors.length).toBeLessThanOrEqual(20)
    expect(sizeOf(body)).toBeLessThan(10_000)
    expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/i)
  })

  test('no more faults are looked for than are told', () => {
    let read = 0
    const item = {
      get text() {
        read++
        return '\0'
      },
    }
    expect(unsound(Array.from({ length: 50_000 }, () => item))).toHaveLength(20)
    expect(read).toBe(20)
  })
})

describe('nothing is read before it is known to be what is asked for (H2)', () => {
  test('400 sign-ins of 250 kB: each is refused by its size', async () => {
    const raw = JSON.stringify({ email: 'x'.repeat(250_000), password: 'x' })
    const statuses = new Set<number>()
    for (let sent = 0; sent < 400; sent += 20) {
      const replies = await Promise.all(Array.from({ length: 20 }, () => signIn(raw)))
      for (const { status } of replies) statuses.add(status)
    }
    expect([...statuses]).toEqual([413])
  })

  test.each([
    ['nested ever deeper', `{"email":${'['.repeat(3000)}${']'.repeat(3000)},"password":"x"}`],
    ['that has no text', '{"email":{"toString":1,"valueOf":1},"password":"x"}'],
    ['of another prototype', '{"email":{"__proto__":null},"password":"x"}'],
  ])('an address %s is 400, and no fault of ours', async (_what, raw) => {
    expect((await signIn(raw)).status).toBe(400)
  })

  test('a compressed body is not unpacked, for nobody', async () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, ' '))
    for (const [who, path] of [
      ['nobody', '/v1/sessions'],
      ['manager', '/v1/customers'],
    ] as const) {
      const token = api.users.get(who)?.token
      const response = await fetch(api.url + path, {
        method: 'POST',
        headers: { ...json, 'content-encoding': 'gzip', ...(token && { authorization: `Bearer ${token}` }) },
        body: bomb,
      })
      expect(response.status).toBe(415)
    }
  })

  test('whatever anyone may send is small', () => {
    const open = surfaces.map(({ operation }) => operation).filter(({ who, body }) => who === 'anyone' && body)
    expect(open.length).toBeGreaterThan(1)
    for (const { summary, bodyLimit } of open) {
      expect([summary, bodyLimit]).toEqual([summary, expect.any(Number)])
      expect(bodyLimit).toBeLessThanOrEqual(80 * 1024)
    }
  })

  test('a sign-in is as long as its schema allows, and no longer', async () => {
    const email = `${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(3)}example`
    const longest = JSON.stringify({ email, password: '😀'.repeat(100) })
    const escaped = longest.replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16)}`)
    expect((await signIn(escaped)).status).toBe(401)
  })
})

test('more sign-ins at once than we can check are told to come again, and the next is served', async () => {
  const knock = (i: number) => api.post('nobody', '/v1/sessions', { email: `a${i}@b.example`, password: 'x' })
  // Far more than can wait, and fewer than an address may try in a minute; those who check are busy until all have come.
  const atOnce = 180
  const others = Array.from({ length: 4 }, () => promisify(pbkdf2)('x', 'y', 700_000, 64, 'sha512'))
  const replies = await Promise.all(Array.from({ length: atOnce }, (_, i) => knock(i)))
  await Promise.all(others)
  const busy = replies.filter(({ status }) => status === 429)
  expect(busy.length).toBeGreaterThan(0)
  for (const { headers } of busy) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(replies.filter(({ status }) => status === 401).length).toBe(atOnce - busy.length)
  expect((await knock(atOnce)).status).toBe(401)
})
