import type { Actor } from '../../../domain/people/actors.ts'
import type { Audience } from '../../../domain/people/audiences.ts'
import type { TicketEvent } from '../../../domain/ticket/events.ts'
import { eventForCustomer } from '../../../domain/ticket/customers-may-know.ts'
import { allClear, firstAlarm, raisedAgain } from '../../../domain/ticket/alarm.ts'
import { evolve } from '../../../domain/ticket/evolve.ts'
import type { Notice } from '../../../domain/ticket/notices.ts'
import type { StepName } from '../../../domain/ticket/paths.ts'
import { noticesFor } from '../../../domain/ticket/told-of.ts'
import { ticketRecordOf } from '../../../domain/ticket/record.ts'
import { deskTerms } from '../../../domain/ticket/desk-terms.ts'
import type { TicketState } from '../../../domain/ticket/state.ts'
import { untold } from '../../../letters/story.ts'
import type { TicketAtHand } from '../../../letters/view.ts'
import { acceptor, agent, customer, headquarters, manager, resident } from '../ticket/people.ts'
import { days, hours, minutes } from '../time/amounts.ts'
import { generalPolicy } from '../ticket/policy.ts'
import { opening } from '../ticket/opening.ts'
import { Play } from '../ticket/play.ts'

/** One thing to be told, and the ticket as it stood then. */
export interface Told {
  notice: Notice
  ticket: TicketAtHand
}

