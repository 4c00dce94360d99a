import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import proto from '@temporalio/proto'
import { setTimeout as sleep } from 'node:timers/promises'
import { historyCounts } from '../support/ticket/history-counts.ts'
import type { Actor } from '../../domain/people/actors.ts'
import type { Bodies, Verb } from '../../domain/ticket/verbs/rules.ts'
import { bodies } from '../support/ticket/opening.ts'
import { acceptor, agent, headquarters, resident } from '../support/ticket/people.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { until } from '../support/time/until.ts'
import { WorkflowDesk } from '../support/desk/workflow-desk.ts'

const { EventType } = proto.temporal.api.enums.v1
let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
})
afterAll(() => desk.close())

describe('The golden path', () => {
  test('open, respond, resolve, sign off with rating, a mail at each: within 38 events, 16 actions, four tasks and 8 transitions, and 10 events more to the end', async () => {
    const id = await desk.open()
    const step = async (act: () => Promise<unknown>) => {
      await desk.settled(id)
      await sleep(1100)
      await act()
    }
    await step(() => desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident))
    const repair = { cause: '连接池耗尽', causeCode: 'database' as const, fix: '扩容', verification: '验证通过' }
    await step(() => desk.act(id, 'resolve', repair, resident))
    await step(() => desk.act(id, 'signOff', { method: 'signedIn', rating: 5 }, acceptor))
    await desk.settled(id)
    const life = await desk.history(id)
    const counts = await historyCounts(desk.client, `ticket/${id}`)
    expect(counts.events).toBe(life.length)
    expect(counts.events).toBeLessThanOrEqual(38)
    expect(counts.actions).toBeLessThanOrEqual(16)
    expect(counts.workflowTasks).toBeLessThanOrEqual(4)
    expect(counts.stateTransitions).toBeLessThanOrEqual(8)
    // Opened, responded, repaired and closed: two of each, to the customer's people and to ours.
    expect(new Set(desk.smtp.mails.map(({ messageId }) => messageId)).size).toBe(8)

    await desk.pass(id, days(8))
    await until(
      async () => (await desk.client.workflow.getHandle(`ticket/${id}`).describe()).status.name === 'COMPLETED',
    )
    const all = await desk.history(id)
    const skipping = all.filter(({ eventType }) =>
      String(EventType[eventType ?? 0]).match(/TIME_SKIPPING|OPTIONS_UPDATED/),
    )
    expect(all.length - skipping.length - life.length).toBeLessThanOrEqual(10)
    expect(await desk.eventTypes(id)).toEqual(['opened', 'responded', 'assigned', 'resolved', 'signedOff', 'rated'])
  })

  test('with one visit, from the dispatch to the work report and a mail at each step: within 78 events, 31 actions, nine tasks and 13 transitions', async () => {
    const id = await desk.open()
    const step = async <V extends Verb>(verb: V, body: Bodies[V], actor: Actor) => {
      await desk.settled(id)
      await sleep(1100)
      await desk.act(id, verb, body, actor)
    }
    const engineer = { id: headquarters.id, name: headquarters.name, tier: 'headquarters' as const }
    await step('respond', { message: '正在处理', channel: 'phone' }, resident)
    await step('dispatch', { engineer }, agent)
    await step('acceptVisit', { visit: 1 }, headquarters)
    await step('depart', { visit: 1 }, headquarters)
    await step('arrive', { visit: 1 }, headquarters)
    await step('completeVisit', bodies.completeVisit, headquarters)
    await step('resolve', { cause: '电源故障', causeCode: 'hardware', fix: '更换', verification: '验证通过' }, resident)
    await step('signOff', { method: 'signedIn', rating: 5 }, acceptor)
    await desk.settled(id)
    const { events, actions, workflowTasks, stateTransitions } = await historyCounts(desk.client, `ticket/${id}`)
    expect(events).toBeLessThanOrEqual(78)
    expect(actions).toBeLessThanOrEqual(31)
    expect(workflowTasks).toBeLessThanOrEqual(9)
    expect(stateTransitions).toBeLessThanOrEqual(13)
  })

  test('cancel: at most 10 events more to the end, a day later, unless it is undone', async () => {
    const id = await desk.open()
    await desk.settled(id)
    await desk.act(id, 'cancel', { reason: 'duplicate' }, agent)
    await desk.settled(id)
    await desk.act(id, 'note', { text: '客户确认' }, agent)
    const noted = (await desk.history(id)).length
    await desk.pass(id, days(1) + 2)
    await until(
      async () => (await desk.client.workflow.getHandle(`ticket/${id}`).describe()).status.name === 'COMPLETED',
    )
    const all = (await desk.history(id)).filter(
      ({ eventType }) => !String(EventType[eventType ?? 0]).match(/TIME_SKIPPING|OPTIONS_UPDATED/),
    )
    expect(all.length - noted).toBeLessThanOrEqual(10)
    expect(await desk.eventTypes(id)).toEqual(['opened', 'cancelled', 'noted'])
  })

  test('SLA 13: undone within the day, work goes on in the same process', async () => {
    const id = await desk.open()
    await desk.act(id, 'cancel', { reason: 'duplicate' }, agent)
    await desk.pass(id, hours(20))
    await desk.act(id, 'reinstate', { reason: '误取消' }, agent)
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.pass(id, minutes(30))
    await desk.settled(id)
    expect(await desk.eventTypes(id)).toEqual(['opened', 'cancelled', 'reinstated', 'responded', 'assigned'])
    const told = await desk.database.emailDelivery.findMany({ where: { ticketId: id, message: 'reinstated' } })
    expect(new Set(told.map(({ recipientId }) => recipientId)).size).toBeGreaterThan(1)
  })
})
