import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ticketWorkflowId } from '../../workflows/messages/ticket.ts'
import { resident } from '../support/ticket/people.ts'
import { days } from '../support/time/amounts.ts'
import { WorkflowDesk } from '../support/desk/workflow-desk.ts'

let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
})
afterAll(() => desk.close())

describe('A move of the sandbox clock', () => {
  test('over more deadlines than the engine crosses by itself arrives once, however often it is asked for', async () => {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.act(id, 'pause', { reason: 'supplier', explanation: '等原厂' }, resident)
    // Of those who are reminded daily nobody is there, so that it takes the time of the deadlines alone.
    await desk.database.user.updateMany({ data: { disabledAt: new Date() } })
    const { openedAt } = (await desk.progress(id)).state
    const moveId = randomUUID()
    // Half a day from either reminder, since each may come some seconds after the last one's hour.
    const moved = days(40.5)
    await move(id, moved, moveId)
    const reminders = (await desk.eventTypes(id)).filter((type) => type === 'pauseOverran')
    // The first on the third day, then one a day.
    expect(reminders).toHaveLength(38)
    const { status } = (await desk.progress(id)).state
    expect(status).toMatchObject({ name: 'pending', lookAt: expect.any(Number) })
    const arrived = openedAt + moved
    expect(status.name === 'pending' && status.lookAt > arrived && status.lookAt < arrived + days(1)).toBe(true)
  })

  test('that arrived is not made again for being asked for again, whatever the ticket did since', async () => {
    const id = await desk.open()
    const runOf = async () => (await desk.client.workflow.getHandle(ticketWorkflowId(id)).describe()).runId
    const [first, second] = [randomUUID(), randomUUID()]
    await move(id, days(3), first)
    await move(id, days(4), second)
    expect(await movedBy(id)).toBe(7)
    await move(id, days(3), first)
    const run = await runOf()
    while ((await runOf()) === run) await movedBy(id)
    await move(id, days(3), first)
    await move(id, days(4), second)
    expect(await movedBy(id)).toBe(7)
  })

  /** Asks until it has arrived. */
  async function move(id: string, seconds: number, moveId: string): Promise<void> {
    while ((await desk.advance(id, seconds, moveId)) === 'unknown');
  }

  /** Days that the ticket is ahead, as an act shows. */
  async function movedBy(id: string): Promise<number> {
    await desk.act(id, 'note', { text: '记录' }, resident)
    const { at } = await desk.database.ticketEvent.findFirstOrThrow({
      where: { ticketId: id },
      orderBy: { version: 'desc' },
    })
    return Math.floor((at.getTime() - Date.now()) / 1000 / days(1) + 0.5)
  }
})
