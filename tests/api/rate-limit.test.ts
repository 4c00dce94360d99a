import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type Reply, TestApi, type Who } from '../support/api/test-api.ts'

let api: TestApi
afterEach(() => api.close())

function times<T>(count: number, work: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => work(index))
}

function countOf(replies: Reply[], status: number): number {
  return replies.filter((reply) => reply.status === status).length
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

describe('a flood', () => {
  test('of one token is stopped, with when to come back, and disturbs no other token', async () => {
    api = await TestApi.start({ requestsPerSecond: 12 })
    const flood = times(200, () => api.get('agent', '/v1/me'))
    const other = times(10, () => api.get('manager', '/v1/me'))
    const [replies, others] = [await Promise.all(flood), await Promise.all(other)]
    const stopped = replies.filter(({ status }) => status === 429)
    expect(stopped.length).toBeGreaterThan(20)
    expect(countOf(replies, 200) + stopped.length).toBe(200)
    for (const { headers } of stopped) {
      expect(headers.get('retry-after')).toBe('1')
      expect(headers.get('ratelimit')).toContain('limit=12, remaining=0')
    }
    expect(countOf(others, 200)).toBe(10)
    await sleep(1100)
    expect((await api.get('agent', '/v1/me')).status).toBe(200)
  })

  test('of guessed tokens is stopped by address, and a good token from there still opens (M5)', async () => {
    api = await TestApi.start({ requestsPerSecond: 12 })
    const guess = (i: number) => api.get('nobody', '/v1/me', bearer(`aftercare_${i}`))
    const [flood, good] = [times(200, guess), times(12, () => api.get('agent', '/v1/me'))]
    const replies = await Promise.all(flood)
    expect(countOf(replies, 429)).toBeGreaterThan(20)
    expect(countOf(replies, 401) + countOf(replies, 429)).toBe(200)
    expect(countOf(await Promise.all(good), 200)).toBe(12)
  })

  test('is counted by address where no token is asked for, whatever token is shown', async () => {
    api = await TestApi.start({ requestsPerSecond: 12 })
    for (const path of ['/healthz', '/openapi.json', '/v1/nothing']) {
      const replies = await Promise.all(times(60, (i) => api.get('nobody', path, bearer(`aftercare_${i}`))))
      expect([path, countOf(replies, 429) > 0]).toEqual([path, true])
      await sleep(1100)
    }
  })

  test('of another address is told apart only where a proxy is trusted to say so', async () => {
    const from = (address: string) => api.get('nobody', '/healthz', { headers: { 'x-forwarded-for': address } })
    api = await TestApi.start({ requestsPerSecond: 20 })
    const believed = await Promise.all(times(60, (i) => from(`192.0.2.${i}`)))
    expect(countOf(believed, 429)).toBeGreaterThan(0)
    await api.close()
    api = await TestApi.start({ requestsPerSecond: 20, trustProxy: '1' })
    expect(countOf(await Promise.all(times(60, (i) => from(`192.0.2.${i}`))), 200)).toBe(60)
  })
})

test('a busy client is let through: 200 requests a second of one token, for three seconds', async () => {
  api = await TestApi.start({ requestsPerSecond: 300 })
  const statuses = new Map<number, number>()
  const asking: Promise<void>[] = []
  const start = performance.now()
  for (let sent = 0; sent < 600; sent++) {
    const wait = start + sent * 5 - performance.now()
    if (wait > 0) await sleep(wait)
    asking.push(
      api.get('agent' satisfies Who, '/v1/me').then(({ status }) => {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }),
    )
  }
  await Promise.all(asking)
  expect([...statuses]).toEqual([[200, 600]])
})
