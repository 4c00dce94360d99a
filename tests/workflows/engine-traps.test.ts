import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { acceptor, resident } from '../support/ticket/people.ts'
import { days } from '../support/time/amounts.ts'
import { opening } from '../support/ticket/opening.ts'
import { foldOf, WorkflowDesk } from '../support/desk/workflow-desk.ts'
import { until } from '../support/time/until.ts'

let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
})
afterAll(() => desk.close())

const repair = { cause: '连接池耗尽', causeCode: 'database' as const, fix: '扩容', verification: '验证通过' }

describe('A long life', () => {
  test('continued as new, nothing is lost and no command is done twice', async () => {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    const firstRun = (await desk.client.workflow.getHandle(`ticket/${id}`).describe()).runId
    const keys = Array.from({ length: 24 }, () => randomUUID())
    for (const key of keys) await desk.act(id, 'note', { text: key }, resident, key)
    await until(async () => (await desk.client.workflow.getHandle(`ticket/${id}`).describe()).runId !== firstRun)
    // The same requests once more, in the next run.
    for (const key of keys.slice(-5)) await desk.act(id, 'note', { text: key }, resident, key)
    const notes = await desk.database.ticketEvent.findMany({ where: { ticketId: id, type: 'noted' } })
    expect(notes.map((note) => (note.data as { text: string }).text).sort()).toEqual([...keys].sort())
    expect(await foldOf(desk, id)).toEqual((await desk.progress(id)).state)
    const number = (await desk.row(id)).number
    await desk.act(id, 'resolve', repair, resident)
    expect(await desk.row(id)).toMatchObject({ status: 'resolved', number })
  })
})

describe('An act that arrives while its ticket continues as new', () => {
  test('is answered and kept: a run never ends in the task that carries an update', async () => {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    const keys = Array.from({ length: 60 }, () => randomUUID())
    for (let burst = 0; burst < keys.length; burst += 5) {
      const acts = keys
        .slice(burst, burst + 5)
        .map((key) => desk.act(id, 'reply', { message: key, channel: 'web' }, resident, key))
      expect(new Set(await Promise.all(acts))).toEqual(new Set(['recorded']))
    }
    const replies = await desk.database.ticketEvent.findMany({ where: { ticketId: id, type: 'replied' } })
    expect(replies.map((reply) => (reply.data as { message: string }).message).sort()).toEqual([...keys].sort())
    await desk.settled(id)
    expect(await foldOf(desk, id)).toEqual((await desk.progress(id)).state)
  })
})

describe('A sign-off that races the timer that would end the ticket', () => {
  test('is either accepted and kept, or refused: never answered and then lost', async () => {
    const terms = {
      ...opening().terms,
      // Closed means over at once: the task that signs is the one that could end.
      reopenWindowDays: 0,
      deemedAcceptance: { target: { amount: 1, unit: 'workingDays' as const }, calendar: 'always' },
    }
    for (let round = 0; round < 6; round++) {
      const id = await desk.open({ terms })
      await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
      await desk.act(id, 'resolve', repair, resident)
      await desk.settled(id)
      const signing = Promise.allSettled([
        desk.pass(id, days(1) + 1),
        ...[1, 2, 3].map((attempt) =>
          desk.act(id, 'signOff', { method: 'signedIn', rating: 5 }, acceptor, `${id}-${attempt}`),
        ),
      ])
      const [, ...answers] = await signing
      const accepted = answers.filter((answer) => answer.status === 'fulfilled')
      const events = await desk.eventTypes(id)
      const row = await desk.database.ticketEvent.findFirstOrThrow({ where: { ticketId: id, type: 'signedOff' } })
      const { signOff } = row.data as { signOff: { method: string } }
      expect(events.filter((type) => type === 'signedOff')).toHaveLength(1)
      expect(accepted).toHaveLength(signOff.method === 'signedIn' ? 1 : 0)
    }
  })

  test('of fifty who sign at once one wins, and there is one event', async () => {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.act(id, 'resolve', repair, resident)
    const signatures = Array.from({ length: 50 }, () => desk.act(id, 'signOff', { method: 'signedIn' }, acceptor))
    const answers = await Promise.allSettled(signatures)
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.refusal.refused] : []))
    expect(new Set(refused)).toEqual(new Set(['notAllowedNow']))
    expect((await desk.eventTypes(id)).filter((type) => type === 'signedOff')).toHaveLength(1)
  })
})
