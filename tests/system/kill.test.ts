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
  test('loses nothing that was answered, doubles nothing, leaves nothing stuck (I1 to I6)', async () => {
    const journal = new Journal(`http://127.0.0.1:${environment.API_PORT}`)
    const lives = Array.from({ length: 24 }, (_, index) => live(journal, index))
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
    await until(async () => (await outstanding(client)) === 0, 60_000)
    await expectInvariants({ database, client, taskQueue, mails: smtp.mails, entries: journal.entries })
  }, 180_000)
})

/** One ticket; each act carries its own key in a text of its, by which the audit shows how often it was done. */
async function live(journal: Journal, index: number): Promise<void> {
  const post = async (role: string, path: string, text: (key: string) => object) => {
    const key = randomUUID()
    const answer = await journal.post<{ id: string }>(tokenOf(role), path, key, text(key))
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await sleep(index * 120)
  const { id } = await post('customer', '/v1/tickets', (key) => ({
    contractId: 'ctr_jiangzhou',
    subject: `办件提交失败 ${index}`,
    description: key,
  }))
  const act = (role: string, noun: string, text: (key: string) => object) =>
    post(role, `/v1/tickets/${id}/${noun}`, text)
  await act('engineer', 'responses', (key) => ({ message: key }))
  await act('customer', 'replies', (key) => ({ message: key }))
  await act('engineer', 'replies', (key) => ({ message: key }))
  await act('agent', 'resolution', (key) => ({ cause: key, fix: '扩容', verification: '验证通过' }))
  if (index % 3 === 0) return
  await act('customer', 'sign-off-refusal', (key) => ({ reason: key }))
}

function tokenOf(role: string): string {
  const user = users.find((one) => one.role === role)
  if (user === undefined) throw new Error(`No demo user is ${role}`)
  return user.token
}

/** Mails and records that tickets still owe. */
async function outstanding(client: Client): Promise<number> {
  let owed = 0
  for await (const { workflowId } of client.workflow.list({ query: `TaskQueue = '${taskQueue}'` })) {
    const progress = await client.workflow
      .getHandle(workflowId)
      .query<{ recorded: number; outstanding: number; state: { version: number } }>('progress')
    owed += progress.outstanding + progress.state.version - progress.recorded
  }
  return owed
}

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
