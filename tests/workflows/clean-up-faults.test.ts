import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { startWorker } from '../../bin/worker.ts'
import { runCleanUp } from '../support/upkeep/clean-up.ts'
import {
  asOwner,
  countRows,
  emptyRows,
  fillKept,
  fillRows,
  fillTickets,
  ofEach,
} from '../support/upkeep/outlived-rows.ts'
import { TcpProxy } from '../support/wire/tcp-proxy.ts'
import { until } from '../support/time/until.ts'
import { WorkflowDesk } from '../support/desk/workflow-desk.ts'

/** As long as a run takes on a slow machine. */
const held = { timeout: 50_000 }
let desk: WorkflowDesk
let proxy: TcpProxy
/** Told of each step that the worker asks for. */
let onStep: (step: number) => void

beforeAll(async () => {
  desk = await WorkflowDesk.start()
  await fillTickets(desk.database)
})
afterAll(() => desk.close())
beforeEach(async () => {
  let steps = 0
  onStep = () => undefined
  await emptyRows(desk.database)
  proxy = await TcpProxy.before(desk.config.database.url, () => (bytes) => {
    if (bytes.includes('SKIP LOCKED')) onStep(++steps)
  })
  await desk.stopWorker()
  await desk.startWorker({ databaseUrl: proxy.through(desk.config.database.url) })
})
afterEach(async () => {
  await desk.stopWorker()
  await proxy.close()
})

describe('On a bad day the clean-up', () => {
  test('waits while the database is down, goes on where it was, and counts what went before', async () => {
    const { database } = desk
    await fillRows(database, 'older', 2500)
    const went = new Promise<void>((resolve) => {
      onStep = (step) => {
        if (step !== 5) return
        proxy.down()
        resolve()
      }
    })
    const run = runCleanUp(desk.config)
    await went
    await sleep(3000)
    // The four steps before it stand.
    expect(await countRows(database)).toEqual({ ...ofEach(2500), idempotencyKeys: 0, accessTokens: 1500 })
    proxy.up()
    expect(await run).toEqual(ofEach(2500))
    expect(await countRows(database)).toEqual(ofEach(0))
  })

  test('does a step once whose answer was lost', async () => {
    const { database } = desk
    await fillRows(database, 'older', 2500)
    const lost = proxy.loseAnswerTo('SKIP LOCKED')
    const run = runCleanUp(desk.config)
    await lost
    // Whose rows went before anybody could count them.
    expect(await run).toEqual({ ...ofEach(2500), idempotencyKeys: 1500 })
    expect(await countRows(database)).toEqual(ofEach(0))
  })

  test('is held up by no kind of rows that it may not delete: the others go, and that one when it may', async () => {
    const { database, config } = desk
    await fillRows(database, 'older', 1500)
    const service = `"${new URL(config.database.url).username}"`
    await asOwner(config.database.url, `REVOKE DELETE ON "AccessToken" FROM ${service}`)
    const run = runCleanUp(config)
    try {
      await until(async () => (await countRows(database)).personalLinks === 0)
      expect(await countRows(database)).toEqual({ ...ofEach(0), accessTokens: 1500 })
    } finally {
      await asOwner(config.database.url, `GRANT DELETE ON "AccessToken" TO ${service}`)
    }
    expect(await run).toEqual(ofEach(1500))
    expect(await countRows(database)).toEqual(ofEach(0))
  })

  test('twice at once, by two workers, fails at nothing and counts no row twice', async () => {
    const { database, config } = desk
    await fillRows(database, 'older', 10_000)
    await fillKept(database, 2500)
    const kept = {
      idempotencyKeys: 2500,
      accessTokens: 2500,
      signOffLinks: 0,
      passwordLinks: 0,
      mailDeliveries: 3 * 2500 + 1,
      pages: 2500,
      pageLinks: 0,
      personalLinks: 0,
    }
    const other = await startWorker(config, pino({ level: 'silent' }))
    const runs = Promise.all([runCleanUp(config), runCleanUp(config)])
    const [one, two] = await runs.finally(() => other.close())
    const left = await countRows(database)
    for (const kind of Object.keys(kept) as (keyof typeof kept)[]) {
      expect(one[kind] + two[kind] + left[kind]).toBe(10_000 + kept[kind])
    }
    // What one had in its hands when the other passed by is left for the next run.
    await runCleanUp(config)
    expect(await countRows(database)).toEqual(kept)
  })

  test('waits for no row that somebody holds, and has it the next time', async () => {
    const { database, config } = desk
    await fillRows(database, 'older', 2500)
    await database.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT FROM "SignOffLink" ORDER BY "expiresAt" LIMIT 700 FOR UPDATE`
      expect(await runCleanUp(config)).toEqual({ ...ofEach(2500), signOffLinks: 1800 })
    }, held)
    expect(await runCleanUp(config)).toEqual({ ...ofEach(0), signOffLinks: 700 })
  })
})
