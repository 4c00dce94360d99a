import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { agent, manager, resident } from '../support/ticket/people.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { opening } from '../support/ticket/opening.ts'
import { WorkflowDesk } from '../support/desk/workflow-desk.ts'

let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
})
afterAll(() => desk.close())

describe('On the real engine', () => {
  test('if nobody acts, each step of the ladder happens once, in its order, and is written once', async () => {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.pass(id, days(3))
    // After the last step of the ladder the desk looks again (SLA 20).
    const steps = ['warned', 'breached', 'escalated', 'breached', 'escalated', 'breached', 'escalated', 'leftAlone']
    expect(await desk.eventTypes(id)).toEqual(['opened', 'responded', 'assigned', ...steps])
    const breaches = await desk.database.breach.findMany({ where: { ticketId: id }, orderBy: { at: 'asc' } })
    const { openedAt } = await desk.row(id)
    expect(breaches.map(({ clockId, at }) => [clockId, (at.getTime() - openedAt.getTime()) / 1000])).toEqual([
      ['resolution/1', hours(1)],
      ['resolution@headquarters/1', hours(25)],
      ['resolution@senior/1', hours(37)],
    ])
    expect(await desk.row(id)).toMatchObject({ tier: 'manager', breached: true })
  })

  test('the ticket shows in the engine what it waits for, and until when', async () => {
    const id = await desk.open()
    const description = await desk.client.workflow.getHandle(`ticket/${id}`).describe()
    expect(description.searchAttributes).toMatchObject({ TicketStatus: ['open'], TicketBreached: [false] })
    expect(await description.staticSummary()).toContain('incident, general')
    await desk.pass(id, minutes(11))
    const later = await desk.client.workflow.getHandle(`ticket/${id}`).describe()
    expect(later.searchAttributes).toMatchObject({ TicketBreached: [true] })
  })

  test('a pause across a threshold holds it back by the pause, and a running clock has exactly one timer', async () => {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.pass(id, minutes(40))
    await desk.act(id, 'pause', { reason: 'supplier', explanation: '等原厂' }, resident)
    await desk.pass(id, hours(9))
    expect(await desk.eventTypes(id)).toEqual(['opened', 'responded', 'assigned', 'paused'])
    // For the day on which somebody is asked whether it still waits (I8).
    expect(await timersOf(id)).toBe(1)
    await desk.act(id, 'resume', {}, resident)
    expect(await timersOf(id)).toBe(1)
    await desk.pass(id, minutes(6))
    expect(await desk.eventTypes(id)).toEqual(['opened', 'responded', 'assigned', 'paused', 'resumed', 'warned'])
  })

  test('a stricter target that is missed already is one breach, with its cause, at the change', async () => {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.pass(id, minutes(30))
    const terms = opening().terms
    const rows = terms.policy.rows.map((row) =>
      row.metric === 'resolution' ? { ...row, target: { amount: 15, unit: 'workingMinutes' as const } } : row,
    )
    const stricter = { ...terms, policy: { ...terms.policy, version: 2, rows } }
    await desk.act(id, 'retarget', { terms: stricter, coverage: {}, reason: '合同变更' }, manager)
    await desk.pass(id, 2)
    const breaches = await desk.database.breach.findMany({ where: { ticketId: id } })
    expect(breaches.map(({ cause, clockId }) => [cause, clockId])).toEqual([['retarget', 'resolution/1']])
  })

  test('a refusal changes nothing and says what is allowed', async () => {
    const id = await desk.open()
    await expect(desk.act(id, 'signOff', { method: 'paper' }, agent)).rejects.toMatchObject({
      refusal: { refused: 'notAllowedNow' },
    })
    expect(await desk.eventTypes(id)).toEqual(['opened'])
  })

  async function timersOf(id: string): Promise<number> {
    const events = await desk.history(id)
    const started = events.filter((event) => event.timerStartedEventAttributes).length
    const over = events.filter((event) => event.timerFiredEventAttributes || event.timerCanceledEventAttributes).length
    return started - over
  }
})
