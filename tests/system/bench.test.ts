import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Shutdown } from '../../bin/dev/shutdown.ts'
import { setUpOwnDatabase } from '../../platform/database-logins.ts'
import { emptyDatabase } from '../support/stack/database.ts'
import { testStack } from '../support/stack/stack.ts'
import { startBare } from '../bench/bare/bare.ts'
import { storm } from '../bench/lives/storm.ts'
import { measure } from '../bench/measure.ts'
import { reportOf } from '../bench/report/report.ts'
import { stormVerdicts } from '../bench/report/storm.ts'
import { addCustomers, type BenchCustomer, smallDesk } from '../bench/stack/customers.ts'
import type { Ground } from '../bench/stack/ground.ts'
import { thisMachine } from '../bench/measures/machine.ts'
import { type Running, startRunning } from '../bench/stack/running.ts'

/** The bench on the test stack, in a namespace of its own, since the product keeps its schedules there. */
const shutdown = new Shutdown()
let ground: Ground
let running: Running
let customers: BenchCustomer[]
beforeAll(async () => {
  const { postgresUrl, ownerUrl, appUrl, temporalAddress } = testStack()
  // The product migrates it itself, which whoever owns it alone may.
  const own = await emptyDatabase()
  shutdown.before(own.drop)
  const [databaseOwnerUrl = '', databaseUrl = ''] = [ownerUrl, appUrl].map((url) => new URL(`/${own.name}`, url).href)
  await setUpOwnDatabase(postgresUrl, databaseOwnerUrl, databaseUrl)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aftercare-small-bench-'))
  shutdown.before(() => rm(folder, { recursive: true, force: true }))
  const parts = { temporal: [], postgres: [] }
  const namespace = `bench-${randomUUID()}`
  ground = { postgresUrl, databaseUrl, databaseOwnerUrl, temporalAddress, namespace, folder, parts }
  running = await startRunning(ground, shutdown)
  const wanted = { lot: 'small', customers: 3, reporters: 2, staff: smallDesk }
  customers = await addCustomers(running.database, wanted)
})
afterAll(async () => {
  const failures: unknown[] = []
  await shutdown.run((error) => failures.push(error))
  expect(failures).toEqual([])
})

describe('A small bench', () => {
  test('ends each life with all of its mails, and its figures agree with each other and with the table', async () => {
    const bare = await startBare(ground)
    shutdown.before(bare.stop)
    const plan = { lifecycles: 2, clients: 2, turns: 2, warmUp: 2, alone: 1, counted: 1, replies: 1, aftermathMs: 0 }
    const lives = plan.warmUp + plan.alone + plan.turns * plan.lifecycles + plan.counted
    const statementsOf = async (work: () => Promise<unknown>) => {
      await work()
      return {}
    }
    const said: string[] = []
    const say = (line: string) => void said.push(line)
    const measured = await measure(plan, { running, customers, bare, statementsOf, say })
    expect(await running.database.ticket.count({ where: { status: 'closed' } })).toBe(lives)
    expect(running.box.total).toBe(lives * measured.mailsEach)
    const acts = lives * 5
    expect(Object.values(measured.statuses).reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(acts)
    expect(measured.statuses).toMatchObject({ 201: lives, 200: acts - lives })
    for (const act of ['open', 'respond', 'reply', 'resolve', 'signOff']) {
      expect(measured.acts[act]?.count).toBe(plan.turns * plan.lifecycles)
      expect(measured.oneClient[act]?.count).toBe(plan.alone)
    }
    // Five updates each, of which the first starts it; what the product does beside them comes on top.
    expect(measured.bare.history).toMatchObject({ actions: 1 + 2 * 5 })
    expect(measured.product.history.actions).toBeGreaterThan(measured.bare.history.actions)
    expect(measured.product.history.bytes).toBeGreaterThan(measured.bare.history.bytes)
    expect(measured.turns).toHaveLength(plan.turns)
    for (const turn of measured.turns) {
      expect(turn.drainedSeconds).toBeGreaterThanOrEqual(turn.seconds)
      expect(turn.cpu).toMatchObject({ 'API and worker': expect.any(Number), temporal: 0, postgres: 0 })
      expect(turn.cpu['API and worker']).toBeGreaterThan(turn.cpu['mail catcher'] ?? 0)
    }
    const text = reportOf({ machine: thisMachine(), options: { lifecycles: 3 }, ...measured })
    for (const needed of ['lifecycles/s', 'signOff', 'state transitions', 'missed']) expect(text).toContain(needed)
  }, 120_000)

  test('as a storm, loses nothing and tells everybody', async () => {
    const outcome = await storm(running, customers, { tickets: 12, seconds: 1 })
    expect(stormVerdicts(outcome, 3600).filter(({ reached }) => !reached)).toEqual([])
    expect(outcome.firstMails.p50).toBeGreaterThan(0)
  })
})
