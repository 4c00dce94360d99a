import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { Client, Connection } from '@temporalio/client'
import pino from 'pino'
import { showMetrics } from '../../bin/metrics/page.ts'
import { freePorts } from '../../platform/embedded/ports.ts'
import { Metrics } from '../../platform/metrics/metrics.ts'
import { metricNamesIn, type Page, parsed } from '../support/metrics/page.ts'
import { repair } from '../support/desk/words.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { settled } from '../support/ticket/settled.ts'
import { StatementCounter } from '../support/wire/statement-counter.ts'
import { TcpProxy } from '../support/wire/tcp-proxy.ts'
import { until } from '../support/time/until.ts'

const silent = pino({ level: 'silent' })
let desk: ServiceDesk
let client: Client
let page: { close(): Promise<void> }

beforeAll(async () => {
  const [metricsPort] = await freePorts(1)
  desk = await ServiceDesk.start({ metricsPort })
  page = await showMetrics(desk.config, silent, desk.metrics)
  const { address, namespace } = desk.config.temporal
  client = new Client({ connection: await Connection.connect({ address }), namespace })
})
afterAll(async () => {
  await client.connection.close()
  await page.close()
  await desk.close()
})

/** What a test set up, and takes down however it ends. */
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function scrape(port = desk.config.metrics.port): Promise<Page> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  return parsed(await response.text())
}

/** A page of its own, since one page asks the database and the engine once in ten seconds; scraped so many times. */
async function ownPage({ databaseUrl = desk.config.database.url, times = 1 }): Promise<Page> {
  const [port = 0] = await freePorts(1)
  const database = { ...desk.config.database, url: databaseUrl }
  const config = { ...desk.config, database, metrics: { host: '127.0.0.1', port } }
  const own = await showMetrics(config, silent, new Metrics())
  try {
    for (let scraped = 1; scraped < times; scraped++) await scrape(port)
    return await scrape(port)
  } finally {
    await own.close()
  }
}

/** What a page finds out; a busy machine may need more than the two seconds that it waits. */
async function readings(): Promise<Page> {
  let seen = await ownPage({})
  await until(async () => {
    const failed = seen.all('aftercare_readings_failed_total').some(({ value }) => value > 0)
    if (failed) seen = await ownPage({})
    return !failed
  })
  return seen
}

