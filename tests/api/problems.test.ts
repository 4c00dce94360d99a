import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { TicketEngine } from '../../engine/tickets.ts'
import type { Services } from '../../api/shared/services.ts'
import { connectDatabase } from '../../platform/database.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { TestApi } from '../support/api/test-api.ts'
import { freshDatabase } from '../support/stack/database.ts'

let api: TestApi
const lame: (() => Promise<unknown>)[] = []
const logged: string[] = []
beforeAll(async () => {
  api = await TestApi.start({ logger: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }) })
})
afterEach(async () => {
  for (const end of lame.splice(0).reverse()) await end()
})
afterAll(() => api.close())

/** An API with something wrong, until the end of the test. */
async function broken(services: Partial<Services>): Promise<TestApi> {
  const started = await TestApi.start({ services })
  lame.push(started.close)
  return started
}

function pool(url: string, connections: number): PrismaClient {
  const database = connectDatabase(url, connections)
  lame.push(() => database.$disconnect())
  return database
}

const json = { 'content-type': 'application/json' }

/** Sends the text as it stands; answers the status and the fields at fault. Nothing may have been made of it. */
async function refused(raw: string, headers: Record<string, string> = json, path = '/v1/customers') {
  const before = await api.database.customer.count()
  const { status, body, headers: answered } = await api.ask('manager', 'POST', path, { raw, headers })
  expect(answered.get('content-type')).toMatch('application/problem+json')
  expect(body.requestId).toBe(answered.get('x-request-id'))
  expect(await api.database.customer.count()).toBe(before)
  return { status, fields: body.errors?.map(({ field }) => field) }
}

