import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { TestApi } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const named = (name: string) => api.post('manager', '/v1/customers', { name })
const point = (name: string) => name.codePointAt(1)?.toString(16).toUpperCase().padStart(4, '0')

describe('F13: bytes that are no UTF-8 are refused, and not kept as something else', () => {
  const gbk = Buffer.from([0xc9, 0xcf, 0xba, 0xa3])
  const send = async (path: string, type: string, body: Buffer, who: 'manager' | 'nobody' = 'manager') => {
    const token = api.users.get(who)?.token
    const headers = { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) }
    return (await fetch(api.url + path, { method: 'POST', headers, body: new Uint8Array(body) })).status
  }

  test('in JSON, whatever it says that it is', async () => {
    const before = await api.database.customer.count()
    const json = Buffer.concat([Buffer.from('{"name":"'), gbk, Buffer.from('"}')])
    expect(await send('/v1/customers', 'application/json', json)).toBe(400)
    for (const charset of ['gbk', 'utf-16', 'utf-32', 'utf-7', 'iso-8859-1']) {
      expect([charset, await send('/v1/customers', `application/json; charset=${charset}`, json)]).toEqual([
        charset,
        415,
      ])
    }
    expect(await api.database.customer.count()).toBe(before)
    const utf8 = Buffer.from(JSON.stringify({ name: '上海' }))
    expect(await send('/v1/customers', 'application/json; charset=UTF-8', utf8)).toBe(201)
  })

  test('in a form, as they are or percent-encoded', async () => {
    const form = (body: string | Buffer, charset = '') =>
      send('/sign-off/nothing', `application/x-www-form-urlencoded${charset}`, Buffer.from(body), 'nobody')
    expect(await form('decision=sign&recordHash=x&comment=%c9%cf')).toBe(400)
    expect(await form(Buffer.concat([Buffer.from('decision=sign&recordHash=x&comment='), gbk]))).toBe(400)
    expect(await form('decision=sign&recordHash=x&comment=a', '; charset=iso-8859-1')).toBe(415)
    expect(await form('decision=sign&recordHash=x&comment=%E4%B8%8A+%E6%B5%B7')).toBe(404)
  })

  test.each(['/v1/customers?cursor=%c9', '/v1/customers?cursor=%', '/v1/customers?%ff=1', '/v1/customers/%c9'])(
    'in the address %s',
    async (path) => {
      const { status, body } = await api.get('manager', path)
      expect([status, body.errors[0]?.message]).toEqual([400, 'Not percent-encoded UTF-8'])
    },
  )
})

describe('a name has no characters that nobody sees', () => {
  test.each([
    ['one that turns what follows', 'A\u202eexe.pdf'],
    ['an isolate that turns it', 'A\u2067b'],
    ['a mark of direction', 'A\u200fb'],
    ['an Arabic mark of direction', 'A\u061cb'],
    ['a space without width', 'A\u200bb'],
    ['a byte order mark', 'A\ufeffb'],
    ['a soft hyphen', 'A\u00adb'],
    ['a filler of Hangul', 'A\u3164b'],
    ['a word joiner', 'A\u2060b'],
    ['a hidden tag', 'A\u{e0041}b'],
  ])('%s is named', async (_what, name) => {
    const { status, body } = await named(name)
    const message = `Leave out U+${point(name)}, which nobody sees`
    expect([status, body.errors]).toEqual([400, [{ field: 'name', message }]])
  })

  test('nor is it made of joiners alone', async () => {
    for (const name of ['\u200d', '\u200c\u200d', ' \ufe0f']) expect((await named(name)).status).toBe(400)
  })

  test.each([
    ['Persian, with its joiner', 'می\u200cخواهم'],
    ['an emoji of several', '👩\u200d🔧 工程部'],
    ['a Chinese name with a variant', '葛\u{e0100}城'],
    ['Hebrew and Arabic', 'שלום مرحبا'],
    ['an emoji with its selector', 'Care ❤\ufe0f'],
  ])('%s is kept as it is', async (_what, name) => {
    const { status, body } = await named(name)
    expect([status, body.name]).toEqual([201, name])
  })

  test('a text may hold anything but NUL', async () => {
    const opening = { contractId: 'ctr_nothing', subject: 'S', description: 'A\u202eb\u200b' }
    expect((await api.post('manager', '/v1/tickets', opening)).body.errors.map(({ field }) => field)).toEqual([
      'contractId',
    ])
  })
})

test('no cache on the way keeps an answer, a token least of all', async () => {
  const signIn = { email: 'he.miao@aftercare.example', password: 'aftercare-demo' }
  for (const { headers, status } of [
    await api.post('nobody', '/v1/sessions', signIn),
    await api.post('agent', '/v1/tokens', { name: 'Key', password: signIn.password }),
    await api.get('agent', '/v1/me'),
    await api.get('nobody', '/v1/me'),
    await api.get('agent', '/v1/nothing'),
    await api.get('nobody', '/healthz'),
  ]) {
    expect([status, headers.get('cache-control')]).toEqual([status, 'no-store'])
  }
})
