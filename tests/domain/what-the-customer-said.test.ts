import { describe, expect, test } from '@jest/globals'
import { dueOf } from '../../domain/promises/clock.ts'
import { eventForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { acceptor, agent, customer, headquarters, manager, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { hours, minutes } from '../support/time/amounts.ts'

const from = { id: 'c-reporter', name: '钱伟' }
const said = { message: '日志已放到共享盘', channel: 'phone' as const, from }
const toldSince = (play: Play, told: number) => play.notices.slice(told).map(({ message, to }) => [message, to])

describe('SLA 8, 10: what the customer said, written down by our staff', () => {
  test('ends the wait for the customer, and the promise of the next reply starts', () => {
    const play = new Play(0).answered().after(60)
    play.do('pause', { reason: 'customer', explanation: '请提供日志' }, resident).after(hours(1))
    play.do('reply', said, agent)
    expect(play.types().slice(-2)).toEqual(['customerReplied', 'resumed'])
    expect(play.state.status.name).toBe('in_progress')
    expect(dueOf(play.clock('update/1'), {})).toBe(60 + hours(5))
    play.after(minutes(10)).do('reply', { message: '收到', channel: 'phone' }, resident)
    expect(play.clock('update/1').stop?.why).toBe('met')
  })

  test('is not mailed to the customer as ours; the assignee hears of it, unless it was the assignee who wrote it down', () => {
    const play = new Play(0).answered()
    const before = play.notices.length
    play.do('reply', said, agent)
    expect(toldSince(play, before)).toEqual([['customer-replied', ['assignee']]])
    const again = play.notices.length
    play.do('reply', said, resident)
    expect(toldSince(play, again)).toEqual([])
  })

  test('is told to the tier while nobody has the ticket; it is no first answer, and needs none (SLA 7)', () => {
    const play = new Play(0)
    const before = play.notices.length
    play.do('reply', said, agent)
    expect(toldSince(play, before)).toEqual([['customer-replied', ['tier']]])
    expect(play.clock('response/1').stop).toBeUndefined()
    expect(play.state.clocks.map(({ id }) => id)).not.toContain('update/1')
    const refused = play.try('reply', { message: '处理中', channel: 'web' }, headquarters)
    expect(refused).toMatchObject({ refused: 'invalid', field: 'from' })
    expect(refused?.reason).toContain('respond first')
  })

  test('says who said it and who wrote it down, to the customer too', () => {
    const event = new Play(0).do('reply', said, agent).events.at(-1)
    expect(event).toMatchObject({ type: 'customerReplied', actor: { name: agent.name }, data: { from } })
    expect(event && eventForCustomer(event)).toMatchObject({ actor: { name: agent.name }, data: said })
  })

  test('is for our staff to write down: a customer writes in person', () => {
    for (const actor of [customer, acceptor]) {
      expect(new Play(0).try('reply', said, actor)).toMatchObject({ refused: 'invalid', field: 'from' })
    }
    new Play(0).do('reply', said, manager)
  })
})