describe('bad input is refused with the field named, and changes nothing', () => {
  test.each([
    ['an unknown field', '{"name":"A","color":"red"}', ['color']],
    ['a field of Object’s prototype', '{"name":"A","__proto__":{"isAdmin":true}}', ['__proto__']],
    ['a missing field', '{}', ['name']],
    ['no body', '', ['name']],
    ['another type', '{"name":["A"]}', ['name']],
    ['nothing but spaces', '{"name":"  "}', ['name']],
    ['a line break in a name', '{"name":"A\\r\\nBcc: x@y.example"}', ['name']],
    ['too long a name', JSON.stringify({ name: 'x'.repeat(201) }), ['name']],
    ['NUL', '{"name":"A\\u0000B"}', ['name']],
    ['NUL in a key', '{"name":"A","a\\u0000":1}', ['a\ufffd']],
    ['half a surrogate pair', '{"name":"A\\ud800"}', ['name']],
    ['half a surrogate pair in a key', '{"name":"A","\\udfff":1}', ['\ufffd']],
    ['an array', '[{"name":"A"}]', ['body']],
    ['a string', '"A"', ['body']],
    ['broken JSON', '{"name":', ['body']],
    ['too many levels', `{"name":${'['.repeat(1000)}${']'.repeat(1000)}}`, [`name${'[0]'.repeat(19)}`]],
    [
      'as many levels as fit in a body',
      `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      [`name${'[0]'.repeat(19)}`],
    ],
  ])('%s', async (_what, raw, fields) => {
    expect(await refused(raw)).toEqual({ status: 400, fields })
  })

  test('a body of 2 MB', async () => {
    expect(await refused(JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) }))).toMatchObject({ status: 413 })
  })

  test.each([
    ['plain text', 'text/plain', '{"name":"A"}'],
    ['a form', 'application/x-www-form-urlencoded', 'name=A'],
    ['another character set', 'application/json; charset=latin1', '{"name":"A"}'],
  ])('%s', async (_what, type, raw) => {
    expect(await refused(raw, { 'content-type': type })).toMatchObject({ status: 415 })
  })

  test.each(['', 'x'.repeat(201), 'Schl\u00fcssel'])('the Idempotency-Key %j', async (key) => {
    const reply = await refused('{"name":"A"}', { ...json, 'idempotency-key': key })
    expect(reply).toEqual({ status: 400, fields: ['Idempotency-Key'] })
  })

  test.each([
    ['/v1/customers/a%00b', 'path'],
    ['/v1/customers/%ff', 'path'],
    ['/v1/customers/a%20b', 'id'],
    ['/v1/nothing/%00', 'path'],
    ['/v1/customers?cursor=a%00b', 'cursor'],
    ['/v1/customers?a%00=b', 'a\ufffd'],
    ['/v1/customers?__proto__=1', '__proto__'],
  ])('the address %s', async (path, field) => {
    const reply = await api.get('manager', path)
    expect([reply.status, reply.body.errors?.[0]?.field]).toEqual([400, field])
  })
})

describe('what is not there', () => {
  test('an unknown path is 404, and so is a known one with a slash too many', async () => {
    for (const path of ['/v1/nothing', '/v1/customers/', '/V1/customers', '/docs/assets/../../package.json']) {
      expect([path, (await api.get('manager', path)).status]).toEqual([path, 404])
    }
  })

  test('an unknown method is 405 and says which are known', async () => {
    const reply = await api.ask('manager', 'PUT', '/v1/customers')
    expect(reply.status).toBe(405)
    expect(reply.headers.get('allow')).toBe('POST, GET, HEAD')
  })
})

describe('a request id', () => {
  test('is the caller’s own when it is a sane one, else a new one', async () => {
    const answered = async (id: string) => {
      const reply = await api.get('manager', '/v1/nothing', { headers: { 'x-request-id': id } })
      expect(reply.body.requestId).toBe(reply.headers.get('x-request-id'))
      return reply.body.requestId
    }
    expect(await answered('trace-42.a:b')).toBe('trace-42.a:b')
    expect(await answered('two words')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await answered('x'.repeat(101))).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('finds a request in the log, which holds no token, no name and no body', async () => {
    logged.length = 0
    const headers = { ...json, 'x-request-id': 'look-here' }
    const raw = '{"name":"Secret Customer"}'
    await api.ask('manager', 'POST', '/v1/customers', { raw, headers })
    await api.get('nobody', '/sign-off/secretlinktoken')
    const lines = logged.join('')
    expect(lines).toContain('"route":"/v1/customers"')
    expect(lines).toContain('look-here')
    expect(lines).not.toMatch(/Secret Customer|aftercare_|secretlinktoken|Wu Qian/)
  })
})

test('a link never follows the Host header, and no part of an answer does', async () => {
  const headers = { ...json, host: 'evil.example', 'x-forwarded-host': 'evil.example' }
  const reply = await api.ask('manager', 'POST', '/v1/customers', { raw: '{"name":"Hosted"}', headers })
  expect(reply.status).toBe(201)
  expect(JSON.stringify([reply.body, [...reply.headers]])).not.toContain('evil.example')
})

describe('a part that is down', () => {
  test('the database: 503 with Retry-After and no internals, and the process still lives', async () => {
    const without = await broken({ database: pool('postgresql://someone:secret@127.0.0.1:1/nowhere', 2) })
    for (const reply of [
      await without.get('manager', '/v1/customers'),
      await without.post('manager', '/v1/customers', { name: 'A' }),
      await without.post('nobody', '/v1/sessions', { email: 'a@b.example', password: 'x' }),
      await without.get('nobody', '/readyz'),
    ]) {
      expect(reply.status).toBe(503)
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(reply.body.part).toBe('database')
      expect(JSON.stringify(reply.body)).not.toMatch(/127\.0\.0\.1|prisma|secret|ECONN/i)
    }
    expect((await without.get('nobody', '/healthz')).status).toBe(200)
  })

  test('a pool without a free connection: 503 after five seconds, and then it goes on', async () => {
    const fresh = await freshDatabase()
    lame.push(fresh.drop)
    const database = pool(fresh.url, 1)
    const busy = await broken({ database })
    const slow = database.$queryRaw`SELECT 'done' AS answer FROM pg_sleep(6)`
    const [late, answer] = await Promise.all([busy.get('manager', '/v1/customers'), slow])
    expect([late.status, late.body.part]).toEqual([503, 'database'])
    expect(answer).toEqual([{ answer: 'done' }])
    expect((await busy.get('manager', '/v1/customers')).status).toBe(401)
  })

  test('connections that the database closed are made again', async () => {
    await Promise.all([0, 1, 2].map(() => api.get('manager', '/v1/customers')))
    await api.database.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`
    const replies = await Promise.all([0, 1, 2, 3].map(() => api.get('manager', '/v1/customers')))
    for (const { status } of replies) expect([200, 503]).toContain(status)
    expect((await api.get('manager', '/v1/customers')).status).toBe(200)
  })

  test('the engine: not ready, and lists are still read', async () => {
    const engine = new TicketEngine({ address: '127.0.0.1:1', namespace: 'none', tls: false, taskQueue: 'none' })
    lame.push(() => engine.close())
    const without = await broken({ engine })
    expect((await without.get('manager', '/v1/customers')).status).toBe(200)
    const reply = await without.get('nobody', '/readyz')
    expect([reply.status, reply.body.part]).toEqual([503, 'engine'])
  })

  test('none is: ready', async () => {
    expect(await api.get('nobody', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } })
  })

  test('something unforeseen: 500 without internals', async () => {
    const now = () => {
      throw new Error('secret internals')
    }
    const reply = await (await broken({ now })).get('manager', '/v1/me')
    expect(reply.status).toBe(500)
    expect(JSON.stringify(reply.body)).not.toMatch(/secret|\.ts/)
  })
})
