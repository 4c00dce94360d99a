import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { resident } from '../support/ticket/people.ts'
import { days } from '../support/time/amounts.ts'
import { WorkflowDesk } from '../support/desk/workflow-desk.ts'

let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
}, 60_000)
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
    const moved = days(205.5)
    while ((await desk.advance(id, moved, moveId)) !== 'recorded');
    const reminders = (await desk.eventTypes(id)).filter((type) => type === 'pauseOverran')
    // The first on the third day, then one a day.
    expect(reminders).toHaveLength(203)
    const { status } = (await desk.progress(id)).state
    expect(status).toMatchObject({ name: 'pending', lookAt: expect.any(Number) })
    const arrived = openedAt + moved
    expect(status.name === 'pending' && status.lookAt > arrived && status.lookAt < arrived + days(1)).toBe(true)
  }, 240_000)
})