/** Lives of tickets in which everything that is ever told happens; `say` puts each free text into other words. */
export function lives(say: (text: string) => string = (text) => text): Play[] {
  const named = (actor: Actor): Actor => ({ ...actor, name: say(actor.name) })
  const [clerk, resi, hq, boss] = [named(agent), named(resident), named(headquarters), named(manager)]
  const [reporting, accepting] = [named(customer), named(acceptor)]
  const member = ({ id, name, tier }: Actor) => ({ id, name, ...(tier && { tier }) })
  const plain = opening()
  const terms = { ...plain.terms, acceptor: { id: 'c-acceptor', name: accepting.name } }
  const body = {
    ...plain,
    terms,
    subject: say(plain.subject),
    description: say(`${plain.description}\n第二行`),
    customer: { id: 'cust-1', name: say('江州市政务服务中心') },
    system: { id: 'sys-1', name: say('一网通办平台') },
    reporter: { id: 'c-reporter', name: reporting.name },
  }
  const ofKind = (kind: 'complaint' | 'change' | 'suggestion', n: number) => ({
    ...{ id: `t-${n}`, number: `T-2026-0000${n}`, kind, path: kind },
  })
  const came = <S extends StepName>(step: S) => ({ step, result: say('处理结果') })
  const told = (step: StepName, more = {}) => ({
    ...{ ...came(step), message: say('给客户的话'), channel: 'web' as const },
    ...more,
  })
  const repair = {
    cause: say('连接池耗尽'),
    causeCode: 'database' as const,
    fix: say('扩容并重启'),
    verification: say('提交 20 笔均成功'),
  }
  const file = { mediaType: 'image/png', size: 1_436_000, sha256: 'ab'.repeat(32) }
  const quicker = { ...terms.policy, version: 2, rows: terms.policy.rows.map(({ ...row }) => row) }
  const [response, , urgent] = quicker.rows
  if (!response || !urgent) throw new Error('The general policy has changed')
  const retargeted = { ...terms, policy: { ...quicker, rows: [response, { ...urgent, classes: undefined }] } }

  const long = new Play('2026-11-27 02:00', body, clerk)
  long
    .do('triage', { priority: 'low', reason: say('影响范围小') }, clerk)
    .do('assign', { assignee: member(resi) }, clerk)
    .after(minutes(6))
    .do('respond', { message: say('已收到，正在处理'), channel: 'phone' }, resi)
    .do('handOver', { assignee: member(hq), reason: say('交接内情') }, clerk)
    .do('note', { text: say('内部备注') }, clerk)
    .do('addWatcher', { watcher: { id: 'c-colleague', name: say('周宁') } }, reporting)
    .do('addWatcher', { watcher: { id: 'u-watching', name: say('关注的同事'), internal: true } }, clerk)
    .do('attach', { attachment: { ...file, id: 'att_1', name: say('日志.txt') } }, clerk)
    .do(
      'attach',
      { attachment: { ...file, id: 'att_2', sha256: 'cd'.repeat(32), name: say('内部截图.png') }, internal: true },
      clerk,
    )
    .do(
      'attach',
      { attachment: { ...file, id: 'att_3', sha256: 'ef'.repeat(32), name: say('页面截图.png') } },
      reporting,
    )
    .do('pause', { reason: 'customer', explanation: say('请提供日志'), expectedEnd: long.at + hours(2) }, hq)
    .after(hours(3))
    .do('reply', { message: say('日志见附件'), channel: 'email' }, reporting)
    .do('reply', { message: say('日志已收到'), channel: 'email' }, hq)
    .do('reply', { message: say('请今天处理'), channel: 'phone', from: body.reporter }, clerk)
    .do('reply', { message: say('今天处理'), channel: 'phone' }, hq)
    .after(minutes(45))
    .do('retarget', { terms: retargeted, coverage: {}, reason: say('合同升级') }, boss)
    .after(hours(2))
    .do('escalate', { reason: say('升级内情') }, hq)
    .do('resolve', repair, clerk)
    .do('refuseSignOff', { method: 'link', reason: say('仍然报错') }, accepting)
    .do('resolve', repair, clerk)
    .do('signOff', { method: 'signedIn', rating: 2, comment: say('太慢了') }, accepting)
    .do('reopen', { reason: say('又坏了') }, reporting)
    .do('handDown', { toTier: 'headquarters', reason: say('转回内情') }, boss)
    .do('take', {}, hq)

  const granted = {
    ...terms,
    deemedAcceptance: { target: { amount: 10, unit: 'workingDays' as const }, calendar: 'always' },
  }
  const silent = new Play('2026-11-27 02:00', { ...body, id: 't-2', number: 'T-2026-000002', terms: granted }, clerk)
  silent
    .do('respond', { message: say('已收到'), channel: 'web' }, resi)
    .after(minutes(50))
    .after(minutes(20))
  silent.do('resolve', repair, clerk).after(days(2)).after(days(2)).after(days(7))

  const doubting = new Play('2026-11-27 02:00', { ...body, id: 't-6', number: 'T-2026-000006', terms: granted }, clerk)
  doubting.do('respond', { message: say('已收到'), channel: 'web' }, resi).do('resolve', repair, resi)
  doubting.do('reply', { message: say('还没有试过'), channel: 'email' }, accepting).after(days(2))

  const papered = new Play('2026-11-27 02:00', { ...body, id: 't-8', number: 'T-2026-000008' }, clerk)
  papered.do('respond', { message: say('已收到'), channel: 'web' }, resi).do('resolve', repair, resi)
  papered.do('refuseSignOff', { method: 'paper', scan: say('scan-1'), reason: say('纸上写着不行') }, clerk)
  papered.do('resolve', repair, clerk).do('signOff', { method: 'paper', scan: say('scan-2') }, resi)
  papered.after(days(1)).do('disputeSignOff', { reason: say('我没有签过') }, accepting)

  const { rows } = terms.policy
  const repeat = {
    metric: 'response' as const,
    percent: 100,
    notify: ['tier' as const],
    repeat: { everyPercent: 100, atMost: 2 },
  }
  const few = { ...terms.policy, rows: rows.filter(({ metric }) => metric === 'response'), ladder: [repeat] }
  const alone = { ...body, id: 't-5', number: 'T-2026-000005', terms: { ...terms, policy: few } }
  const forgotten = new Play('2026-11-27 02:00', alone, clerk).after(minutes(11)).after(days(2)).after(days(9))

  const stranger = {
    name: say('周先生'),
    phone: '+86 10 5555 0100',
    organisation: say('江州市政务服务中心'),
    language: 'zh-CN' as const,
  }
  const { customer: _whose, system: _which, reporter: _who, ...unknown } = body
  const own = deskTerms(
    { ...few, id: 'pol_desk', rows: few.rows.map((row) => ({ ...row, internal: true as const })) },
    {},
  )
  const stray = { ...unknown, ...{ id: 't-6', number: 'T-2026-000006', caller: stranger, terms: own } }
  const called = new Play('2026-11-27 03:00', { ...stray, uncovered: 'unknownCaller' }, clerk)
  called
    .after(minutes(11))
    .do('respond', { message: say('已收到'), channel: 'phone' }, resi)
    .after(days(2))
  called.do('handOver', { assignee: member(hq), reason: say('交接内情') }, clerk)
  called.do('bind', { customer: body.customer, reporter: body.reporter, terms, coverage: {} }, clerk)

  const withdrawn = new Play('2026-11-27 02:00', { ...body, id: 't-3', number: 'T-2026-000003' }, clerk)
  withdrawn.do('triage', { class: 'critical', reason: say('影响全厅') }, clerk)
  withdrawn.after(days(3)).do('cancel', { reason: 'duplicate', explanation: say('取消内情') }, boss)
  withdrawn.after(hours(1)).do('reinstate', { reason: say('误取消') }, boss)
  const unheard = {
    key: 'k',
    message: 'reinstated',
    version: 1,
    recipientId: 'c-reporter',
    to: reporting.name,
    why: '550',
  }
  withdrawn.unreached(unheard)

  const paid = new Play(
    '2026-11-27 02:00',
    { ...body, id: 't-31', number: 'T-2026-000031', uncovered: 'noContract' },
    clerk,
  )
  const priced = { amount: '1280.50', currency: 'CNY', purpose: say('恢复数据库'), validUntil: paid.at + days(3) }
  paid.do('quote', priced, resi).do('decideQuote', { quote: 1, accepted: false, reason: say('太贵') }, reporting)
  paid.do('quote', priced, resi)
  paid.do('decideQuote', { quote: 2, accepted: true, heardFrom: { id: 'c-reporter', name: reporting.name } }, clerk)
  paid.do('waiveQuote', { reason: say('合同周一生效') }, boss)
  const praised = new Play('2026-11-27 02:00', { ...body, id: 't-7', number: 'T-2026-000007' }, clerk)
  praised.do('respond', { message: say('已收到'), channel: 'web' }, resi)
  praised.do('resolve', { ...repair, repeatOf: 'T-2026-000003' }, resi)
  const visited = new Play('2026-11-27 02:00', { ...body, id: 't-9', number: 'T-2026-000009' }, clerk)
  const byThree = { dueAt: visited.at + hours(1), message: say('三点前回电') }
  visited.do('promiseCallBack', byThree, clerk).after(hours(3))
  visited.do('respond', { message: say('已收到'), channel: 'web', clearAnswer: true }, resi)
  visited.do('propose', { solution: say('扩容') }, resi).do('restore', { workaround: say('切换备机') }, resi)
  visited.do('propose', { solution: say('更换主机'), decideBy: visited.at + days(1) }, resi).after(minutes(5))
  visited.do('decideProposal', { accepted: false, reason: say('费用太高') }, reporting)
  visited.do('propose', { solution: say('租用主机'), decideBy: visited.at + days(1) }, resi).after(minutes(5))
  visited.do('decideProposal', { accepted: true, from: { id: 'c-reporter', name: reporting.name } }, clerk)
  visited.do('declareRemoteFailed', { reason: say('远程无法登录') }, resi)
  const engineer = member(hq)
  visited.do('dispatch', { engineer, purpose: say('更换电源'), agreedBy: body.reporter }, clerk).after(hours(1))
  const later = { from: visited.at + hours(1), until: visited.at + hours(5) }
  visited
    .do('moveVisit', { visit: 1, ...later, reason: say('客户下午才有空') }, clerk)
    .do('acceptVisit', { visit: 1 }, hq)
  visited
    .do('depart', { visit: 1 }, hq)
    .after(hours(1))
    .do('arrive', { note: say('在机房') }, hq)
  visited.do('abandonVisit', { visit: 1, reason: say('机房无人') }, hq).do('dispatch', { engineer }, boss)
  visited
    .do('cancelVisit', { visit: 2, reason: say('改派') }, clerk)
    .do('dispatch', { engineer, purpose: say('x') }, clerk)
  visited.do('arrive', { visit: 3 }, hq)
  const material = [{ move: 'left' as const, what: say('电源模块').slice(0, 100), quantity: 2 }]
  const confirmation = { how: 'paper' as const, name: reporting.name }
  visited.do('completeVisit', { visit: 3, report: { done: say('已更换电源'), material, confirmation } }, hq)
  const online = new Play('2026-11-27 02:00', { ...body, id: 't-11', number: 'T-2026-000011' }, clerk)
  const asking = () => ({ purpose: say('查看日志'), until: online.at + hours(4) })
  const said = { heardFrom: { id: 'c-reporter', name: reporting.name } }
  online
    .do('requestRemote', asking(), resi)
    .after(hours(5))
    .do('requestRemote', asking(), resi)
    .do('answerRemote', { granted: false, reason: say('今天不行') }, reporting)
    .do('requestRemote', asking(), resi)
    .do('answerRemote', { granted: true, ...said }, clerk)
    .do('startRemote', {}, resi)
    .after(hours(4))
    .after(hours(1))
    .do('endRemote', { done: say('已重启连接池') }, resi)
  online
    .do('requestRemote', asking(), resi)
    .do('answerRemote', { granted: true }, reporting)
    .do('startRemote', {}, resi)
    .do('revokeRemote', { reason: say('开始审计'), ...said }, clerk)
    .do('endRemote', { done: say('已退出') }, clerk)
  const away = new Play('2026-11-27 02:00', { ...body, id: 't-13', number: 'T-2026-000013' }, clerk)
  const [disk, power] = [say('电源模块').slice(0, 100), say('旧电源').slice(0, 100)]
  away
    .do('addPart', { kind: 'requested', what: disk, quantity: 2, serial: 'SN-1', expectedBy: away.at + days(1) }, resi)
    .do(
      'movePart',
      { part: 1, step: 'sent', place: 'customer', note: say('顺丰快递'), expectedBy: away.at + days(1) },
      resi,
    )
    .do('movePart', { part: 1, step: 'fitted' }, resi)
    .do('addPart', { kind: 'takenAway', what: power, quantity: 1 }, resi)
    .do('pause', { reason: 'supplier', explanation: say('返厂维修'), part: 2 }, resi)
    .after(days(4))
    .do('resume', {}, resi)
    .after(days(8))
  const coordinated = new Play('2026-11-27 02:00', { ...body, id: 't-10', number: 'T-2026-000010' }, clerk)
  coordinated.do('respond', { message: say('已收到'), channel: 'web' }, resi)
  const vendor = { role: 'vendor' as const, name: say('林涛'), organisation: say('原厂'), email: 'lin@vendor.example' }
  const shown = {
    language: 'zh-CN' as const,
    timeZone: 'Asia/Shanghai',
    about: say('错误 1205'),
    question: say('有补丁吗'),
  }
  coordinated.do('addParty', { ...vendor, ...shown, answerBy: coordinated.at + hours(1) }, clerk).after(hours(2))
  coordinated.do('pause', { reason: 'supplier', explanation: say('等原厂'), party: 1 }, clerk)
  coordinated.do(
    'partyReply',
    { party: 1, message: say('有补丁') },
    { id: 'party-1', role: 'party', name: say('林涛') },
  )
  coordinated.do('askParty', { party: 1, question: say('何时发布') }, clerk)
  coordinated.do('partyReply', { party: 1, message: say('明天') }, clerk)
  coordinated.do('removeParty', { party: 1, reason: say('已解决') }, clerk)
  praised.do('signOff', { method: 'link' }, accepting).do('rate', { score: 5 }, reporting)
  const noisy = new Play(
    '2026-11-27 02:00',
    { ...body, id: 't-10', number: 'T-2026-000010', channel: 'alarm', alarmKey: 'lims/disk-full' },
    clerk,
  )
  const clear = allClear(firstAlarm('lims/disk-full', noisy.at), noisy.at + 60)
  noisy
    .after(60)
    .alarm(clear)
    .after(60)
    .alarm(raisedAgain(clear, noisy.at + 120))
  const other = { id: 't-12', number: 'T-2026-000012' }
  const twice = new Play('2026-11-27 02:00', { ...body, id: 't-11', number: 'T-2026-000011' }, clerk)
  twice.do('assign', { assignee: member(resi) }, clerk).do('merge', { into: other, reason: say('同一次中断') }, clerk)
  twice.after(hours(1)).do('reinstate', { reason: say('并非同一问题') }, clerk)
  const survivor = new Play('2026-11-27 02:00', { ...body, ...other }, clerk)
  const reporter = { id: 'c-other', name: reporting.name }
  const duplicate = { id: 't-11', number: 'T-2026-000011', version: 3, reporter }
  survivor
    .heard({ to: 't-12', duplicate, actor: clerk })
    .do('respond', { message: say('已收到'), channel: 'web' }, resi)
  survivor.heard({ to: 't-12', duplicate: { ...duplicate, version: 4, released: true }, actor: clerk })

  const complained = new Play('2026-11-27 02:00', { ...body, ...ofKind('complaint', 13) }, clerk)
  complained.do('assignStep', { step: 'investigate', owner: member(hq) }, clerk)
  complained.do('assignStep', { step: 'investigate', owner: member(boss), reason: say('换人调查') }, boss)
  complained.after(days(2)).do('completeStep', told('acknowledge', { about: [member(resi)] }), clerk)
  complained.after(days(6)).do('completeStep', { ...came('investigate'), channel: 'web' }, boss)
  complained.do('completeStep', { ...came('correct'), channel: 'web' }, clerk)
  complained.do('completeStep', { ...came('prevent'), channel: 'web' }, clerk)
  complained.do('completeStep', told('answer'), clerk)
  complained.do('resolve', repair, clerk)
  complained.do('signOff', { method: 'signedIn', rating: 1, followUp: { owner: member(boss) } }, accepting)
  complained.after(days(3)).do('completeStep', { ...came('followUp'), channel: 'web' }, boss)

  const changed = new Play('2026-11-27 02:00', { ...body, ...ofKind('change', 14) }, clerk)
  changed.do('respond', { message: say('已收到'), channel: 'web' }, resi)
  changed.do('completeStep', { ...came('assess'), channel: 'web' }, resi)
  const planned = { ...told('plan'), decideBy: changed.at + days(3) }
  changed.do('completeStep', planned, resi).after(minutes(5))
  changed.do('decideProposal', { accepted: false, reason: say('费用太高') }, accepting)
  changed.do('completeStep', planned, resi).after(days(5)).do('decideProposal', { accepted: true }, accepting)
  changed.do('completeStep', { ...came('build'), channel: 'web' }, resi).do('completeStep', told('deliver'), resi)

  const suggested = new Play('2026-11-27 02:00', { ...body, ...ofKind('suggestion', 15) }, clerk)
  suggested.do('completeStep', told('takeIn'), clerk)
  suggested.do('completeStep', { ...came('decide'), outcome: 'later', channel: 'web' }, boss)
  suggested.do('completeStep', told('inform'), clerk)
  const arrival = { metric: 'arrival' as const, target: { amount: 4, unit: 'workingHours' as const } }
  const onSite = { ...arrival, calendar: 'always', anchor: 'opened' as const, source: 'R2.7', workMinutes: 30 }
  const far = { ...body, leastTravel: 55, terms: { ...terms, policy: { ...few, rows: [...few.rows, onSite] } } }
  const late = new Play('2026-11-27 02:00', { ...far, id: 't-13', number: 'T-2026-000013' }, clerk).after(hours(3))
  const stayed = new Play('2026-11-27 02:00', { ...far, id: 't-14', number: 'T-2026-000014' }, clerk)
  stayed.do('dispatch', { engineer, travelMinutes: 70 }, clerk).after(hours(3))
  return [
    long,
    silent,
    doubting,
    papered,
    withdrawn,
    forgotten,
    paid,
    praised,
    called,
    visited,
    noisy,
    online,
    twice,
    survivor,
    away,
    coordinated,
    complained,
    changed,
    suggested,
    late,
    stayed,
  ]
}

