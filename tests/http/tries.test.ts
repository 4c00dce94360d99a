import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import pino from 'pino'
import { z } from 'zod'
import { createApp } from '../../http/app.ts'
import { Fault } from '../../http/faults.ts'
import { json } from '../../http/json.ts'
import type { Operation } from '../../http/operation.ts'

/** Signing in, but for the password: whether it is right is said in the body. */
const signIn: Operation<null, unknown, unknown, { account: string; right: boolean; busy: boolean }, object> = {
  summary: 'Sign in',
  who: 'anyone',
  body: z.strictObject({ account: z.string(), right: z.boolean(), busy: z.boolean().default(false) }),
  tries: ({ body }) => body.account,
  async run({ body: { right, busy } }) {
    if (busy) throw Fault.tooMany(1)
    if (!right) throw new Fault('unauthenticated', 'Wrong')
    return {}
  },
}

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** Answers how often each status was answered to that many tries, one after the other. */
async function door() {
  const app = createApp([json(signIn, { post: '/in', tag: 'in', answers: { 200: { description: 'In' } } })], {
    services: null,
    authenticate: async () => undefined,
    claimKey: async () => undefined,
    faultPage: () => ({ html: '', style: '' }),
    partDown: () => undefined,
    logger: pino({ level: 'silent' }),
    publicUrl: 'https://desk.example',
    requestsPerSecond: 10_000,
    trustProxy: '1',
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`
  const knock = async (address: string, account: string, how: { right?: boolean; busy?: boolean }) => {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ account, right: false, ...how }),
    })
    return status
  }
  return async (address: string, account: string, how: { right?: boolean; busy?: boolean }, count = 1) => {
    const statuses: Record<number, number> = {}
    for (let sent = 0; sent < count; sent++) {
      const status = await knock(address, account, how)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    return statuses
  }
}

const wrong = { right: false }
const right = { right: true }

test('twenty wrong tries in a minute shut out whoever made them, and not the owner of the account', async () => {
  const knock = await door()
  expect(await knock('192.0.2.1', 'li', wrong, 25)).toEqual({ 401: 20, 429: 5 })
  expect(await knock('192.0.2.1', 'li', right)).toEqual({ 429: 1 })
  expect(await knock('192.0.2.2', 'li', right)).toEqual({ 200: 1 })
  expect(await knock('192.0.2.1', 'wang', right)).toEqual({ 200: 1 })
})

test('an attack from many addresses gets three tries from each, and the owner still enters', async () => {
  const knock = await door()
  for (const last of [1, 2, 3]) await knock(`192.0.2.${last}`, 'li', wrong, 20)
  expect(await knock('192.0.2.4', 'li', wrong, 10)).toEqual({ 401: 3, 429: 7 })
  expect(await knock('192.0.2.5', 'li', wrong, 2)).toEqual({ 401: 2 })
  expect(await knock('192.0.2.5', 'li', right, 5)).toEqual({ 200: 5 })
})

test('right tries are counted, too, since each costs as much: two hundred a minute from one address', async () => {
  const knock = await door()
  expect(await knock('192.0.2.1', 'li', right, 210)).toEqual({ 200: 200, 429: 10 })
  expect(await knock('192.0.2.2', 'li', right)).toEqual({ 200: 1 })
})

test('a try that nobody could make since we were busy is not a wrong one', async () => {
  const knock = await door()
  expect(await knock('192.0.2.1', 'li', { busy: true }, 30)).toEqual({ 429: 30 })
  expect(await knock('192.0.2.1', 'li', right)).toEqual({ 200: 1 })
})
