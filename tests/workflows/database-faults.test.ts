import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { acceptor, resident } from '../support/ticket/people.ts'
import { TcpProxy } from '../support/wire/tcp-proxy.ts'
import { opening } from '../support/ticket/opening.ts'
import { foldOf, WorkflowDesk } from '../support/desk/workflow-desk.ts'
import { until } from '../support/time/until.ts'

const response = { message: '正在处理', channel: 'phone' as const }
let desk: WorkflowDesk
let proxy: TcpProxy

beforeAll(async () => {
  desk = await WorkflowDesk.start()
})
afterAll(() => desk.close())
beforeEach(async () => {
  proxy = await TcpProxy.before(desk.config.database.url)
})
afterEach(async () => {
  await desk.stopWorker()
  await proxy.close()
  await desk.startWorker()
})

describe('When the database fails while a ticket is recorded', () => {
  test('an outage is waited out: the act is answered when it is over, once, and refusals go on being answered', async () => {
    const id = await desk.open()
    await desk.settled(id)
    await desk.stopWorker()
    await desk.startWorker({ databaseUrl: proxy.through(desk.config.database.url) })
    proxy.down()
    const answering = desk.act(id, 'respond', response, resident)
    await sleep(6000)
    await expect(desk.act(id, 'rate', { score: 5 }, acceptor)).rejects.toMatchObject({
      refusal: { refused: 'notAllowedNow' },
    })
    proxy.up()
    // The client gives up after ten seconds; the act itself does not.
    await answering.catch(() => undefined)
    await until(async () => (await desk.row(id)).status === 'in_progress')
    await desk.settled(id)
    expect(await desk.eventTypes(id)).toEqual(['opened', 'responded', 'assigned'])
    expect(await foldOf(desk, id)).toEqual((await desk.progress(id)).state)
  })

  test('a commit whose answer was lost is done once', async () => {
    const id = await desk.open()
    await desk.stopWorker()
    await desk.startWorker({ databaseUrl: proxy.through(desk.config.database.url) })
    const lost = proxy.loseAnswerTo('WITH given AS')
    const answer = desk.act(id, 'respond', response, resident)
    await lost
    expect(await answer).toBe('recorded')
    expect(await desk.eventTypes(id)).toEqual(['opened', 'responded', 'assigned'])
    expect(await foldOf(desk, id)).toEqual((await desk.progress(id)).state)
  })

  test('what a disowned attempt left to be told above the ticket’s version makes way, and holds up no act', async () => {
    const id = await desk.open()
    await desk.settled(id)
    const { version } = await desk.row(id)
    const never = new Date(Date.now() + 3_600_000)
    const left = { lane: 0, notice: { message: 'responded' }, askAt: never, dueAt: never }
    await desk.database.outbox.createMany({
      data: [1, 2].map((ahead) => ({ ticketId: id, version: version + ahead, place: 0, ...left })),
    })
    expect(await desk.act(id, 'respond', response, resident)).toBe('recorded')
    await desk.settled(id)
    expect(await foldOf(desk, id)).toEqual((await desk.progress(id)).state)
    expect(await desk.database.outbox.count({ where: { ticketId: id } })).toBe(0)
  })

  test('a worker killed between commit and answer: the history decides, the row follows it, and there is one act', async () => {
    const id = await desk.open()
    await desk.settled(id)
    await desk.stopWorker()
    const doomed = await workerProcess()
    const lost = proxy.loseAnswerTo('WITH given AS')
    const answering = desk.act(id, 'respond', response, resident, 'the-key').catch((error: unknown) => error)
    await lost
    doomed.kill('SIGKILL')
    const disowned = await desk.database.ticketEvent.findFirstOrThrow({ where: { ticketId: id, type: 'responded' } })
    await desk.startWorker()
    await answering
    // Whoever asks again with the same key gets the same act.
    expect(await desk.act(id, 'respond', response, resident, 'the-key')).toBe('recorded')
    expect(await desk.eventTypes(id)).toEqual(['opened', 'responded', 'assigned'])
    expect(await foldOf(desk, id)).toEqual((await desk.progress(id)).state)
    const kept = await desk.database.ticketEvent.findFirstOrThrow({ where: { ticketId: id, type: 'responded' } })
    expect(kept.version).toBe(disowned.version)
    // The engine hands the task out again after ten seconds: the later attempt is the one that stands.
    expect(kept.at.getTime()).toBeGreaterThan(disowned.at.getTime())
  })

  test('nobody is told of what a killed worker recorded and history decided otherwise', async () => {
    await desk.stopWorker()
    const doomed = await workerProcess()
    const id = await desk.open({ terms: answeredWithin(8) })
    const lost = proxy.loseAnswerTo('WITH given AS')
    const answering = desk.act(id, 'respond', response, resident, 'the-key').catch((error: unknown) => error)
    await lost
    doomed.kill('SIGKILL')
    // In time, but for nothing: the task is handed out again when the promise is broken, and that is decided first.
    const toTell = await desk.database.outbox.findMany({ where: { ticketId: id } })
    const disowned = toTell.find(({ notice }) => (notice as { message: string }).message === 'responded')
    if (disowned === undefined) throw new Error('Nothing was recorded')
    await desk.startWorker()
    await answering
    expect(await desk.act(id, 'respond', response, resident, 'the-key')).toBe('recorded')
    await desk.settled(id)
    const types = await desk.eventTypes(id)
    expect(types[disowned.version - 1]).toBe('breached')
    const mails = await desk.database.emailDelivery.findMany({ where: { ticketId: id } })
    const versions = new Set(mails.filter(({ message }) => message === 'responded').map(({ version }) => version))
    expect([...versions]).toEqual([types.indexOf('responded') + 1])
    const instead = mails.filter(({ version }) => version === disowned.version).map(({ message }) => message)
    expect(instead).toContain('breached')
    expect(instead).not.toContain('responded')
  })
})

/** A first answer is owed within so many seconds. */
function answeredWithin(seconds: number) {
  const { terms } = opening()
  const rows = terms.policy.rows.map((row) =>
    row.metric === 'response' ? { ...row, target: { amount: seconds / 60, unit: 'workingMinutes' as const } } : row,
  )
  return { ...terms, policy: { ...terms.policy, rows } }
}

/** A worker of its own, to be killed. Resolves when it serves. */
async function workerProcess(): Promise<ChildProcess> {
  const { config } = desk
  const child = spawn(process.execPath, ['tools/run.mjs', 'bin/worker.ts'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: proxy.through(desk.config.database.url),
      TEMPORAL_ADDRESS: config.temporal.address,
      TEMPORAL_TASK_QUEUE: config.temporal.taskQueue,
      SMTP_URL: config.mail.smtpUrl,
      LOG_LEVEL: 'info',
    },
  })
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => chunk.includes('Ready') && resolve())
    child.on('close', (code) => reject(new Error(`The worker ended with ${code}`)))
  })
  return child
}
