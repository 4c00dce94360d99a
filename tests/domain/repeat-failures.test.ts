import { describe, expect, test } from '@jest/globals'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { acceptor, agent, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { hours } from '../support/time/amounts.ts'

const before = 'T-2026-000009'
const repair = { cause: '连接池耗尽', causeCode: 'database' as const, fix: '扩容', verification: '已验证' }
const repaired = (play: Play, repeatOf = before) => play.do('resolve', { ...repair, repeatOf }, resident)
const mine = () =>
  new Play(0).do('assign', { assignee: { id: 'u-resident', name: '李静', tier: 'resident' } }, agent).answered()
const told = (play: Play) => play.notices.filter(({ message }) => message === 'repeat-found')

describe('SLA 16: a repeat that shows when the cause is found at the repair', () => {
  test('is marked, the repair stands, and the ticket stays with whoever repaired it', () => {
    const play = repaired(mine())
    expect(play.state.status.name).toBe('resolved')
    expect([play.state.tier, play.state.assignee?.id]).toEqual(['resident', 'u-resident'])
    expect(ticketRecordOf(play.state).repeatOf).toBe(before)
    expect(play.events.at(-1)).toMatchObject({ type: 'repeatFound', data: { of: before, review: 'headquarters' } })
  })

  test('is told to the next tier and the manager, and not to the customer', () => {
    const play = repaired(mine())
    expect(told(play)).toMatchObject([{ to: ['tier', 'manager'], tier: 'headquarters' }])
    expect(recordForCustomer(ticketRecordOf(play.state)).repeatOf).toBeNull()
  })

  test('is looked at once: nobody is asked again who was called for the repeat already', () => {
    const refused = repaired(mine()).do('refuseSignOff', { method: 'signedIn', reason: '仍报错' }, acceptor)
    expect(refused.state.tier).toBe('headquarters')
    expect(told(repaired(refused.after(hours(1))))).toHaveLength(1)
    const raised = mine().do('triage', { repeatOf: before }, agent)
    expect(raised.state.tier).toBe('headquarters')
    repaired(raised)
    expect(raised.events.at(-1)).toMatchObject({ type: 'repeatFound', data: { of: before } })
    expect(raised.events.at(-1)?.data).not.toHaveProperty('review')
    expect(told(raised)).toMatchObject([{ to: ['manager'] }])
  })

  test('of the highest tier is for that tier to look at', () => {
    const play = mine().do('escalate', { toTier: 'manager', reason: '急' }, agent)
    expect(told(repaired(play))).toMatchObject([{ to: ['tier', 'manager'], tier: 'manager' }])
  })

  test('is none where nothing of the kind was before', () => {
    const play = mine().resolved()
    expect(play.types()).not.toContain('repeatFound')
    expect(ticketRecordOf(play.state).repeatOf).toBeNull()
  })
})
