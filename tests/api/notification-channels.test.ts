import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Answered, TestApi } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const path = '/v1/notification-channels'
const robot = {
  ...{ kind: 'dingtalk', name: '钉钉', secret: 'SEC-that-nobody-may-see' },
  url: 'https://oapi.dingtalk.com/robot/send?access_token=nobody-may-see',
}
const listed = async (who: 'engineer' | 'agent', query = '') => (await api.get(who, path + query)).body.items

describe('channels of one’s own', () => {
  test('are added, read, changed and removed; neither address nor secret is ever shown again', async () => {
    const { status, body: made, headers } = await api.post('engineer', path, robot)
    expect([status, headers.get('etag')]).toEqual([201, '"1"'])
    expect(made).toMatchObject({ kind: 'dingtalk', signed: true, secret: null, enabled: true, hours: null, last: null })
    const hours = { friday: [['18:00', '09:00']] }
    const changed = await api.patch('engineer', `${path}/${made.id}`, { hours, enabled: false }, 1)
    expect(changed.body).toMatchObject({ hours, enabled: false, revision: 2 })
    expect((await api.patch('engineer', `${path}/${made.id}`, { name: 'x' }, 1)).status).toBe(412)
    const moved = await api.patch('engineer', `${path}/${made.id}`, { url: `${robot.url}2` }, 2)
    expect(moved.body.address).not.toBe(made.address)
    const changes = await api.get('admin', `/v1/changes?thing=notificationChannel&id=${made.id}`)
    expect(changes.body.items.length).toBe(3)
    const shown = JSON.stringify([made, changed.body, moved.body, await listed('engineer'), changes.body])
    expect(shown).not.toContain('nobody-may-see')
    expect((await api.ask('engineer', 'DELETE', `${path}/${made.id}`)).status).toBe(204)
    expect(await listed('engineer')).toEqual([])
  })

  test('a webhook’s secret is made, shown once, and never again', async () => {
    const body = { kind: 'webhook', name: 'Pager', url: 'https://pager.example/hook' }
    const first = await api.post('engineer', path, body, { 'idempotency-key': 'once' })
    expect(first.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const again = await api.post('engineer', path, body, { 'idempotency-key': 'once' })
    expect(again.body).toMatchObject({ id: first.body.id, secret: null })
    expect(await listed('engineer')).toHaveLength(1)
  })

  test('nobody else’s are there for one; who keeps the account keeps its channels', async () => {
    const [mine] = (await listed('engineer')) as [Answered]
    for (const who of ['agent', 'senior'] as const) {
      expect((await api.patch(who, `${path}/${mine.id}`, { enabled: false }, 1)).status).toBe(404)
      expect((await api.ask(who, 'DELETE', `${path}/${mine.id}`)).status).toBe(404)
      expect((await api.post(who, `${path}/${mine.id}/trial`, {})).status).toBe(404)
      expect((await api.get(who, `${path}?userId=${mine.userId}`)).status).toBe(404)
      const theirs = await api.post(who, path, { ...robot, userId: mine.userId })
      expect([theirs.status, theirs.body.errors[0]?.field]).toEqual([404, 'userId'])
    }
    expect((await api.patch('manager', `${path}/${mine.id}`, { enabled: false }, 1)).status).toBe(200)
    const admin = await api.database.user.findFirstOrThrow({ where: { role: 'admin' } })
    expect((await api.get('manager', `${path}?userId=${admin.id}`)).status).toBe(404)
    const customer = await api.database.user.findFirstOrThrow({ where: { role: 'customer' } })
    expect((await api.post('manager', path, { ...robot, userId: customer.id })).status).toBe(404)
    expect((await api.patch('engineer', `${path}/${mine.id}`, { enabled: true }, 2)).status).toBe(200)
  })

  test('are ten at most', async () => {
    for (let i = 0; i < 10; i++) await api.make('senior', path, robot)
    expect((await api.post('senior', path, robot)).status).toBe(409)
  })

  test('are tried through the queue of all pages', async () => {
    const [mine] = (await listed('engineer')) as [Answered]
    const tried = await api.post('engineer', `${path}/${mine.id}/trial`, {})
    expect([tried.status, tried.body.status]).toEqual([201, 'pending'])
    const [after] = await listed('engineer')
    expect(after?.last).toMatchObject({ status: 'pending', fault: null })
    await api.patch('engineer', `${path}/${mine.id}`, { enabled: false }, mine.revision)
    expect((await api.post('engineer', `${path}/${mine.id}/trial`, {})).status).toBe(409)
  })
})

describe('what does not go together is said at its field', () => {
  const wecom = { kind: 'wecom', name: '企业微信', url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k' }
  const webhook = { kind: 'webhook', name: 'Pager', url: 'https://pager.example/hook' }
  test.each([
    ['url', { ...webhook, url: 'http://pager.example/hook' }],
    ['url', { ...webhook, url: 'not an address' }],
    ['url', { ...webhook, url: 'https://user:word@pager.example/' }],
    ['url', { ...wecom, url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send' }],
    ['url', { ...robot, url: 'https://oapi.dingtalk.com/robot/send' }],
    ['url', { kind: 'feishu', name: '飞书', url: 'https://open.feishu.cn/document' }],
    ['secret', { ...wecom, secret: 'SEC' }],
    ['secret', { ...webhook, secret: 'too short' }],
    ['secret', { ...webhook, secret: null }],
    ['hours', { ...wecom, hours: {} }],
    ['hours.monday[0][1]', { ...wecom, hours: { monday: [['18:00', '25:00']] } }],
    ['kind', { ...wecom, kind: 'pigeon' }],
    ['extra', { ...wecom, extra: 1 }],
  ])('%s', async (field, body) => {
    const { status, body: answered } = await api.post('agent', path, body)
    expect([status, answered.errors?.map((fault) => fault.field)]).toEqual([400, [field]])
  })
})
