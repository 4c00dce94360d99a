import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { People } from '../../bin/demo/people.ts'
import { playNight } from '../../bin/demo/play.ts'
import { differences } from '../../bin/demo/print.ts'
import { type Address, dataFolder, removeFolder, runningOn, StartedStack } from './started-stack.ts'

const minutes = (count: number) => count * 60_000

interface Ticket {
  id: string
  number: string
  clocks: { metric: string; dueAt: string; state: string }[]
}

async function ask<T>(stack: Address, role: string, method: string, route: string, body?: object): Promise<T> {
  const token = stack.users.find((user) => user.role === role)?.token
  const response = await fetch(stack.api + route, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${route} as ${role}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

describe('npm start, when it cannot', () => {
  test('names each wrong setting with what is allowed, all at once', async () => {
    const stack = new StartedStack([], { API_PORT: '99999', TEMPORAL_TLS: 'yes', DATABASE_URL: 'mysql://db' })
    expect(await stack.exitCode()).toBe(1)
    expect(stack.messages).toContain('API_PORT: expected a whole number from 1 to 65535')
    expect(stack.messages).toContain('TEMPORAL_TLS: expected true or false')
    expect(stack.messages).toContain('DATABASE_URL: expected an address that begins with postgresql://')
  })

  test('names the busy port and the setting that moves it, and leaves nothing running', async () => {
    const folder = await dataFolder()
    const neighbour = createServer()
    const port = await new Promise<number>((resolve) => {
      neighbour.listen(0, '127.0.0.1', () => resolve((neighbour.address() as AddressInfo).port))
    })
    const stack = new StartedStack(['--data', folder], { API_PORT: String(port) })
    expect(await stack.exitCode()).toBe(1)
    expect(stack.messages).toContain(`Port ${port} is in use. Set API_PORT to another`)
    expect(await runningOn(folder)).toEqual([])
    neighbour.close()
    await removeFolder(folder)
  })

  test('refuses a data folder that was made with another engine', async () => {
    const folder = await dataFolder()
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, 'engine.json'), '{"engine":"the Temporal CLI"}')
    const stack = new StartedStack(['--data', folder, '--ports', 'auto'])
    expect(await stack.exitCode()).toBe(1)
    expect(stack.messages).toContain(`The data in ${folder} was made with the Temporal CLI`)
    expect(await runningOn(folder)).toEqual([])
    await removeFolder(folder)
  })
})

test('without a server built before, a Temporal CLI on PATH is taken; when it ends, so does all else', async () => {
  const folder = await dataFolder()
  const cli = path.join(folder, 'temporal')
  const itsVersion = 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)'
  await writeFile(cli, `#!/bin/sh\n[ "$1" = --version ] && echo '${itsVersion}' && exit\necho "No licence for $2"\n`)
  await chmod(cli, 0o755)
  const env = { CACHE_DIR: folder, PATH: `${folder}:${process.env.PATH}` }
  const stack = new StartedStack(['--data', folder, '--ports', 'auto'], env)
  expect(await stack.exitCode()).toBe(1)
  expect(stack.messages).toContain("The Temporal CLI's server did not come up. It ended with exit code 0")
  expect(stack.messages).toContain('No licence for start-dev')
  expect(await runningOn(folder)).toEqual([])
  await removeFolder(folder)
})

const isRoot = process.getuid?.() === 0
const asRoot = isRoot ? test : test.skip

