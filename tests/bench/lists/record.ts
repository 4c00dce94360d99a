import type { Actor } from '../../../domain/people/actors.ts'
import type { Policy } from '../../../domain/promises/policy.ts'
import type { Draft } from '../../../domain/ticket/events.ts'
import { record } from '../../../domain/ticket/evolve.ts'
import { type TicketRecord, ticketRecordOf } from '../../../domain/ticket/record.ts'
import { isRefusal, type Refusal } from '../../../domain/ticket/refusal.ts'
import type { TicketState } from '../../../domain/ticket/state.ts'
import { decide } from '../../../domain/ticket/verbs/decide.ts'
import { open } from '../../../domain/ticket/verbs/open.ts'

const agent: Actor = { id: 'usr_1', role: 'agent', name: '何苗' }
const openedAt = 1_767_225_600

const policy: Policy = {
  id: 'pol',
  version: 1,
  rows: [
    {
      metric: 'response',
      target: { amount: 10, unit: 'workingMinutes' },
      calendar: 'always',
      anchor: 'opened',
      source: 'R2.1',
    },
    {
      metric: 'resolution',
      target: { amount: 24, unit: 'workingHours' },
      calendar: 'always',
      anchor: 'opened',
      source: 'R2.1',
    },
    {
      metric: 'signOff',
      target: { amount: 72, unit: 'workingHours' },
      calendar: 'always',
      anchor: 'resolved',
      source: 'house',
    },
  ],
  minimumGapSeconds: 900,
  ladder: [{ metric: 'resolution', percent: 100, notify: ['assignee', 'manager'], raiseTo: 'headquarters' }],
}

/** As a ticket that was repaired is stored: what a page reads of each is as large as in service. */
export function writtenRecord(): TicketRecord {
  const opened = open(
    {
      id: 'tic_0',
      number: 'T-2026-0000000',
      customer: { id: 'cus_0', name: '江州市政务服务中心' },
      system: { id: 'sys_0', name: '一网通办平台' },
      terms: {
        contractId: 'ctr_0',
        acceptor: { id: 'con_0', name: '赵敏' },
        reopenWindowDays: 7,
        pauseRules: [],
        policy,
      },
      coverage: {},
      subject: '办件提交失败',
      description: '点击提交后页面报错 500，刷新后仍然如此，其他窗口的同事也一样。'.repeat(4),
      kind: 'incident',
      class: 'general',
      priority: 'normal',
      channel: 'phone',
      reporter: { id: 'con_0', name: '钱伟' },
    },
    openedAt,
  )
  const first = then(undefined, opened, openedAt)
  const answered = then(
    first,
    decide(first, 'respond', { message: '已收到', channel: 'phone' }, agent, openedAt + 300),
    openedAt + 300,
  )
  const repair = {
    cause: '连接池耗尽',
    causeCode: 'database',
    fix: '扩容并重启',
    verification: '提交 20 笔均成功',
  } as const
  return ticketRecordOf(then(answered, decide(answered, 'resolve', repair, agent, openedAt + 7200), openedAt + 7200))
}

function then(state: TicketState | undefined, drafts: Draft[] | Refusal, at: number): TicketState {
  if (isRefusal(drafts)) throw new Error(drafts.reason)
  return record(state, drafts, agent, at).state
}
