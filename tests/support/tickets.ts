import type { Refused } from '../../domain/ticket/verbs/decide.ts'
import type { Actor } from '../../domain/people/actors.ts'
import type { Tier } from '../../domain/people/tiers.ts'
import type { LadderStep, Policy, PolicyRow } from '../../domain/promises/policy.ts'
import type { Bodies, Verb } from '../../domain/ticket/verbs/rules.ts'
import type { Open, TicketState } from '../../domain/ticket/state.ts'
import { decide } from '../../domain/ticket/verbs/decide.ts'
import type { TicketEvent } from '../../domain/ticket/events.ts'
import { record } from '../../domain/ticket/evolve.ts'
import { fallDue } from '../../domain/ticket/fall-due.ts'
import { isRefusal } from '../../domain/ticket/refusal.ts'
import { open } from '../../domain/ticket/verbs/open.ts'
import { fromIso, type Instant } from '../../domain/time/instant.ts'
import type { Notice } from '../../domain/ticket/notices.ts'

export const minutes = (amount: number) => amount * 60
export const hours = (amount: number) => amount * 3600
export const days = (amount: number) => amount * 86_400

export const acceptor: Actor = { id: 'u-acceptor', role: 'customer', name: '赵敏', contactId: 'c-acceptor' }
export const customer: Actor = { id: 'u-reporter', role: 'customer', name: '钱伟', contactId: 'c-reporter' }
export const agent: Actor = { id: 'u-agent', role: 'agent', name: '何苗' }
export const resident: Actor = { id: 'u-resident', role: 'engineer', name: '李静', tier: 'resident' }
export const headquarters: Actor = { id: 'u-hq', role: 'engineer', name: '陈浩', tier: 'headquarters' }
export const senior: Actor = { id: 'u-senior', role: 'senior', name: '孙国强', tier: 'senior' }
export const manager: Actor = { id: 'u-manager', role: 'manager', name: '吴倩' }

const hour = (amount: number) => ({ amount, unit: 'workingHours' as const })

export const row = (metric: PolicyRow['metric'], amount: number, more: Partial<PolicyRow> = {}): PolicyRow => ({
  metric,
  target: hour(amount),
  calendar: 'always',
  anchor:
    metric === 'update' ? 'customerMessage' : metric === 'signOff' ? 'resolved' : more.tier ? 'handedToTier' : 'opened',
  source: 'R2.1',
  ...more,
})

const raise = (raiseTo: Tier, tier?: Tier): LadderStep => ({
  metric: 'resolution',
  ...(tier && { tier }),
  percent: 100,
  notify: ['assignee', 'manager'],
  raiseTo,
})

/** R2.1 and R2.2, as far as the main line's metrics go. */
export const generalPolicy: Policy = {
  id: 'p-general',
  version: 1,
  rows: [
    row('response', 0, { target: { amount: 10, unit: 'workingMinutes' } }),
    row('resolution', 1, { classes: ['general'] }),
    row('resolution', 2, { classes: ['important', 'critical'], source: 'R2.2' }),
    row('resolution', 24, { tier: 'headquarters' }),
    row('resolution', 12, { tier: 'senior' }),
    row('update', 4, { source: 'house' }),
    row('signOff', 72, { source: 'house' }),
  ],
  ladder: [
    { metric: 'response', percent: 50, notify: ['tier'] },
    { metric: 'response', percent: 75, notify: ['tier'] },
    { metric: 'response', percent: 90, notify: ['tier'] },
    { metric: 'response', percent: 100, notify: ['tier', 'manager'] },
    { metric: 'resolution', percent: 75, notify: ['assignee'] },
    raise('headquarters'),
    raise('senior', 'headquarters'),
    raise('manager', 'senior'),
    { metric: 'signOff', percent: 50, notify: ['acceptor'] },
  ],
  minimumGapSeconds: 300,
}

