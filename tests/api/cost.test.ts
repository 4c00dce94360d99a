import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
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
}, 60_000)
afterAll(async () => {
  await desk.close()
  await Promise.all([api.close(), worker.close()])
})

async function costOf(act: () => Promise<unknown>): Promise<number> {
  const before = api.count
  await act()
  return api.count - before
}

/** No mail is under way any more: the worker asks nothing until somebody acts. */
async function everybodyIsTold(): Promise<void> {
  let seen = -1
  await until(async () => {
    const quiet = seen === worker.count
    seen = worker.count
    await sleep(300)
    return quiet
  })
}

describe('What a request costs, in statements', () => {
  test('an act: who asks, which ticket, the ticket as it then stands; one more for a key', async () => {
    const ticket = await desk.open()
    expect(await costOf(() => desk.act(ticket, 'responses', { message: 'On it.' }))).toBeLessThanOrEqual(3)
    expect(await costOf(() => desk.act(ticket, 'notes', { text: 'Logs read.' }, { key: 'k-1' }))).toBeLessThanOrEqual(4)
    expect(await costOf(() => desk.act(ticket, 'resolution', repair))).toBeLessThanOrEqual(3)
  })

  test('a read: who asks, and the ticket', async () => {
    const ticket = await desk.open()
    expect(await costOf(() => desk.get(`/v1/tickets/${ticket.id}`))).toBeLessThanOrEqual(2)
    expect(await costOf(() => desk.get('/v1/tickets?limit=50'))).toBeLessThanOrEqual(2)
    const worklist = 'sort=nextDueAt&called=true&status=open&status=pending&text=submit%20500&limit=2'
    expect(await costOf(() => desk.get(`/v1/tickets?${worklist}`))).toBeLessThanOrEqual(2)
  })

  test('a timeline: who asks, whether the ticket is theirs to see, its events, the mails of all of them', async () => {
    const ticket = await desk.act(await desk.open(), 'responses', { message: 'On it.' })
    for (const as of ['agent', 'reporter']) {
      expect(await costOf(() => desk.get(`/v1/tickets/${ticket.id}/events`, { as }))).toBeLessThanOrEqual(4)
    }
  })

  test('an opening: the contract with all that it promises, the names, the key, the ticket', async () => {
    expect(await costOf(() => desk.open())).toBeLessThanOrEqual(10)
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
    const before = worker.count
    // A note tells nobody, so that all of it is the commit.
    await desk.act(ticket, 'notes', { text: 'Logs read.' })
    expect(worker.count - before).toBe(1)
  })
})
