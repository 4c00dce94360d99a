import { describe, expect, test } from '@jest/globals'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { acceptor, agent, customer, headquarters, manager, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const said = { id: 'c-reporter', name: '钱伟' }
const asked = (until = hours(4)) => {
  const play = new Play(0).answered()
  return play.do('requestRemote', { purpose: '查看日志', until: play.at + until }, resident)
}
const granted = () => asked().do('answerRemote', { granted: true }, customer)
const toldOf = ({ notices }: Play, message: string) => notices.filter((notice) => notice.message === message)
const counted = ({ events }: Play, type: string) => events.filter((event) => event.type === type).length
const remoteOf = ({ state }: Play) => ticketRecordOf(state).remote

describe('Remote support only with the customer’s authorisation (R4.2)', () => {
  test('is begun by nobody before it is granted, and the refusal says what to do', () => {
    const play = new Play(0).answered()
    const can = () => allowedTo(standingOf(play.state), resident, play.at)
    expect(play.try('startRemote', {}, resident)?.reason).toMatch(/has not authorised remote access: ask for it first/)
    expect(can()).not.toContain('startRemote')
    play.do('requestRemote', { purpose: '查看日志', until: play.at + hours(4) }, resident)
    expect(play.try('startRemote', {}, resident)).toMatchObject({ refused: 'notAllowedNow' })
    play.do('answerRemote', { granted: true }, customer)
    expect(can()).toContain('startRemote')
    play.do('startRemote', {}, resident)
    expect(play.try('startRemote', {}, agent)?.reason).toMatch(/session of 李静 is open/)
    play.after(minutes(20)).do('endRemote', { done: '已重启连接池' }, resident)
    expect(remoteOf(play)?.sessions).toMatchObject([{ n: 1, engineer: { name: '李静' }, done: '已重启连接池' }])
    expect(remoteOf(play)?.sessions[0]?.endedAt).not.toBeNull()
  })

  test('holds from, until and by whom; the customer may name another time, and none before now', () => {
    const play = asked()
    const until = play.at + hours(2)
    play.after(minutes(5)).do('answerRemote', { granted: true, from: 0, until }, acceptor)
    const at = new Date(play.at * 1000).toISOString().replace('.000', '')
    expect(remoteOf(play)?.authorisation).toMatchObject({ from: at, by: { name: '赵敏' }, loggedBy: null, ended: null })
    play.until(until - 1).do('startRemote', {}, resident)
    const early = asked()
    early.do('answerRemote', { granted: true, from: early.at + hours(1) }, customer)
    expect(early.try('startRemote', {}, resident)?.reason).toMatch(/wait until then, or ask for another time/)
    expect(early.after(hours(1)).try('startRemote', {}, resident)).toBeUndefined()
  })

  test('is refused outside the time that was granted', () => {
    const play = granted().after(hours(4))
    expect(play.try('startRemote', {}, resident)?.reason).toMatch(/ask for it first/)
    expect(remoteOf(play)?.authorisation?.ended?.why).toBe('ranOut')
  })

  test('is logged by our staff only with who said it, and the customer is told what was noted', () => {
    const play = asked()
    expect(play.try('answerRemote', { granted: true }, agent)).toMatchObject({ field: 'heardFrom' })
    expect(play.try('answerRemote', { granted: true, heardFrom: said }, customer)).toMatchObject({ field: 'heardFrom' })
    play.do('answerRemote', { granted: true, heardFrom: said }, agent)
    expect(remoteOf(play)?.authorisation).toMatchObject({ by: said, loggedBy: { name: '何苗' } })
    expect(toldOf(play, 'remote-answered').flatMap(({ to }) => to)).toEqual(['reporter', 'assignee'])
    expect(play.try('revokeRemote', {}, agent)).toMatchObject({ field: 'heardFrom' })
  })

  test('that is refused asks for another word of ours (SLA 8)', () => {
    const play = asked().do('answerRemote', { granted: false, reason: '今天不行' }, customer)
    expect(play.state.rounds.at(-1)).toMatchObject({ from: play.at })
    expect(play.try('answerRemote', { granted: true }, customer)).toMatchObject({ refused: 'notAllowedNow' })
    expect(asked().try('answerRemote', { granted: false, until: hours(2) }, customer)).toMatchObject({
      field: 'granted',
    })
  })

  test('ends the wait for the customer by whatever the answer is (SLA 10)', () => {
    const play = asked().do('pause', { reason: 'customer', explanation: '等授权' }, resident)
    play.after(hours(1)).do('answerRemote', { granted: true }, customer)
    expect(play.state.status.name).toBe('in_progress')
  })

  test('that is taken back lets nobody in; whoever is there logs off and says what was done', () => {
    const play = granted().do('startRemote', {}, resident).do('revokeRemote', { reason: '开始审计' }, customer)
    expect(toldOf(play, 'remote-revoked')).toMatchObject([{ to: ['assignee'] }])
    expect(play.try('startRemote', {}, manager)?.reason).toMatch(/is open/)
    play.after(minutes(15))
    expect(toldOf(play, 'remote-ran-out').at(-1)?.to).toContain('manager')
    play.do('endRemote', { done: '已退出' }, agent)
    expect(play.try('startRemote', {}, resident)?.reason).toMatch(/ask for it first/)
    expect(remoteOf(play)?.authorisation?.ended?.why).toBe('revoked')
  })

  test('is extended by another request, which a session goes on under', () => {
    const play = granted().do('startRemote', {}, resident)
    play.do('requestRemote', { purpose: '还需两小时', until: play.at + hours(8) }, resident)
    expect(remoteOf(play)?.authorisation?.ended).toBeNull()
    play.do('answerRemote', { granted: true }, customer).after(hours(5))
    expect(counted(play, 'remoteRanOut')).toBe(0)
  })

  test('keeps a ticket from its end as long as somebody is there', () => {
    const play = granted().do('startRemote', {}, resident)
    const resolve = { cause: 'x', causeCode: 'data' as const, fix: 'x', verification: 'x' }
    expect(play.try('resolve', resolve, resident)?.reason).toMatch(/end it first, and say what was done/)
    expect(play.try('cancel', { reason: 'withdrawn' }, customer)?.reason).toMatch(/end it first/)
    const into = { id: 't-2', number: 'T-2026-000002' }
    expect(play.try('merge', { into }, manager)?.reason).toMatch(/end it first/)
    play.do('endRemote', { done: '已修复' }, resident).do('resolve', resolve, resident)
    expect(remoteOf(play)?.authorisation?.ended?.why).toBe('notNeeded')
    play.do('refuseSignOff', { method: 'signedIn', reason: '不行' }, acceptor)
    expect(play.try('startRemote', {}, resident)?.reason).toMatch(/ask for it first/)
  })

  test('is each engineer’s own to end, and the desk’s for whoever was there', () => {
    const play = granted().do('startRemote', {}, resident).do('escalate', { reason: '难' }, agent)
    expect(play.try('endRemote', { done: 'x' }, headquarters)?.reason).toMatch(/李静, who ends it; or the desk/)
    expect(play.try('endRemote', { done: 'x' }, manager)).toBeUndefined()
  })

  test.each([
    ['until', { until: 0 }],
    ['until', { until: hours(24) * 40 }],
    ['until', { from: hours(3), until: hours(2) }],
    ['from', { from: days(40), until: days(41) }],
  ])('refuses a time that is none: %s', (field, period) => {
    const play = new Play(0).answered().after(60)
    expect(play.try('requestRemote', { purpose: 'x', ...period }, resident)).toMatchObject({
      refused: 'invalid',
      field,
    })
  })
})

describe('Nothing of it is silent (SLA 20, 21)', () => {
  test('an unanswered request reminds the customer and the desk, and lapses when its time is over', () => {
    const play = asked(days(3)).after(hours(1) + 1)
    expect(toldOf(play, 'remote-unanswered')).toMatchObject([{ to: ['reporter', 'assignee'] }])
    for (let day = 0; day < 5; day++) play.after(days(1))
    const lapsed = play.events.flatMap((event) => (event.type === 'remoteUnanswered' ? event.data : []))
    expect(lapsed.map((data) => data.lapsed ?? false)).toEqual([false, false, false, true])
    expect(toldOf(play, 'remote-unanswered').at(-1)?.to).toContain('manager')
    expect(remoteOf(play)?.asked).toBeNull()
    expect(play.try('answerRemote', { granted: true }, customer)).toMatchObject({ refused: 'notAllowedNow' })
  })

  test('an authorisation that runs out is told to both sides, once', () => {
    const play = granted().after(days(3))
    expect(toldOf(play, 'remote-ran-out').map(({ to }) => to)).toEqual([['assignee', 'reporter']])
  })

  test('a session left open is asked about again, soon with the manager, until it is ended', () => {
    const play = granted().do('startRemote', {}, resident).after(hours(4)).after(minutes(15))
    expect(toldOf(play, 'remote-ran-out').map(({ to }) => to)).toEqual([
      ['assignee', 'reporter'],
      ['assignee', 'manager'],
    ])
    play.after(days(1)).after(days(1))
    expect(counted(play, 'remoteRanOut')).toBe(4)
    play.do('endRemote', { done: '忘了退出' }, resident).after(days(2))
    expect(counted(play, 'remoteRanOut')).toBe(4)
  })

  test('what comes next says so to both sides', () => {
    const next = (play: Play) => {
      const record = ticketRecordOf(play.state)
      return [record.next?.what, recordForCustomer(record).next?.what]
    }
    const quiet = asked(minutes(5))
    expect(next(quiet)).toEqual(['remoteUnanswered', 'remoteUnanswered'])
    expect(next(quiet.do('answerRemote', { granted: true }, customer))).toEqual(['remoteRanOut', 'remoteRanOut'])
  })

  test('declared failed, it still starts what is promised then (R2.3), authorised or not', () => {
    const play = asked().do('declareRemoteFailed', { reason: '无法登录' }, resident)
    expect(play.state.remoteFailures).toEqual([play.at])
  })

  test('a caller who is in nobody’s list is named to no customer', () => {
    const play = asked().do('answerRemote', { granted: true, heardFrom: { id: 'caller', name: '周先生' } }, agent)
    expect(JSON.stringify(recordForCustomer(ticketRecordOf(play.state)).remote)).not.toContain('周先生')
  })
})