describe('Whoever watches the service sees', () => {
  test('each request, each act with its outcome, each commit and each mail, counted once', async () => {
    const before = await scrape()
    desk.smtp.refused.add('con_acceptor@jiangzhou.example')
    ends.push(() => desk.smtp.refused.clear())
    const ticket = await desk.resolved()
    expect((await desk.post(`/v1/tickets/${ticket.id}/rating`, { score: 3 }, { as: 'acceptor' })).status).toBe(409)
    const stale = { headers: { 'if-match': '"1"' } }
    expect((await desk.post(`/v1/tickets/${ticket.id}/notes`, { text: 'Seen' }, stale)).status).toBe(412)
    expect((await desk.get('/v1/tickets/nothing')).status).toBe(404)
    expect((await desk.get('/wp-login.php')).status).toBe(404)
    await settled(client, desk.database, ticket.id)
    await until(async () => (await scrape()).of('aftercare_request_seconds_count', { route: 'none' }) === 1)

    const after = await scrape()
    const requests = (more: object) => after.of('aftercare_request_seconds_count', more)
    expect(requests({ method: 'POST', route: '/v1/tickets', status: '201' })).toBe(1)
    expect(requests({ method: 'POST', route: '/v1/tickets/:id/rating', status: '409' })).toBe(1)
    expect(requests({ method: 'GET', route: '/v1/tickets/:id', status: '404' })).toBe(1)
    const acts = (verb: string) => after.all('aftercare_acts_total').filter((one) => one.labels.verb === verb)
    expect(acts('open')).toEqual([{ labels: { verb: 'open', outcome: 'recorded', why: '' }, value: 1 }])
    expect(acts('resolve')).toEqual([{ labels: { verb: 'resolve', outcome: 'recorded', why: '' }, value: 1 }])
    expect(acts('rate')).toEqual([{ labels: { verb: 'rate', outcome: 'refused', why: 'notAllowedNow' }, value: 1 }])
    expect(acts('note')).toEqual([{ labels: { verb: 'note', outcome: 'refused', why: 'stale' }, value: 1 }])
    // Three acts, and that the acceptor's mail came back.
    expect(after.of('aftercare_commit_seconds_count', { outcome: 'done' })).toBe(4)
    const deliveries = await desk.database.emailDelivery.groupBy({ by: ['status'], _count: true })
    const delivered = Object.fromEntries(deliveries.map(({ status, _count }) => [status, _count]))
    expect(delivered.undeliverable).toBeGreaterThan(0)
    const mails = (outcome: string) => (one: Page) => one.of('aftercare_mails_total', { outcome }) ?? 0
    expect(mails('sent')(after) - mails('sent')(before)).toBe(delivered.sent)
    expect(mails('refused')(after) - mails('refused')(before)).toBe(delivered.undeliverable)
  })

  test('mails that wait, tickets that nothing will wake, and deadlines that nobody acted on', async () => {
    const idle = await readings()
    desk.smtp.deferred.add('con_acceptor@jiangzhou.example')
    ends.push(() => desk.smtp.deferred.clear())
    await desk.resolved()
    const [asleep, late] = [await desk.open(), await desk.open()]
    const set = (id: string, nextDeadlineAt: Date | null) =>
      desk.database.ticket.update({ where: { id }, data: { nextDeadlineAt } })
    await set(asleep.id, null)
    await set(late.id, new Date(Date.now() - 6 * 60_000))
    const pending = () => desk.database.emailDelivery.count({ where: { status: 'pending' } })
    let seen = idle
    await until(async () => {
      seen = await readings()
      // Others than the acceptor's go out meanwhile.
      return (await pending()) > 0 && seen.of('aftercare_mails_waiting') === (await pending())
    })
    const more = (name: string) => (seen.of(name) ?? 0) - (idle.of(name) ?? 0)
    expect(more('aftercare_tickets_open')).toBe(3)
    expect(more('aftercare_tickets_without_timer')).toBe(1)
    expect(more('aftercare_tickets_overdue')).toBe(1)
    expect(seen.of('aftercare_mails_waiting_seconds')).toBeGreaterThan(0)
    expect((await scrape()).of('aftercare_mails_total', { outcome: 'failed' })).toBeGreaterThan(0)
  })

  test('an act that got no answer, and the work that waits for a worker', async () => {
    expect((await readings()).of('aftercare_queue_workers', { queue: 'tickets' })).toBeGreaterThan(0)
    const ticket = await desk.open()
    await desk.stopWorker()
    ends.push(() => desk.startWorker())
    const [unanswered] = await Promise.all([
      desk.post(`/v1/tickets/${ticket.id}/responses`, { message: 'On it' }),
      desk.post('/v1/tickets', {
        contractId: 'ctr_jiangzhou',
        subject: 'A',
        description: 'B',
        reporterId: 'con_reporter',
      }),
    ])
    expect(unanswered.status).toBe(202)
    const waiting = await readings()
    expect((await scrape()).of('aftercare_acts_total', { verb: 'respond', outcome: 'unknown' })).toBe(1)
    expect(waiting.of('aftercare_queue_tasks', { queue: 'tickets' })).toBeGreaterThan(0)
    expect(waiting.of('aftercare_queue_lag_seconds', { queue: 'tickets' })).toBeGreaterThan(0)
  })

  test('a commit that the database lost, and its repetition', async () => {
    const proxy = await TcpProxy.before(desk.config.database.url)
    ends.push(() => proxy.close())
    const ticket = await desk.open()
    const before = await scrape()
    await desk.stopWorker()
    await desk.startWorker({ databaseUrl: proxy.through(desk.config.database.url) })
    ends.push(async () => {
      await desk.stopWorker()
      await desk.startWorker()
    })
    const lost = proxy.loseAnswerTo('WITH given AS')
    await desk.act(ticket, 'responses', { message: 'On it' })
    await lost
    const after = await scrape()
    const more = (name: string, labels = {}) => (after.of(name, labels) ?? 0) - (before.of(name, labels) ?? 0)
    expect(more('aftercare_commit_seconds_count', { outcome: 'failed' })).toBe(1)
    expect(more('aftercare_commit_retries_total')).toBe(1)
  })

  test('the schedules that run', async () => {
    const scheduleId = `test-${desk.config.temporal.taskQueue}`
    const action = { type: 'startWorkflow' as const, workflowType: 'none', taskQueue: 'nobody' }
    const spec = { intervals: [{ every: '1 day' as const }] }
    const schedule = await client.schedule.create({ scheduleId, spec, action })
    ends.push(() => schedule.delete())
    // Other tests make schedules meanwhile.
    const listed = async () => {
      let count = 0
      for await (const _one of client.schedule.list()) count++
      return count
    }
    await until(async () => {
      const [before, seen, after] = [await listed(), await readings(), await listed()]
      return before > 0 && before === after && seen.of('aftercare_schedules') === before
    })
  })
})

