import { hours, minutes } from './spans.ts'

/** One thing that somebody does, so long after the report; the ticket's own clock is moved there first. */
export interface Step {
  after: number
  /** The id of a demo account. */
  who: string
  noun: string
  body: object | ((at: number) => object)
}

export const opening = {
  contractId: 'ctr_jiangzhou',
  systemId: 'sys_portal',
  kind: 'incident',
  class: 'general',
  channel: 'alarm',
  subject: '夜间告警：申请提交失败 Night alarm: submissions fail',
  description: '监控告警：连续 5 分钟提交失败。Monitoring: submissions have failed for five minutes.',
}

const iso = (at: number) => new Date(at * 1000).toISOString()
const repair = {
  cause: '存储控制器固件缺陷 A fault in the firmware of the storage controller',
  causeCode: 'hardware',
  fix: '更换控制器并升级固件 Replaced the controller and upgraded its firmware',
  verification: '连续提交 200 笔均成功 200 submissions in a row succeeded',
}

const workReport = {
  done: '更换存储控制器 Replaced the storage controller',
  material: [],
  confirmation: { how: 'paper', name: '赵敏 Zhao Min' },
}

/** R2.1, a night ladder: the hour is missed, headquarters comes and fails, senior staff repair it, twice. */
export const nightLadder: readonly Step[] = [
  {
    after: minutes(6),
    who: 'usr_lijing',
    noun: 'responses',
    body: { message: '已收到告警，正在排查 Seen; looking into it' },
  },
  { after: minutes(95), who: 'usr_hemiao', noun: 'visits', body: visitOfChenHao },
  { after: minutes(96), who: 'usr_chenhao', noun: 'visits/1/acceptance', body: {} },
  {
    after: minutes(100),
    who: 'usr_chenhao',
    noun: 'proposals',
    body: { solution: '更换存储控制器 Replace the storage controller' },
  },
  { after: minutes(110), who: 'usr_chenhao', noun: 'visits/1/departure', body: {} },
  { after: minutes(170), who: 'usr_chenhao', noun: 'visits/1/arrival', body: {} },
  { after: hours(17.9), who: 'usr_chenhao', noun: 'visits/1/report', body: workReport },
  {
    after: hours(18),
    who: 'usr_chenhao',
    noun: 'escalations',
    body: { reason: '更换后仍失败 It still fails with the new controller' },
  },
  { after: hours(23.5), who: 'usr_sunguoqiang', noun: 'resolution', body: repair },
  {
    after: hours(31),
    who: 'usr_zhaomin',
    noun: 'sign-off-refusal',
    body: { reason: '上午仍有申请提交失败 Submissions still fail this morning' },
  },
  {
    after: hours(36),
    who: 'usr_sunguoqiang',
    noun: 'resolution',
    body: { ...repair, fix: '回退固件并更换电缆 Went back to the former firmware and replaced a cable' },
  },
  {
    after: hours(37),
    who: 'usr_zhaomin',
    noun: 'sign-off',
    body: { rating: 2, comment: '修了两次才好 It took two repairs' },
  },
]

/** Within what headquarters has promised, however long the way. */
function visitOfChenHao(at: number): object {
  return { engineerId: 'usr_chenhao', from: iso(at + minutes(20)), until: iso(at + hours(10)) }
}

/** What must come of it: of each clock how long it has, and how it ends. */
export const expected = [
  { clock: 'response/1', seconds: minutes(10), state: 'met', late: false },
  { clock: 'resolution/1', seconds: hours(1), state: 'breached', late: true },
  { clock: 'solution@headquarters/1', seconds: hours(1), state: 'met', late: false },
  { clock: 'arrival@headquarters/1', seconds: hours(2), state: 'met', late: false },
  { clock: 'resolution@headquarters/1', seconds: hours(24), state: 'breached', late: true },
  { clock: 'resolution@senior/1', seconds: hours(12), state: 'met', late: false },
] as const
