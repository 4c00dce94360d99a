import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { json, policyIn } from '../../store/rows.ts'
import { repair } from '../support/desk/words.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { StatementCounter } from '../support/wire/statement-counter.ts'
import { until } from '../support/time/until.ts'

/** What the API asks of the database, and what the worker's commit does, each on a line of its own. */
const api = new StatementCounter()
const worker = new StatementCounter()
let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start({ api, worker })
})
afterAll(async () => {
  await desk.close()
  await Promise.all([api.close(), worker.close()])
})

async function costOf(act: () => Promise<unknown>): Promise<number> {
  const before = api.count
  await act()
  return api.count - before
}

/** Nothing is to be told any more, nor soon: the worker asks nothing until somebody acts. */
async function everybodyIsTold(): Promise<void> {
  let seen = -1
  await until(async () => {
    // A mail server that takes its time is quiet, too.
    const soon = new Date(Date.now() + 10_000)
    const told = (await desk.database.outbox.count({ where: { dueAt: { lt: soon } } })) === 0
    const quiet = seen === worker.count
    seen = worker.count
    await sleep(300)
    return told && quiet
  })
}

/** One more version of Jiangzhou's policy; where hours are given, an answer is promised within as many. */
async function newPolicyVersion(hours?: number): Promise<number> {
  const before = await desk.database.policy.findFirstOrThrow({
    where: { id: 'pol_jiangzhou' },
    orderBy: { version: 'desc' },
  })
  const version = before.version + 1
  const { rows, ...others } = policyIn(before)
  const quicker = rows.map((row) =>
    hours !== undefined && row.metric === 'response' ? { ...row, target: { ...row.target, amount: hours } } : row,
  )
  const definition = json({ ...others, rows: quicker })
  const data = { id: before.id, version, name: before.name, requestKey: `v${version}`, definition }
  await desk.database.policy.create({ data })
  return version
}

describe('What a request costs, in statements', () => {
  test('an act: who asks and which ticket, the ticket as it then stands; one more for a key', async () => {
    const ticket = await desk.open()
    expect(await costOf(() => desk.act(ticket, 'responses', { message: 'On it.' }))).toBeLessThanOrEqual(2)
    expect(await costOf(() => desk.act(ticket, 'notes', { text: 'Logs read.' }, { key: 'k-1' }))).toBeLessThanOrEqual(3)
    // What it repeats is part of the first.
    expect(await costOf(() => desk.act(ticket, 'resolution', repair))).toBeLessThanOrEqual(2)
  })

  test('a read: who asks, with the ticket', async () => {
    const ticket = await desk.open()
    expect(await costOf(() => desk.get(`/v1/tickets/${ticket.id}`))).toBe(1)
    const { id } = await desk.resolved()
    expect(await costOf(() => desk.get(`/v1/tickets/${id}/support-record`))).toBe(1)
  })

  test('a list: who asks, and the page, which depends on it; for a search also how rare its words are', async () => {
    await desk.open()
    expect(await costOf(() => desk.get('/v1/tickets?limit=50'))).toBeLessThanOrEqual(2)
    const worklist = 'sort=nextDueAt&called=true&status=open&status=pending&limit=2'
    expect(await costOf(() => desk.get(`/v1/tickets?${worklist}`))).toBeLessThanOrEqual(2)
    expect(await costOf(() => desk.get(`/v1/tickets?${worklist}&text=submit%20500`))).toBeLessThanOrEqual(3)
  })

  test('a timeline: who asks and whether the ticket is theirs to see, its events, the mails of all of them', async () => {
    const ticket = await desk.act(await desk.open(), 'responses', { message: 'On it.' })
    for (const as of ['agent', 'reporter']) {
      expect(await costOf(() => desk.get(`/v1/tickets/${ticket.id}/events`, { as }))).toBeLessThanOrEqual(3)
    }
  })

  test('an opening: who asks, the key with its number, all that is named, the ticket; one more for a policy that is new', async () => {
    const opening = (more: object = {}) => costOf(() => desk.open(more))
    const another = await newPolicyVersion()
    // Reads the calendars, which the versions share, and keeps them.
    await desk.open()
    expect(await opening({ systemId: 'sys_jiangzhou' })).toBeLessThanOrEqual(4)
    await desk.database.contract.update({ where: { id: 'ctr_jiangzhou' }, data: { policyVersion: another } })
    expect(await opening()).toBeLessThanOrEqual(5)
    expect(await opening()).toBeLessThanOrEqual(4)
    // Nobody's, which runs on the desk's own policy (SLA 24).
    const uncovered = { contractId: undefined, systemId: undefined, customerId: 'cus_jiangzhou' }
    await opening(uncovered)
    expect(await opening(uncovered)).toBeLessThanOrEqual(4)
  })

  test('what is remembered of a policy is that version alone: the contract put on another promises the other at once', async () => {
    const another = await newPolicyVersion(7)
    const ofFirst = await desk.open()
    await desk.database.contract.update({ where: { id: 'ctr_jiangzhou' }, data: { policyVersion: another } })
    const ofSecond = await desk.open()
    const response = ({ clocks }: typeof ofFirst) => clocks.find(({ metric }) => metric === 'response')?.target
    expect(response(ofFirst)).not.toEqual(response(ofSecond))
    expect(response(ofSecond)).toMatchObject({ amount: 7 })
  })

  test('a correction: who asks, the thing, begin, the row, what was changed, commit; one more for a key', async () => {
    const change = (phone: string, revision: number, key?: string) =>
      desk.ask('PATCH', '/v1/contacts/con_reporter', JSON.stringify({ phone }), {
        headers: { 'if-match': `"${revision}"` },
        ...(key !== undefined && { key }),
      })
    expect(await costOf(() => change('+86 10 5555 0100', 1))).toBeLessThanOrEqual(6)
    expect(await costOf(() => change('+86 10 5555 0101', 2, 'k-2'))).toBeLessThanOrEqual(7)
    const { revision } = await desk.database.contact.findUniqueOrThrow({ where: { id: 'con_reporter' } })
    expect(revision).toBe(3)
  })

  test('a commit: one statement, where nothing stands in its way', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'responses', { message: 'On it.' })
    await everybodyIsTold()
    const counts: number[] = []
    for (const text of ['Logs read.', 'Pool enlarged.', 'Watched.']) {
      const before = worker.count
      // A note tells nobody, so that all of it is the commit, unless a schedule rings meanwhile.
      await desk.act(ticket, 'notes', { text })
      counts.push(worker.count - before)
    }
    expect(Math.min(...counts)).toBe(1)
  })
})