describe('The page', () => {
  test('says of no customer, person or ticket who or what it is', async () => {
    const { number, id } = await desk.resolved()
    const { text } = await scrape()
    const people = await desk.database.contact.findMany()
    const users = await desk.database.user.findMany()
    const known = [number, id, 'jiangzhou', 'huayue', 'Submitting fails', repair.cause, '@', 'Maintenance']
    const names = [...people, ...users].flatMap((person) => [person.id, person.name, person.email].filter(isTelling))
    expect([...known, ...names].filter((word) => text.includes(word))).toEqual([])
  })

  test('shows what each of the ten alarms asks for', async () => {
    // A workflow that this worker's code does not know: its task fails, again and again.
    const { taskQueue } = desk.config.temporal
    const workflowId = `unknown-${taskQueue}`
    const unknown = await client.workflow.start('unknown', { taskQueue, workflowId })
    ends.push(() => unknown.terminate())
    await until(async () => (await scrape()).of('temporal_workflow_task_execution_failed_total') !== undefined)
    const [, section = ''] = readFileSync('docs/operations.md', 'utf8').split('### The ten alarms that matter')
    const rows = section.split('\n## ')[0]?.match(/^\| (?!Alarm|---).*/gm) ?? []
    expect(rows).toHaveLength(10)
    const { names } = await scrape()
    for (const row of rows) {
      const asked = metricNamesIn(row)
      expect([row, asked.length > 0 || row.includes('`up{')]).toEqual([row, true])
      expect([row, asked.filter((name) => !names.has(name))]).toEqual([row, []])
    }
  })

  test('answers when the database does not: without what it would have said, which is counted', async () => {
    const proxy = await TcpProxy.before(desk.config.database.url)
    ends.push(() => proxy.close())
    proxy.down()
    const seen = await ownPage({ databaseUrl: proxy.through(desk.config.database.url), times: 2 })
    expect(seen.of('aftercare_tickets_open')).toBeUndefined()
    expect(seen.of('aftercare_readings_failed_total', { source: 'database' })).toBe(1)
    expect(seen.of('aftercare_queue_workers', { queue: 'tickets' })).toBeGreaterThan(0)
  })

  test('asks the database no more often for being asked more often', async () => {
    const counter = new StatementCounter()
    const databaseUrl = await counter.through(desk.config.database.url)
    ends.push(() => counter.close())
    await ownPage({ databaseUrl })
    const once = counter.count
    await ownPage({ databaseUrl, times: 10 })
    expect(once).toBeGreaterThan(0)
    expect(counter.count - once).toBe(once)
  })

  test('is shown nowhere unless a port is set', async () => {
    const listeners = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length
    const before = listeners()
    const none = await showMetrics(
      { ...desk.config, metrics: { host: '127.0.0.1', port: undefined } },
      silent,
      new Metrics(),
    )
    expect(listeners()).toBe(before)
    await none.close()
  })
})

/** Some accounts are called by their role, as a page may say too. */
function isTelling(word: string): boolean {
  return word.length > 1 && !/^[a-z]+$/i.test(word)
}