export function opening(more: Partial<Open> = {}, policy: Policy = generalPolicy): Open {
  return {
    id: 't-1',
    number: 'T-2026-000001',
    customer: { id: 'cust-1', name: '江州市政务服务中心' },
    system: { id: 'sys-1', name: '一网通办平台' },
    terms: {
      contractId: 'con-1',
      acceptor: { id: 'c-acceptor', name: '赵敏' },
      reopenWindowDays: 7,
      pauseRules: [
        { reason: 'customer', metrics: ['response', 'resolution', 'update'] },
        { reason: 'supplier', metrics: ['response', 'resolution'] },
      ],
      policy,
    },
    coverage: {},
    subject: '办件提交失败',
    description: '点击提交后页面报错 500',
    kind: 'incident',
    class: 'general',
    priority: 'normal',
    channel: 'phone',
    reporter: { id: 'c-reporter', name: '钱伟' },
    ...more,
  }
}

/** A sound body for each verb. */
export const bodies: { [V in Verb]: Bodies[V] } = {
  triage: { kind: 'inquiry' },
  respond: { message: '收到', channel: 'web' },
  assign: { assignee: { id: 'u-resident', name: '李静' } },
  handOver: { assignee: { id: 'u-hq', name: '陈浩' }, reason: '换班' },
  reply: { message: '处理中', channel: 'web' },
  note: { text: '记录' },
  pause: { reason: 'supplier', explanation: '等原厂' },
  resume: {},
  escalate: { reason: '困难' },
  resolve: { cause: '原因', causeCode: 'data', fix: '修复', verification: '已验证' },
  signOff: { method: 'paper' },
  refuseSignOff: { method: 'paper', reason: '不行' },
  rate: { score: 5 },
  cancel: { reason: 'other' },
  reopen: { reason: '又坏了' },
  retarget: { terms: opening().terms, coverage: {}, reason: '调整' },
}

/** Plays a ticket through the pure core, giving it its times: Shanghai's wall clock, or seconds from the opening. */
export class Play {
  state: TicketState
  readonly events: TicketEvent[]
  readonly notices: Notice[]
  at: Instant

  constructor(openedAt: string | Instant, body: Open = opening(), actor: Actor = agent) {
    this.at = typeof openedAt === 'number' ? openedAt : shanghai(openedAt)
    const drafts = open(body, this.at)
    if (isRefusal(drafts)) throw new Error(drafts.reason)
    const opened = record(undefined, drafts, actor, this.at)
    this.state = opened.state
    this.events = [...opened.events]
    this.notices = [...opened.notices]
  }

  /** Lets time pass until then, as the timers would. */
  until(when: string | Instant): this {
    this.at = typeof when === 'number' ? when : shanghai(when)
    const due = fallDue(this.state, this.at)
    this.state = due.state
    this.events.push(...due.events)
    this.notices.push(...due.notices)
    return this
  }

  after(seconds: number): this {
    return this.until(this.at + seconds)
  }

  do<V extends Verb>(verb: V, body: Bodies[V], actor: Actor): this {
    const answer = this.try(verb, body, actor)
    if (answer) throw new Error(`${verb}: ${answer.reason}`)
    return this
  }

  /** The refusal, or undefined when it was done. */
  try<V extends Verb>(verb: V, body: Bodies[V], actor: Actor): Refused | undefined {
    const drafts = decide(this.state, verb, body, actor, this.at)
    if (isRefusal(drafts)) return drafts
    const acted = record(this.state, drafts, actor, this.at)
    this.state = acted.state
    this.events.push(...acted.events)
    this.notices.push(...acted.notices)
    return undefined
  }

  answered(): this {
    return this.do('respond', { message: '已收到，正在处理', channel: 'phone' }, resident)
  }

  resolved(actor: Actor = agent): this {
    const body = {
      cause: '连接池耗尽',
      causeCode: 'database' as const,
      fix: '扩容并重启',
      verification: '提交 20 笔均成功',
    }
    return this.do('resolve', body, actor)
  }

  clock(id: string) {
    const clock = this.state.clocks.find((one) => one.id === id)
    if (clock === undefined)
      throw new Error(`No clock ${id}; there are ${this.state.clocks.map((one) => one.id).join(', ')}`)
    return clock
  }

  types(): string[] {
    return this.events.map((event) => event.type)
  }
}

/** `2026-11-27 02:00` or `2026-11-27 02:00:30`, Beijing time, which has had no daylight saving since 1991. */
export function shanghai(local: string): Instant {
  return fromIso(`${local.replace(' ', 'T')}${local.length === 16 ? ':00' : ''}+08:00`)
}
