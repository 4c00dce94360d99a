import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connectDatabase } from '../../platform/database.ts'
import { freePorts } from '../../platform/embedded/ports.ts'
import { type DemoUser, seed } from '../../demo/seed.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { freshDatabase } from '../support/database.ts'
import { type SmtpCatcher, startSmtp } from '../support/smtp.ts'
import { testStack } from '../support/stack.ts'
import { until } from '../support/workflow-desk.ts'
import { Journal } from './journal.ts'
import { live, outstanding } from './lives.ts'
import { expectInvariants } from './oracle.ts'

const taskQueue = `test-${randomUUID()}`
let environment: Record<string, string>
let fresh: { url: string; drop(): Promise<void> }
let smtp: SmtpCatcher
let database: PrismaClient
let connection: Connection
let users: DemoUser[]
const running = new Map<'api' | 'worker', ChildProcess>()

beforeAll(async () => {
  fresh = await freshDatabase()
  smtp = await startSmtp()
  const [port] = await freePorts(1)
  environment = {
    DATABASE_URL: fresh.url,
    TEMPORAL_ADDRESS: testStack().temporalAddress,
    TEMPORAL_TASK_QUEUE: taskQueue,
    SMTP_URL: smtp.url,
    API_PORT: String(port),
    RATE_LIMIT_PER_SECOND: '1000',
    LOG_LEVEL: 'info',
  }
  database = connectDatabase(fresh.url, 5)
  connection = await Connection.connect({ address: testStack().temporalAddress })
  users = await seed(database)
  await Promise.all([start('api'), start('worker')])
}, 60_000)

afterAll(async () => {
  await Promise.all([...running.keys()].map((name) => kill(name)))
  await Promise.all([connection.close(), database.$disconnect(), smtp.close()])
  await fresh.drop()
})

describe('kill -9 of the worker and of the API in the middle of a burst', () => {
  test('loses nothing that was answered, doubles nothing, leaves nothing stuck or silent (I1 to I6, I8)', async () => {
    const journal = new Journal(`http://127.0.0.1:${environment.API_PORT}`)
    const lives = Array.from({ length: 24 }, (_, index) => live(journal, users, index, 120))
    const burst = Promise.all(lives)
    for (const victim of ['worker', 'api', 'worker', 'api'] as const) {
      await sleep(1200)
      await kill(victim)
      await sleep(300)
      await start(victim)
    }
    await burst
    expect(journal.entries.flatMap((entry) => entry.answers)).toContain('none')
    const client = new Client({ connection, namespace: 'aftercare' })
    await until(async () => (await outstanding(client, taskQueue)) === 0, 60_000)
    await expectInvariants({ database, client, taskQueue, mails: smtp.mails, entries: journal.entries })
  }, 180_000)
})

async function start(name: 'api' | 'worker'): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', `bin/${name}.ts`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  })
  running.set(name, child)
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
      if (said.includes('"Ready"')) resolve()
    })
    child.on('close', (code) => reject(new Error(`${name} ended with ${code}: ${said.slice(-2000)}`)))
  })
}

function kill(name: 'api' | 'worker'): Promise<void> {
  const child = running.get(name)
  running.delete(name)
  return new Promise((resolve) => {
    if (child === undefined || child.exitCode !== null) return resolve()
    child.on('close', () => resolve())
    child.kill('SIGKILL')
  })
}