/** A life under a policy that has its warnings told to the one who reported. */
export function reminded(): Play {
  const ladder = generalPolicy.ladder.map((step) => ({ ...step, notify: ['tier', 'reporter'] as Audience[] }))
  const terms = { ...opening().terms, policy: { ...generalPolicy, ladder } }
  return new Play('2026-11-27 02:00', opening({ id: 't-4', number: 'T-2026-000004', terms }), agent)
    .after(minutes(6))
    .after(minutes(40))
}

/** Everything that these lives have told, as it was told then. */
export function toldIn(plays: Play[]): Told[] {
  return plays.flatMap((play) => {
    const states: TicketState[] = []
    for (const event of play.events) states.push(evolve(states.at(-1), event))
    return play.events.flatMap((event, index) => {
      const state = states[index]
      if (state === undefined) throw new Error('Each event leaves a state')
      const ticket = atHand(state, stored(play.events.slice(0, index + 1)))
      return noticesFor(event, state).map((notice) => ({ notice, ticket }))
    })
  })
}

/** The ticket with its whole story, as it then stands. */
export function atHand(state: TicketState, events: TicketEvent[]): TicketAtHand {
  const told = events.filter(({ type }) => !untold.includes(type))
  const staff = told.length
  const customer = told.filter((event) => eventForCustomer(event)).length
  return { record: ticketRecordOf(state), events, steps: { staff, customer } }
}

/** Events as they come back from the database. */
function stored(events: TicketEvent[]): TicketEvent[] {
  return JSON.parse(JSON.stringify(events)) as TicketEvent[]
}
