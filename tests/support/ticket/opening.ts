import type { Policy } from '../../../domain/promises/policy.ts'
import type { Bodies, Verb } from '../../../domain/ticket/verbs/rules.ts'
import type { Open } from '../../../domain/ticket/state.ts'
import { days, hours } from '../time/amounts.ts'
import { generalPolicy } from './policy.ts'

/** A customer's own report, under a contract. */
type Reported = Open & Required<Pick<Open, 'customer' | 'reporter'>>

export function opening(more: Partial<Reported> = {}, policy: Policy = generalPolicy): Reported {
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
  assign: { assignee: { id: 'u-resident', name: '李静', tier: 'resident' } },
  take: { reason: '值班' },
  handOver: { assignee: { id: 'u-hq', name: '陈浩', tier: 'headquarters' }, reason: '换班' },
  handDown: { toTier: 'resident', reason: '驻场可处理' },
  reply: { message: '处理中', channel: 'web' },
  decideProposal: { accepted: true, from: { id: 'c-reporter', name: '钱伟' } },
  attach: {
    attachment: { id: 'att_1', name: '截图.png', mediaType: 'image/png', size: 20_480, sha256: 'ab'.repeat(32) },
  },
  note: { text: '记录' },
  addParty: {
    ...{ role: 'vendor', name: '林涛', organisation: '数据库原厂', email: 'lin@vendor.example', language: 'zh-CN' },
    ...{ timeZone: 'Asia/Shanghai', about: '错误 1205', question: '有补丁吗？' },
  },
  askParty: { party: 1, question: '需要哪些日志？' },
  partyReply: { party: 1, message: '补丁今天发出' },
  removeParty: { party: 1 },
  addWatcher: { watcher: { id: 'c-colleague', name: '周宁' } },
  removeWatcher: { watcherId: 'c-colleague' },
  // An hour after where most plays begin.
  promiseCallBack: { dueAt: 3600 },
  propose: { solution: '扩容' },
  quote: { amount: '1280.50', currency: 'CNY', purpose: '恢复数据库', validUntil: days(20) },
  decideQuote: { quote: 1, accepted: true, heardFrom: { id: 'c-reporter', name: '钱伟' } },
  waiveQuote: { reason: '合同周一生效' },
  addPart: { kind: 'requested', what: '电源模块', quantity: 1 },
  movePart: { part: 1, step: 'received', place: 'us' },
  // Within the hour after where most plays begin.
  requestRemote: { purpose: '查看日志', until: 3600 },
  answerRemote: { granted: true, heardFrom: { id: 'c-reporter', name: '钱伟' } },
  revokeRemote: { heardFrom: { id: 'c-reporter', name: '钱伟' } },
  startRemote: {},
  endRemote: { done: '已重启' },
  declareRemoteFailed: { reason: '远程无法登录' },
  dispatch: { engineer: { id: 'u-hq', name: '陈浩', tier: 'headquarters' } },
  acceptVisit: { visit: 1 },
  moveVisit: { visit: 1, from: hours(2), until: hours(6), reason: '客户下午才有空' },
  cancelVisit: { visit: 1, reason: '远程已恢复' },
  depart: { visit: 1 },
  arrive: {},
  completeVisit: { visit: 1, report: { done: '更换电源', material: [], confirmation: { how: 'paper', name: '钱伟' } } },
  abandonVisit: { visit: 1, reason: '机房无人' },
  assignStep: { step: 'acknowledge', owner: { id: 'u-hq', name: '陈浩', tier: 'headquarters' } },
  completeStep: { step: 'acknowledge', result: '已致电客户', message: '已受理', channel: 'phone' },
  restore: { workaround: '切换备机' },
  pause: { reason: 'supplier', explanation: '等原厂' },
  resume: {},
  escalate: { reason: '困难' },
  resolve: { cause: '原因', causeCode: 'data', fix: '修复', verification: '已验证' },
  signOff: { method: 'paper', scan: 'scan-1' },
  refuseSignOff: { method: 'paper', reason: '不行', scan: 'scan-1' },
  disputeSignOff: { reason: '未签过' },
  rate: { score: 5 },
  cancel: { reason: 'other' },
  merge: { into: { id: 't-other', number: 'T-2026-000099' } },
  reinstate: { reason: '误取消' },
  reopen: { reason: '又坏了' },
  bind: {
    customer: { id: 'cust-1', name: '江州市政务服务中心' },
    terms: opening().terms,
    coverage: {},
    reason: '更正',
  },
  retarget: { terms: opening().terms, coverage: {}, reason: '调整' },
}

/** Others that may be said, and refused or not for what they say. */
export const otherBodies: { [V in Verb]?: Bodies[V][] } = {
  take: [{}],
  addWatcher: [{ watcher: { id: 'u-manager', name: '吴倩', internal: true } }],
  removeWatcher: [{ watcherId: 'u-manager' }],
  handDown: [{ toTier: 'senior', reason: '可处理' }],
  handOver: [{ assignee: { id: 'u-resident', name: '李静' }, reason: '换班' }],
  pause: [{ reason: 'parts', explanation: '等备件' }],
  escalate: [
    { toTier: 'resident', reason: '困难' },
    { toTier: 'manager', reason: '困难' },
  ],
  signOff: [{ method: 'signedIn' }, { method: 'signedIn', recordHash: '0' }],
  refuseSignOff: [{ method: 'signedIn', reason: '不行' }],
  answerRemote: [{ granted: true }, { granted: false, reason: '今天不行' }],
  revokeRemote: [{}],
  decideQuote: [
    { quote: 1, accepted: true },
    { quote: 1, accepted: false },
  ],
  cancel: [{ reason: 'withdrawn' }, { reason: 'spam' }],
}
