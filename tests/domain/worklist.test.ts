import { describe, expect, test } from '@jest/globals'
import { eventForCustomer, kindsForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { findableText } from '../../domain/ticket/findable.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { rules } from '../../domain/ticket/verbs/rules.ts'
import { calledTierOf, overdueFromOf, takeable } from '../../domain/ticket/worklist.ts'
import { agent, customer, headquarters, resident, senior } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'

const recordOf = (play: Play) => ticketRecordOf(play.state)
const dueOf = (play: Play, id: string) => recordOf(play).clocks.find((clock) => clock.id === id)?.dueAt
const from = 1_800_000_000

describe('The nearest promise', () => {
  test('is the earliest due that runs, not the warning before it', () => {
    const play = new Play(from)
    expect(recordOf(play).nextDueAt).toBe(dueOf(play, 'response/1'))
    expect(recordOf(play).next?.at).not.toBe(recordOf(play).nextDueAt)
    expect(recordOf(play.after(60).answered()).nextDueAt).toBe(dueOf(play, 'resolution/1'))
  })

  test('stays the broken one as long as it runs', () => {
    const play = new Play(from).after(700)
    expect(recordOf(play).nextDueAt).toBe(dueOf(play, 'response/1'))
    expect(recordOf(play).breached).toBe(true)
  })

  test('is none while the customer keeps us waiting, nor once all that is left is a signature', () => {
    const play = new Play(from).after(60).answered()
    play.do('pause', { reason: 'customer', explanation: '等日志' }, resident)
    expect(recordOf(play).nextDueAt).toBeNull()
    play.do('resume', {}, resident).resolved()
    expect(recordOf(play).clocks.find(({ metric }) => metric === 'signOff')?.state).toBe('running')
    expect(recordOf(play).nextDueAt).toBeNull()
  })
})

describe('A ticket is overdue', () => {
  test('from the due instant of its nearest promise', () => {
    const play = new Play(from)
    expect(overdueFromOf(recordOf(play).clocks)).toBe(recordOf(play).nextDueAt)
  })

  test('while a broken promise is not done, though its clock is paused', () => {
    const play = new Play(from).answered().after(3700)
    const due = dueOf(play, 'resolution/1')
    expect(overdueFromOf(recordOf(play).clocks)).toBe(due)
    play.do('pause', { reason: 'customer', explanation: '等日志' }, senior)
    expect(recordOf(play).nextDueAt).not.toBe(due)
    expect(overdueFromOf(recordOf(play).clocks)).toBe(due)
  })

  test('no longer when the promise is done, late as it was', () => {
    const play = new Play(from).answered().after(3700).resolved()
    expect(recordOf(play).breached).toBe(true)
    expect(overdueFromOf(recordOf(play).clocks)).toBeNull()
  })

  test('never by the signature that the customer owes', () => {
    const play = new Play(from)
      .answered()
      .resolved()
      .after(400 * 86_400)
    expect(overdueFromOf(recordOf(play).clocks)).toBeNull()
  })
})

describe('A tier is called', () => {
  test('as long as nobody has the ticket, and again when the ticket is raised above who has it', () => {
    const play = new Play(from)
    expect(calledTierOf(recordOf(play))).toBe('resident')
    play.do('assign', { assignee: { id: resident.id, name: resident.name, tier: 'resident' } }, agent)
    expect(calledTierOf(recordOf(play))).toBeNull()
    play.answered().do('escalate', { reason: '困难' }, resident)
    expect(calledTierOf(recordOf(play))).toBe('headquarters')
    const assignee = { id: headquarters.id, name: headquarters.name, tier: 'headquarters' as const }
    play.do('assign', { assignee }, agent)
    expect(calledTierOf(recordOf(play))).toBeNull()
  })

  test('for what can be taken, and for nothing else', () => {
    expect(takeable).toEqual(rules.assign.in)
    expect(takeable).toEqual(rules.take.in)
    expect(calledTierOf(recordOf(new Play(from).answered().resolved()))).toBeNull()
  })
})

describe('What a ticket is found by', () => {
  const play = new Play(from, opening({ number: 'T-2026-000042', subject: '导出失败', description: '台账' }))
  play.answered().do('note', { text: '客户难缠' }, resident)

  test('is its number, subject, description and each message', () => {
    expect(play.events.map(findableText).filter((text) => text !== null)).toEqual([
      'T-2026-000042\n导出失败\n台账',
      '已收到，正在处理',
      '客户难缠',
    ])
  })

  test('is, of what a customer may read, nothing that they may not', () => {
    play.do('reply', { message: '日志见附件', channel: 'web' }, customer).resolved()
    play.do('refuseSignOff', { method: 'paper', reason: '还是不行', scan: 'scan-1' }, agent)
    for (const event of play.events.filter(({ type }) => kindsForCustomer.all.includes(type))) {
      const theirs = JSON.stringify([play.state.number, eventForCustomer(event)?.data])
      for (const words of findableText(event)?.split('\n') ?? []) expect(theirs).toContain(words)
    }
    const ours = play.events.filter((event) => findableText(event)?.includes('难缠'))
    expect(ours.map(({ type }) => kindsForCustomer.all.includes(type))).toEqual([false])
  })
})
