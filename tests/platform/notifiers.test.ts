import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { dingtalk } from '../../platform/notifiers/dingtalk.ts'
import { feishu } from '../../platform/notifiers/feishu.ts'
import { createNotifier } from '../../platform/notifiers/notifier.ts'
import { webhook } from '../../platform/notifiers/webhook.ts'
import { wecom } from '../../platform/notifiers/wecom.ts'
import { Robots, type RobotKind } from '../support/robots/robots.ts'

let robots: Robots
beforeAll(async () => {
  robots = await Robots.start()
})
afterAll(() => robots.close())

const notifier = createNotifier({ inside: ['127.0.0.0/8'] })
const told = { key: 'page:1', text: '[T-2026-000001] 已超时 <at user_id="all">', data: { type: 'breached' } }
const whsec = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const secrets: Record<RobotKind, string | null> = {
  webhook: whsec,
  wecom: null,
  dingtalk: 'SECabc',
  feishu: 'Fei/+= 密',
}
const kinds = Object.keys(secrets) as RobotKind[]

describe('a page to each kind of receiver, as its documentation wants it', () => {
  for (const kind of kinds) {
    test(`${kind}: takes it by form and signature`, async () => {
      const secret = secrets[kind]
      const url = robots.address(kind, `good-${kind}`, secret ?? undefined)
      expect(await notifier.send(kind, { url, secret }, told)).toBe('accepted')
      const [caught] = robots.sentTo(`good-${kind}`)
      expect(caught?.text).toContain('[T-2026-000001] 已超时')
      // A subject calls nobody's whole group.
      if (kind !== 'webhook') expect(caught?.text).not.toContain('<at')
    })
  }

  for (const kind of ['webhook', 'dingtalk', 'feishu'] as const) {
    test(`${kind}: another secret is refused, and not taken`, async () => {
      const url = robots.address(kind, `wrong-${kind}`, secrets[kind] ?? '')
      const secret = kind === 'webhook' ? `whsec_${Buffer.alloc(32, 8).toString('base64')}` : 'another'
      const taken = await notifier.send(kind, { url, secret }, told)
      const codes = { webhook: { again: '401' }, dingtalk: { refused: '310000' }, feishu: { refused: '19021' } }
      expect(taken).toEqual(codes[kind])
      expect(robots.sentTo(`wrong-${kind}`)).toEqual([])
    })
  }

  for (const [kind, most, code, inMs] of [
    ['wecom', 20, '45009', 60_000],
    ['dingtalk', 20, '130101', 600_000],
    ['feishu', 5, '11232', 60_000],
  ] as const) {
    test(`${kind}: says when it is told too often, and for how long to wait`, async () => {
      const url = robots.address(kind, `often-${kind}`)
      const all = await Promise.all(
        Array.from({ length: most + 1 }, () => notifier.send(kind, { url, secret: null }, told)),
      )
      expect(all.filter((taken) => taken === 'accepted')).toHaveLength(most)
      expect(all.filter((taken) => taken !== 'accepted')).toEqual([{ again: code, inMs }])
    })
  }
})

describe('what is written down of it', () => {
  const now = new Date('2026-11-27T02:00:00.500Z')
  const target = { url: 'https://robot.example/send?access_token=a', secret: 'SEC1' }

  test('the generic webhook follows Standard Webhooks: id, seconds and body are signed, by the bytes of the secret', () => {
    // Of the specification's own kind: reckoned here from its words.
    const { headers, body } = webhook.request({ url: 'https://hook.example', secret: whsec }, told, now)
    const right = createHmac('sha256', Buffer.alloc(32, 7)).update(`page:1.1795744800.${body}`).digest('base64')
    expect(headers).toMatchObject({
      'webhook-id': 'page:1',
      'webhook-timestamp': '1795744800',
      'webhook-signature': `v1,${right}`,
    })
    expect(JSON.parse(body)).toEqual({ type: 'breached', text: told.text })
  })

  test('钉钉: milliseconds and signature stand in the query, encoded', () => {
    const { url } = dingtalk.request(target, told, now)
    const right = createHmac('sha256', 'SEC1').update('1795744800500\nSEC1').digest('base64')
    expect(url).toContain(`&timestamp=1795744800500&sign=${encodeURIComponent(right)}`)
    expect(url).not.toMatch(/sign=[^&]*[+/]/)
  })

  test('飞书: seconds and signature stand in the body, whose key is what 钉钉 signs', () => {
    const { body, url } = feishu.request(target, told, now)
    expect(url).toBe(target.url)
    const sign = createHmac('sha256', '1795744800\nSEC1').update('').digest('base64')
    expect(JSON.parse(body)).toMatchObject({ timestamp: '1795744800', sign, msg_type: 'text' })
  })

  test('企业微信 signs nothing', () => {
    expect(Object.keys(JSON.parse(wecom.request(target, told, now).body))).toEqual(['msgtype', 'text'])
  })

  test('a receiver that is down, busy, gone or answers what nobody knows', () => {
    const answer = (status: number, body: object | string, headers = {}) => ({
      ...{ status, headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    expect(webhook.judge(answer(503, '', { 'retry-after': '7' }))).toEqual({ again: '503', inMs: 7000 })
    expect(webhook.judge(answer(301, ''))).toEqual({ again: '301' })
    expect(webhook.judge(answer(410, ''))).toEqual({ refused: '410' })
    expect(wecom.judge(answer(200, { errcode: 93000 }))).toEqual({ refused: '93000' })
    expect(dingtalk.judge(answer(200, { errcode: 410100 }))).toEqual({ again: '410100', inMs: 600_000 })
    for (const { judge } of [wecom, dingtalk, feishu]) {
      expect(judge(answer(502, '<html>'))).toEqual({ again: '502' })
      expect(judge(answer(200, 'null'))).toEqual({ again: '200' })
      expect(judge(answer(500, { errcode: 0, code: 0 }))).toEqual({ again: '0' })
    }
  })
})

describe('pages go nowhere within the house', () => {
  const outside = createNotifier({ inside: ['10.0.0.0/8'] })
  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '169.254.169.254',
    '0.0.0.0',
  ]) {
    test(`not to ${host}, judged when it is connected to`, async () => {
      let reached = 0
      const server = createServer((_request, response) => response.end(String(reached++)))
      await new Promise<void>((resolve) => server.listen(0, resolve))
      const { port } = server.address() as AddressInfo
      const url = `http://${host}:${host.startsWith('169') ? 80 : port}/hook`
      expect(await outside.send('webhook', { url, secret: whsec }, told)).toEqual({ again: 'not public' })
      expect(reached).toBe(0)
      server.close()
    })
  }

  test('by http nowhere else, where one network within is named', async () => {
    expect(await outside.send('webhook', { url: 'http://1.1.1.1/hook', secret: whsec }, told)).toEqual({
      again: 'not public',
    })
  })

  test('nor by http to anywhere, where no network within is named', async () => {
    const taken = await createNotifier({ inside: [] }).send(
      'webhook',
      { url: 'http://127.0.0.1/', secret: whsec },
      told,
    )
    expect(taken).toEqual({ again: 'https' })
  })

  test('no fault tells the address, by which anybody could write to the group', async () => {
    const url = robots.address('wecom', 'key-that-nobody-may-see').replace(/:\d+/, ':1')
    const taken = await notifier.send('wecom', { url, secret: null }, told)
    expect(taken).toEqual({ again: 'ECONNREFUSED' })
  })
})
