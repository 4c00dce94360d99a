import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ticketWorkflowId } from '../../workflows/messages/ticket.ts'
import { until } from '../support/time/until.ts'
import { TwoPrograms } from './two-programs.ts'

let programs: TwoPrograms
beforeAll(async () => {
  programs = await TwoPrograms.start()
})
afterAll(() => programs.close())

describe('Who sends more than a ticket can take (C1, H5)', () => {
  test('56 of the largest messages that wait for a worker do not end the ticket: what does not fit is told to come again', async () => {
    const id = await answeredTicket()
    programs.signal('worker', 'SIGSTOP')
    const sent = Promise.all(Array.from({ length: 56 }, () => send(id, 'engineer')))
    await sleep(4000)
    programs.signal('worker', 'SIGCONT')
    const statuses = await sent
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(answers()).toContain(503)
    await programs.expectWhole()
  }, 600_000)

  test('300 times as fast as can be, with the worker standing still in between: nothing is lost, and each run stays small', async () => {
    const id = await answeredTicket()
    let acts = 0
    // A customer is held by the ceiling on messages; our own people have none, and show the wall behind it.
    const senders = Array.from({ length: 12 }, async (_none, index) => {
      const statuses: number[] = []
      if (index === 0) {
        while (acts < 300) {
          statuses.push(await send(id, 'customer'))
          // Being refused costs the API little, and it could be asked for nothing else.
          await sleep(100)
        }
      } else while (acts++ < 300) statuses.push(await send(id, 'engineer'))
      return statuses
    })
    await until(async () => acts > 100, 240_000)
    programs.signal('worker', 'SIGSTOP')
    await sleep(6000)
    programs.signal('worker', 'SIGCONT')
    const [customers = [], ...staff] = await Promise.all(senders)
    expect(new Set(customers)).toEqual(new Set([200, 429]))
    expect(new Set(staff.flat())).toEqual(new Set([200]))
    expect(programs.faults).toEqual([])
    const known = [429, 503]
    expect(answers().filter((one) => one === 'none' || (one >= 300 && !known.includes(one)))).toEqual([])
    await programs.expectWhole(240_000)
    const runs = await runsOf(id)
    expect(runs.length).toBeGreaterThan(3)
    // The test's engine asks for a new run at 150 events. Twenty acts may go first, each with its record and its mail.
    expect(Math.max(...runs.map(({ events }) => events))).toBeLessThan(500)
    expect(Math.max(...runs.map(({ bytes }) => bytes))).toBeLessThan(10_000_000)
  }, 600_000)
})

/** 20,000 characters of four bytes, the most that a message may have, with its key in it. */
function largest(key: string): string {
  return key + '😀'.repeat(20_000 - key.length)
}

async function send(id: string, role: 'customer' | 'engineer'): Promise<number> {
  const key = randomUUID()
  // Notes are mailed to nobody, so that the ceiling on the mails of an address does not hold the test for an hour.
  const [noun, body] = role === 'customer' ? ['replies', { message: largest(key) }] : ['notes', { text: largest(key) }]
  const path = `/v1/tickets/${id}/${noun}`
  const { status } = await programs.journal.post(programs.tokenOf(role), path, key, body)
  return status
}

async function answeredTicket(): Promise<string> {
  const say = async (role: string, path: string, body: (key: string) => object) => {
    const key = randomUUID()
    return (await programs.journal.post<{ id: string }>(programs.tokenOf(role), path, key, body(key))).body
  }
  const { id } = await say('customer', '/v1/tickets', (description) => ({
    ...{ contractId: 'ctr_jiangzhou', subject: '办件提交失败', description },
  }))
  await say('engineer', `/v1/tickets/${id}/responses`, (message) => ({ message }))
  return id
}

function answers(): (number | 'none')[] {
  return programs.journal.entries.flatMap((entry) => entry.answers)
}

async function runsOf(id: string): Promise<{ events: number; bytes: number }[]> {
  const runs: { events: number; bytes: number }[] = []
  for await (const run of programs.client.workflow.list({ query: `WorkflowId = '${ticketWorkflowId(id)}'` })) {
    runs.push({ events: run.historyLength, bytes: run.historySize ?? 0 })
  }
  return runs
}
