import { actorOfParty } from '../../domain/ticket/party.ts'
import { acceptor, agent, customer, headquarters, manager, resident } from '../support/ticket/people.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import type { WorkflowDesk } from '../support/desk/workflow-desk.ts'

const inHours = (count: number) => Math.floor(Date.now() / 1000) + hours(count)
const vendor = actorOfParty({ n: 1, name: '林涛' })

/** A ticket on which others than the customer and our desk have a word, or a step of their own. */
export const others: Record<string, (desk: WorkflowDesk) => Promise<string>> = {
  async 'remote-parts-and-parties'(desk) {
    const { terms } = opening()
    const pauseRules = [...terms.pauseRules, { reason: 'parts' as const, metrics: ['resolution' as const] }]
    const id = await desk.open({ leastTravel: 60, terms: { ...terms, pauseRules } })
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.act(id, 'addWatcher', bodies.addWatcher, customer)
    await desk.act(id, 'requestRemote', { purpose: '查看日志', until: inHours(3) }, resident)
    await desk.pass(id, hours(1) + minutes(5))
    await desk.act(id, 'answerRemote', { granted: true }, customer)
    await desk.act(id, 'startRemote', {}, resident)
    await desk.act(id, 'endRemote', bodies.endRemote, resident)
    await desk.act(id, 'addParty', { ...bodies.addParty, answerBy: inHours(30) }, agent)
    await desk.act(id, 'addPart', { ...bodies.addPart, expectedBy: inHours(26) }, agent)
    await desk.act(id, 'pause', { reason: 'parts', explanation: '等备件', part: 1 }, resident)
    await desk.pass(id, days(1))
    await desk.act(id, 'partyReply', bodies.partyReply, vendor)
    await desk.act(id, 'movePart', bodies.movePart, resident)
    await desk.act(id, 'dispatch', { ...bodies.dispatch, travelMinutes: 60 }, agent)
    await desk.act(id, 'arrive', {}, headquarters)
    await desk.act(id, 'completeVisit', bodies.completeVisit, headquarters)
    const repeatOf = 'T-2026-000007'
    await desk.act(id, 'resolve', { ...bodies.resolve, causeCode: 'hardware', repeatOf }, headquarters)
    await desk.act(id, 'signOff', { method: 'signedIn', rating: 2 }, acceptor)
    await desk.pass(id, days(3))
    return id
  },

  async 'complaint-in-steps'(desk) {
    const id = await desk.open({ kind: 'complaint', path: 'complaint' })
    const told = { result: '完成', message: '致客户', channel: 'web' as const }
    await desk.act(id, 'respond', { message: '收到', channel: 'phone' }, agent)
    await desk.act(id, 'completeStep', { step: 'acknowledge', ...told }, agent)
    await desk.act(id, 'assignStep', { ...bodies.assignStep, step: 'investigate' }, agent)
    await desk.pass(id, days(8))
    await desk.act(id, 'completeStep', { step: 'investigate', result: '查明', channel: 'web' }, headquarters)
    for (const step of ['correct', 'prevent'] as const) {
      await desk.act(id, 'completeStep', { step, result: '完成', channel: 'web' }, manager)
    }
    await desk.act(id, 'completeStep', { step: 'answer', ...told }, manager)
    await desk.act(id, 'resolve', bodies.resolve, manager)
    await desk.pass(id, hours(2))
    return id
  },

  async merged(desk) {
    const [id, into] = [await desk.open(), await desk.open()]
    const { number } = (await desk.progress(into)).state
    await desk.act(id, 'respond', { message: '收到', channel: 'phone' }, resident)
    await desk.act(id, 'merge', { into: { id: into, number } }, agent)
    await desk.pass(id, hours(3))
    await desk.act(id, 'reinstate', { reason: '不是同一故障' }, agent)
    await desk.act(id, 'note', { text: '继续处理' }, resident)
    await desk.pass(id, hours(1))
    return id
  },
}
