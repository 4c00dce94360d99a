import { setTimeout as sleep } from 'node:timers/promises'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import type { WorkflowDesk } from '../support/desk/workflow-desk.ts'
import { others } from './others.ts'

/** What a running ticket may have been through. Each is played on the real engine, and its history is kept. */
export const stories: Record<string, (desk: WorkflowDesk) => Promise<string>> = {
  ...others,

  async 'golden-path'(desk) {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.settled(id)
    await desk.act(id, 'resolve', repair, resident)
    await desk.settled(id)
    await desk.act(id, 'signOff', { method: 'signedIn', rating: 5 }, acceptor)
    await desk.pass(id, days(8))
    return id
  },

  async 'ladder-refusal-and-reopening'(desk) {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.pass(id, hours(2))
    await desk.act(id, 'resolve', repair, headquarters)
    await desk.pass(id, hours(5))
    await desk.act(id, 'refuseSignOff', { method: 'signedIn', reason: '仍报错' }, acceptor)
    await desk.act(id, 'resolve', repair, manager)
    await desk.act(id, 'signOff', { method: 'paper', scan: 'scan-1' }, agent)
    await desk.pass(id, days(3))
    await desk.act(id, 'reopen', { reason: '又坏了' }, customer)
    await desk.act(id, 'note', { text: '查日志' }, manager)
    return id
  },

  async 'pauses-replies-and-retarget'(desk) {
    const id = await desk.open({ channel: 'web' }, customer)
    await desk.act(id, 'triage', { class: 'critical', priority: 'high', reason: '影响全厅' }, agent)
    await desk.act(id, 'assign', { assignee: { id: 'u-resident', name: '李静' } }, agent)
    await desk.act(id, 'respond', { message: '正在处理', channel: 'web' }, resident)
    await desk.act(id, 'pause', { reason: 'customer', explanation: '等截图' }, resident)
    await desk.pass(id, hours(3))
    await desk.act(id, 'reply', { message: '截图在此', channel: 'web' }, customer)
    await desk.act(id, 'reply', { message: '收到', channel: 'web' }, resident)
    await desk.act(
      id,
      'handOver',
      { assignee: { id: 'u-hq', name: '陈浩', tier: 'headquarters' }, reason: '换班' },
      agent,
    )
    await desk.act(id, 'escalate', { reason: '需要总部' }, resident)
    await desk.act(id, 'retarget', { terms: opening().terms, coverage: {}, reason: '合同变更' }, manager)
    await desk.act(id, 'cancel', { reason: 'other' }, manager).catch(() => undefined)
    await desk.pass(id, minutes(30))
    return id
  },

  async 'hands-paper-and-undo'(desk) {
    const id = await desk.open({ channel: 'phone' }, agent)
    await desk.act(id, 'take', {}, agent)
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, agent)
    await desk.pass(id, hours(2))
    await desk.act(id, 'take', { reason: '总部未接手，先行处理' }, agent)
    await desk.act(
      id,
      'reply',
      { message: '又出现了', channel: 'phone', from: { id: 'c-reporter', name: '钱伟' } },
      agent,
    )
    await desk.act(id, 'cancel', { reason: 'other' }, manager)
    await desk.pass(id, minutes(10))
    await desk.act(id, 'reinstate', { reason: '误操作' }, manager)
    await desk.act(id, 'bind', bodies.bind, agent)
    await desk.act(id, 'resolve', repair, headquarters)
    await desk.act(id, 'signOff', { method: 'paper', scan: 'scan-1' }, resident)
    await desk.act(id, 'disputeSignOff', { reason: '不是我签的' }, acceptor)
    await desk.act(id, 'escalate', { reason: '需要高级技术人员', toTier: 'senior' }, agent)
    await desk.act(id, 'handDown', { toTier: 'headquarters', reason: '总部可处理' }, manager)
    await desk.pass(id, days(2))
    return id
  },

  async 'promises-of-a-plan'(desk) {
    const plan = {
      ...generalPolicy,
      rows: [
        ...generalPolicy.rows,
        row('answer', 8),
        row('solution', 1, { tier: 'headquarters' }),
        row('arrival', 2, { tier: 'headquarters', anchor: 'opened' }),
        row('arrival', 24, { anchor: 'remoteFailed' }),
        row('arrival', 2, { anchor: 'dispatched', importantPeriod: true }),
        row('restore', 4),
      ],
    }
    const { terms } = opening()
    const id = await desk.open({ terms: { ...terms, phase: 'maintenance', policy: plan } })
    await desk.act(
      id,
      'promiseCallBack',
      { dueAt: Math.floor(Date.now() / 1000) + hours(1), message: '一小时内' },
      agent,
    )
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.act(id, 'promiseCallBack', { dueAt: Math.floor(Date.now() / 1000) + minutes(30) }, resident)
    await desk.pass(id, hours(2))
    await desk.act(id, 'propose', { solution: '扩容' }, headquarters)
    await desk.act(id, 'declareRemoteFailed', { reason: '远程无法登录' }, headquarters)
    await desk.act(id, 'dispatch', { engineer: { id: 'u-hq', name: '陈浩', tier: 'headquarters' } }, agent)
    await desk.pass(id, hours(1))
    await desk.act(id, 'arrive', {}, headquarters)
    await desk.act(id, 'restore', { workaround: '切换备机' }, headquarters)
    await desk.act(id, 'reply', { message: '原因是连接池', channel: 'web', clearAnswer: true }, headquarters)
    await desk.act(id, 'resolve', repair, headquarters)
    await desk.pass(id, minutes(10))
    return id
  },

  async visits(desk) {
    const id = await desk.open()
    const engineer = { id: 'u-hq', name: '陈浩', tier: 'headquarters' as const }
    const another = { id: 'u-senior', name: '孙国强', tier: 'senior' as const }
    const [soon, later] = [(await desk.progress(id)).state.openedAt + hours(3), hours(2)]
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    await desk.act(id, 'dispatch', { engineer, from: soon, until: soon + later }, agent)
    await desk.pass(id, hours(1))
    await desk.act(id, 'acceptVisit', { visit: 1 }, headquarters)
    // One that is refused by the database leaves its mark, too.
    const other = await desk.open()
    const taken = { engineer, from: soon, until: soon + later }
    await desk.act(other, 'dispatch', taken, agent).catch(() => undefined)
    const agreedBy = { id: 'c-reporter', name: '钱伟' }
    const moved = { visit: 1, from: soon + later, until: soon + 2 * later, reason: '客户改期', agreedBy }
    await Promise.all([desk.act(id, 'moveVisit', moved, agent), desk.act(id, 'note', { text: '同时' }, resident)])
    await desk.act(id, 'depart', { visit: 1 }, headquarters)
    await desk.act(id, 'arrive', { visit: 1 }, headquarters)
    await desk.act(id, 'abandonVisit', { visit: 1, reason: '机房无人' }, headquarters)
    await desk.act(id, 'dispatch', { engineer: another, agreedBy }, agent)
    await desk.act(id, 'arrive', {}, senior)
    await desk.act(id, 'completeVisit', { ...bodies.completeVisit, visit: 2 }, senior)
    await desk.act(id, 'resolve', repair, senior)
    await desk.pass(id, minutes(30))
    return id
  },

  async 'continued-as-new'(desk) {
    const id = await desk.open()
    await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
    for (let note = 0; note < 25; note++) await desk.act(id, 'note', { text: `记录 ${note}` }, resident)
    await sleep(500)
    await desk.act(id, 'resolve', repair, resident)
    return id
  },
}

const repair = { cause: '连接池耗尽', causeCode: 'database' as const, fix: '扩容', verification: '验证通过' }
