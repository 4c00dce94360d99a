import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { watchActivities } from '../../activities/watch/watch.ts'
import { TicketProcesses } from '../../engine/processes.ts'
import { advanceClock } from '../../engine/sandbox-clock.ts'
import { ensureSchedules } from '../../engine/schedules.ts'
import { ticketWorkflowId } from '../../workflows/messages/ticket.ts'
import { testStack } from '../support/stack/stack.ts'
import { days } from '../support/time/amounts.ts'
import { until } from '../support/time/until.ts'
import { TwoPrograms } from './two-programs.ts'

let programs: TwoPrograms
beforeAll(async () => {
  programs = await TwoPrograms.start()
})
afterAll(() => programs.close())

describe('A ticket whose process was ended while it was open (I6)', () => {
  test('is found, alarms, and goes on from its events: no act is lost or doubled, and what was to be told is told', async () => {
    const { id } = await say('customer', '/v1/tickets', (description) => ({
      ...{ contractId: 'ctr_jiangzhou', subject: '办件提交失败', description },
    }))
    await say('engineer', `/v1/tickets/${id}/responses`, (message) => ({ message }))
    await programs.expectWhole()
    await programs.smtp.down()
    const key = randomUUID()
    const reply = () =>
      programs.journal.post(programs.tokenOf('customer'), `/v1/tickets/${id}/replies`, key, { message: key })
    await reply()
    await ticket(id).terminate('By somebody who meant another')
    expect((await programs.run('watch')).said).toMatchObject({ startedAgain: 1, lost: 0, strangers: 0, late: 0 })
    await programs.smtp.up()
    // The same request once more: it is the act that the events know.
    await reply()
    await say('engineer', `/v1/tickets/${id}/replies`, (message) => ({ message }))
    await programs.expectWhole()
    expect(await programs.run('watch')).toMatchObject({ code: 0, said: { startedAgain: 0 } })
  })

  test('what fell due while it had none is recorded when it is found', async () => {
    const { id } = await say('customer', '/v1/tickets', (description) => ({
      ...{ contractId: 'ctr_jiangzhou', subject: '办件提交失败', description },
    }))
    await programs.expectWhole()
    await ticket(id).terminate()
    // As if it had been opened two hours ago.
    const ago = (at: Date) => new Date(at.getTime() - 7_200_000)
    const [opened] = await programs.database.ticketEvent.findMany({ where: { ticketId: id } })
    if (opened === undefined) throw new Error('The ticket has no event')
    const clocks = JSON.parse(JSON.stringify(opened.clocks), (field, value) => (field === 'at' ? value - 7200 : value))
    await programs.database.ticketEvent.updateMany({ where: { ticketId: id }, data: { at: ago(opened.at), clocks } })
    const { lines } = await programs.run('watch')
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, ticketId: id }))
    await until(async () => (await programs.database.breach.count({ where: { ticketId: id } })) > 0)
    expect((await ticket(id).describe()).status.name).toBe('RUNNING')
  })
})

describe('What the watch cannot mend', () => {
  test('a ticket whose events have a gap alarms, and ends the command with 1', async () => {
    const { id } = await say('customer', '/v1/tickets', (description) => ({
      ...{ contractId: 'ctr_jiangzhou', subject: '办件提交失败', description },
    }))
    await say('engineer', `/v1/tickets/${id}/responses`, (message) => ({ message }))
    await ticket(id).terminate()
    await programs.database.ticketEvent.deleteMany({ where: { ticketId: id, version: 1 } })
    const { code, said, lines } = await programs.run('watch')
    expect({ code, said }).toMatchObject({ code: 1, said: { startedAgain: 0, lost: 1 } })
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, ticketId: id, standing: 'brokenOff' }))
    await forget(id)
  })

  test('a process without a ticket alarms, and so does a deadline that nothing acts on', async () => {
    const { id } = await say('customer', '/v1/tickets', (description) => ({
      ...{ contractId: 'ctr_jiangzhou', subject: '办件提交失败', description },
    }))
    const stranger = await say('customer', '/v1/tickets', (description) => ({
      ...{ contractId: 'ctr_jiangzhou', subject: '办件提交失败', description },
    }))
    const { database, client, taskQueue } = programs
    await forget(stranger.id)
    const lines: object[] = []
    const logger = pino({ base: {} }, { write: (line: string) => lines.push(JSON.parse(line)) })
    const processes = new TicketProcesses(client, taskQueue, 1)
    const inAnHour = Date.now() + 3_600_000
    const found = await watchActivities({ database, logger, processes }).watchTickets(inAnHour)
    expect(found).toMatchObject({ strangers: 1, startedAgain: 0 })
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, ticketId: stranger.id }))
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, ticketId: id, since: expect.anything() }))
    await ticket(stranger.id).terminate()
  })

  test('a ticket that has come to its end needs no process', async () => {
    const { id } = await say('customer', '/v1/tickets', (description) => ({
      ...{ contractId: 'ctr_jiangzhou', subject: '办件提交失败', description },
    }))
    await say('agent', `/v1/tickets/${id}/cancellation`, () => ({ reason: 'duplicate' }), 'withoutText')
    await advanceClock(programs.client, ticketWorkflowId(id), days(2), randomUUID())
    await until(async () => (await ticket(id).describe()).status.name === 'COMPLETED')
    expect((await programs.run('watch')).said).toMatchObject({ startedAgain: 0, lost: 0 })
  })
})

describe('The watch by itself', () => {
  test('runs in the engine, every five minutes', async () => {
    const { id } = await say('customer', '/v1/tickets', (description) => ({
      ...{ contractId: 'ctr_jiangzhou', subject: '办件提交失败', description },
    }))
    await ticket(id).terminate()
    const { address, namespace } = { address: testStack().temporalAddress, namespace: 'aftercare' }
    await ensureSchedules({ address, namespace, tls: false, taskQueue: programs.taskQueue })
    const schedule = programs.client.schedule.getHandle(`${programs.taskQueue}/watch`)
    expect((await schedule.describe()).spec.intervals).toMatchObject([{ every: 300_000 }])
    await schedule.trigger()
    await until(async () => (await ticket(id).describe()).status.name === 'RUNNING')
    await schedule.delete()
  })
})

/** As if the database had never had it. */
async function forget(id: string): Promise<void> {
  await programs.database.ticketEvent.deleteMany({ where: { ticketId: id } })
  await programs.database.ticket.delete({ where: { id } })
}

function ticket(id: string) {
  return programs.client.workflow.getHandle(ticketWorkflowId(id))
}

async function say(
  role: string,
  path: string,
  body: (key: string) => object,
  text: 'withoutText' | 'withText' = 'withText',
) {
  const key = randomUUID()
  const answer = await programs.journal.post<{ id: string }>(programs.tokenOf(role), path, key, body(key))
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  if (text === 'withoutText') programs.journal.entries.pop()
  return answer.body
}
