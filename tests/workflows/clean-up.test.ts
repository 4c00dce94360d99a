import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { stepRows, stepStatement } from '../../activities/upkeep/outlived.ts'
import { ensureSchedules, scheduleIdOf } from '../../engine/schedules.ts'
import { Prisma } from '../../prisma/client/client.ts'
import { type Outliving, retentionDays } from '../../store/retention.ts'
import {
  asOwner,
  countRows,
  emptyRows,
  fillKept,
  fillRows,
  fillTickets,
  ofEach,
  toBeTold,
} from '../support/upkeep/outlived-rows.ts'
import { StatementCounter } from '../support/wire/statement-counter.ts'
import { until } from '../support/time/until.ts'
import { WorkflowDesk } from '../support/desk/workflow-desk.ts'

const kinds = Object.keys(retentionDays) as Outliving[]
const counter = new StatementCounter('WITH due AS MATERIALIZED')
let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
  await desk.stopWorker()
  await desk.startWorker({ databaseUrl: await counter.through(desk.config.database.url) })
  await ensureSchedules(desk.config.temporal)
  await fillTickets(desk.database)
})
afterAll(async () => {
  await schedule().delete()
  await desk.close()
  await counter.close()
})
function schedule() {
  return desk.client.schedule.getHandle(scheduleIdOf(desk.config.temporal.taskQueue, { name: 'clean-up' }))
}

/** The run's own account, as the engine's page shows it, and what it asked of the database. */
async function runOnce(): Promise<{ gone: Record<Outliving, number>; statements: number }> {
  const before = counter.count
  const runs = async () => (await schedule().describe()).info.recentActions
  const earlier = (await runs()).length
  await schedule().trigger()
  await until(async () => (await runs()).length > earlier)
  const { workflow } = (await runs()).at(-1)?.action ?? {}
  if (workflow === undefined) throw new Error('Nothing was started')
  const gone = await desk.client.workflow.getHandle(workflow.workflowId, workflow.firstExecutionRunId).result()
  return { gone, statements: counter.count - before }
}

describe('PostgreSQL stays bounded:', () => {
  beforeEach(() => emptyRows(desk.database))

  test('what has outlived its use goes by itself, what is younger or still needed stays, and nothing is left to do', async () => {
    await fillRows(desk.database, 'older', 2500)
    await fillRows(desk.database, 'younger', 300)
    await fillKept(desk.database, 1200)
    const full = await countRows(desk.database)
    const first = await runOnce()
    expect(first.gone).toEqual(ofEach(2500))
    const left = await countRows(desk.database)
    expect(left).toEqual({
      idempotencyKeys: 300 + 1200,
      accessTokens: 300 + 1200,
      signOffLinks: 300,
      passwordLinks: 300,
      mailDeliveries: 300 + 3 * 1200 + 1,
      pages: 300 + 1200,
      pageLinks: 300,
      personalLinks: 300,
    })
    expect(Object.fromEntries(kinds.map((kind) => [kind, full[kind] - first.gone[kind]]))).toEqual(left)
    const second = await runOnce()
    expect(second.gone).toEqual(ofEach(0))
    expect(await countRows(desk.database)).toEqual(left)
    // Keys: 3,700 old ones to look at, then 1,200. Tokens and links: 2,500, then none. Mails: 6,100, then 3,600. Pages: as keys.
    expect(first.statements).toBe(4 + 3 + 3 + 3 + 7 + 4 + 3 + 3)
    expect(second.statements).toBe(2 + 1 + 1 + 1 + 4 + 2 + 1 + 1)
  })

  test('no statement looks at more than a thousand rows, be they all of one instant', async () => {
    await fillRows(desk.database, 'older', 2500)
    const { database } = desk
    const long = new Date(Date.now() - 2000 * 86_400_000)
    await database.idempotencyKey.updateMany({ data: { createdAt: long } })
    await database.accessToken.updateMany({ data: { revokedAt: long } })
    await database.signOffLink.updateMany({ data: { expiresAt: long } })
    await database.passwordLink.updateMany({ data: { expiresAt: long } })
    await database.emailDelivery.updateMany({ data: { createdAt: long } })
    await database.page.updateMany({ data: { createdAt: long } })
    await database.pageLink.updateMany({ data: { expiresAt: long } })
    await database.personalLink.updateMany({ data: { expiresAt: long } })
    for (const kind of kinds) {
      const [step] = await database.$queryRaw<unknown[]>(stepStatement(kind, new Date(Date.now() - 1500 * 86_400_000)))
      expect(step).toMatchObject({ looked: stepRows, gone: stepRows })
    }
    const { gone, statements } = await runOnce()
    expect(gone).toEqual(ofEach(1500))
    expect(statements).toBe(kinds.length * 2)
  })
})

describe('However large its table, by index a step reads', () => {
  beforeAll(async () => {
    const { database } = desk
    await emptyRows(database)
    await fillRows(database, 'older', 20_000)
    await fillRows(database, 'younger', 20_000)
    // Into all of its indexes, which takes longer on a busy machine than the service ever waits.
    await asOwner(
      desk.config.database.url,
      `INSERT INTO "Ticket" SELECT (jsonb_populate_record(t, jsonb_build_object('id', i, 'number', i))).*
       FROM "Ticket" AS t, generate_series(1, 20000) AS i WHERE t."id" = 'longOver'`,
    )
    await database.$executeRawUnsafe(toBeTold('i::text', 'FROM generate_series(1, 20000) AS i'))
    await asOwner(desk.config.database.url, 'ANALYZE')
  })

  test.each(kinds)('%s', async (kind) => {
    const cutoff = new Date(Date.now() - retentionDays[kind] * 86_400_000)
    const after = { since: new Date(0), id: kind === 'idempotencyKeys' ? ['', ''] : [''] }
    for (const statement of [stepStatement(kind, cutoff), stepStatement(kind, cutoff, after)]) {
      const plan = JSON.stringify(await desk.database.$queryRaw(Prisma.sql`EXPLAIN (FORMAT JSON) ${statement}`))
      expect(plan).toContain('Index Scan')
      expect(plan).toContain('Tid Scan')
      expect(plan).not.toContain('Seq Scan')
    }
  })
})