describe('npm start, three times on the same folder, below one that only root may enter at first', () => {
  let base: string
  let closed: string
  let folder: string
  let stack: StartedStack
  let refused: StartedStack
  let first: Address
  let ticket: Ticket

  const start = async (by?: 'npm') => {
    stack = new StartedStack(['--data', folder, '--ports', 'auto', '--json'], {}, by)
    return stack.ready()
  }

  beforeAll(async () => {
    base = await dataFolder()
    closed = path.join(base, "root's own")
    await mkdir(closed)
    folder = path.join(closed, 'new', 'data')
    // However closed root makes new folders.
    const usual = process.umask(isRoot ? 0o077 : 0o022)
    try {
      if (isRoot) await refusedBelowClosed()
      first = await start('npm')
    } finally {
      process.umask(usual)
    }
  }, minutes(10))

  afterAll(async () => {
    await stack.stop('SIGTERM')
    await removeFolder(base)
  })

  async function refusedBelowClosed() {
    await chmod(closed, 0o700)
    refused = new StartedStack(['--data', folder, '--ports', 'auto'])
    expect(await refused.exitCode()).toBe(1)
    const [, command = ''] = /what is in there: (.*)/.exec(refused.messages) ?? []
    execFileSync('/bin/sh', ['-c', command])
    // What is its own it opens itself.
    await chmod(folder, 0o700)
  }

  asRoot('is told by root, whose PostgreSQL runs as nobody, which folder is closed and how it is opened', async () => {
    expect(refused.messages).toContain(`the user nobody, who may not enter ${closed}.`)
    expect(refused.messages).not.toMatch(/^ +at /m)
    const modes = await Promise.all([closed, path.dirname(folder)].map(async (one) => (await stat(one)).mode & 0o777))
    expect(modes).toEqual([0o701, 0o711])
  })

  test('prints one line of JSON with each address and a sign-in for each role, and nothing else', async () => {
    expect(stack.output.trimEnd().split('\n')).toHaveLength(1)
    expect(Object.keys(first)).toEqual(['api', 'mail', 'temporal', 'temporalUi', 'users'])
    const roles = first.users.map(({ role }) => role)
    expect(roles.sort()).toEqual(['admin', 'agent', 'customer', 'customer', 'engineer', 'manager', 'senior'])
    for (const user of first.users) {
      expect(Object.keys(user)).toEqual(['role', 'email', 'password', 'token'])
    }
    expect(first.temporal).toMatch(/^127\.0\.0\.1:\d+$/)
    for (const page of [`${first.api}/docs`, `${first.mail}/api/email`, first.temporalUi]) {
      expect((await fetch(page)).status).toBe(200)
    }
  })

  test('runs on Node 24, whatever Node the machine has', async () => {
    const { pid } = JSON.parse(await readFile(path.join(folder, 'run', 'start.json'), 'utf8')) as { pid: number }
    const version = execFileSync(`/proc/${pid}/exe`, ['-p', 'process.versions.node'], { encoding: 'utf8' })
    expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(24)
  })

  test('the night ladder of npm run demo plays on it, with each promise as the plan states it (R2.1)', async () => {
    const told: string[] = []
    const people = new People(first.api, AbortSignal.timeout(minutes(3)))
    const played = await playNight(people, {
      event: ({ type }) => told.push(type),
      mail: (_event, { message }) => told.push(`mail ${message}`),
    })
    expect(differences(played)).toEqual([])
    expect(told).toEqual(expect.arrayContaining(['opened', 'breached', 'arrived', 'signOffRefused', 'mail escalated']))
  })

  test('a second start on a folder in use is told so, and the first goes on', async () => {
    const second = new StartedStack(['--data', folder, '--ports', 'auto'])
    expect(await second.exitCode()).toBe(1)
    expect(second.messages).toContain(`${folder} is in use by another start`)
    expect((await fetch(`${first.api}/healthz`)).status).toBe(200)
  })

  test(
    'a deadline that falls due while it is stopped is missed once, at the next start',
    async () => {
      const opened = { contractId: 'ctr_jiangzhou', subject: 'The portal is down', description: 'Error 500' }
      ticket = await ask<Ticket>(first, 'customer', 'POST', '/v1/tickets', opened)
      const clock = `/v1/sandbox/tickets/${ticket.id}/clock`
      // The answer is due after ten minutes.
      await ask(first, 'admin', 'POST', clock, { advanceSeconds: 595 })
      // To npm itself: all of it stops cleanly.
      await stack.stop('SIGTERM')
      expect(await runningOn(folder)).toEqual([])
      await sleep(4000)
      const again = await start()
      expect(await breachesOf(again)).toEqual(['response/1'])
      const now = await ask<Ticket>(again, 'agent', 'GET', `/v1/tickets/${ticket.id}`)
      expect(now.number).toBe(ticket.number)
      expect((await fetch(`${again.api}/v1/tickets`, { headers: bearer(first) })).status).toBe(401)
    },
    minutes(10),
  )

  test(
    'after a kill -9 the next start ends what was left, goes on with all data, and stops sooner than it started',
    async () => {
      await stack.stop('SIGKILL')
      expect((await runningOn(folder)).length).toBeGreaterThan(0)
      const began = performance.now()
      const again = await start()
      const started = performance.now()
      expect(await breachesOf(again)).toEqual(['response/1'])
      const asked = performance.now()
      expect({ code: await stack.stop('SIGINT'), said: stack.messages }).toMatchObject({ code: 0 })
      expect(performance.now() - asked).toBeLessThan(started - began)
      expect(await runningOn(folder)).toEqual([])
    },
    minutes(10),
  )

  const bearer = ({ users }: Address) => ({ authorization: `Bearer ${users[0]?.token}` })

  /** The clocks that were missed, waiting until there is one. */
  async function breachesOf(address: Address): Promise<string[]> {
    for (;;) {
      const route = `/v1/tickets/${ticket.id}/events?limit=100`
      const { items } = await ask<{ items: { type: string; data: { clockId: string } }[] }>(
        address,
        'agent',
        'GET',
        route,
      )
      const breached = items.filter(({ type }) => type === 'breached').map(({ data }) => data.clockId)
      if (breached.length > 0) return breached
      await sleep(100)
    }
  }
})
