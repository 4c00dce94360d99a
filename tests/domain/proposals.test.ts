import { describe, expect, test } from '@jest/globals'
import { standingOf } from '../../domain/ticket/standing.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { agent, customer, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const said = { id: 'c-reporter', name: '钱伟' }
const proposed = (decideIn = days(2)) => {
  const play = new Play(0).answered()
  return play.do('propose', { solution: '更换存储控制器', decideBy: play.at + decideIn }, resident)
}
const resolutionOf = ({ state }: Play) => ticketRecordOf(state).clocks.find(({ metric }) => metric === 'resolution')

describe('A proposal that the customer is asked to decide (R1.6)', () => {
  test('waits for the customer: the clocks stand still that the contract lets stand still, until it is decided', () => {
    const play = proposed()
    const { status } = play.state
    expect(status).toMatchObject({ name: 'pending', reason: 'customer', expectedEnd: play.at + days(2) })
    expect(resolutionOf(play)?.state).toBe('paused')
    play.after(hours(5)).do('decideProposal', { accepted: true }, customer)
    expect(play.state.status.name).toBe('in_progress')
    expect(resolutionOf(play)?.state).toBe('running')
    expect(ticketRecordOf(play.state).proposal?.decided).toMatchObject({ accepted: true, by: { name: customer.name } })
  })

  test('is no wait where nobody is asked, nor does anything wait then for a decision', () => {
    const play = new Play(0).answered().do('propose', { solution: '重启服务' }, resident)
    expect(play.state.status.name).toBe('in_progress')
    expect(allowedTo(standingOf(play.state), customer, play.at)).not.toContain('decideProposal')
    expect(play.try('decideProposal', { accepted: true }, customer)).toMatchObject({ refused: 'notAllowedNow' })
  })

  test('that is declined says why and asks for another word of ours (SLA 8); one that is accepted asks for work', () => {
    const play = proposed().after(hours(1))
    expect(play.try('decideProposal', { accepted: false }, customer)).toMatchObject({ field: 'reason' })
    play.do('decideProposal', { accepted: false, reason: '停机时间太长' }, customer)
    expect(play.state.rounds.at(-1)).toMatchObject({ from: play.at })
    const again = play.after(minutes(30)).do('propose', { solution: '在线更换', decideBy: play.at + days(1) }, resident)
    expect(again.state.rounds.at(-1)?.to).toBe(play.at)
    play.after(minutes(5)).do('decideProposal', { accepted: true }, customer)
    expect(play.state.rounds.at(-1)?.to).toBeDefined()
  })

  test('is decided once; what is said later is another message', () => {
    const play = proposed().do('decideProposal', { accepted: true }, customer)
    expect(play.try('decideProposal', { accepted: false, reason: '反悔' }, customer)).toMatchObject({
      refused: 'notAllowedNow',
    })
  })

  test('is decided by the customer: our staff write down who said it, and the customer is told', () => {
    const play = proposed()
    expect(play.try('decideProposal', { accepted: true }, agent)).toMatchObject({ refused: 'invalid', field: 'from' })
    expect(play.try('decideProposal', { accepted: true, from: said }, customer)).toMatchObject({ field: 'from' })
    play.do('decideProposal', { accepted: true, from: said }, agent)
    const told = play.notices.filter(({ message }) => message === 'proposal-decided')
    expect(told.flatMap(({ to }) => to)).toEqual(expect.arrayContaining(['reporter', 'assignee']))
    expect(ticketRecordOf(play.state).proposal?.decided?.by).toEqual(said)
  })

  test('may be answered by any message, which ends the wait (SLA 10) and leaves the decision open', () => {
    const play = proposed().do('reply', { message: '周五开会再定', channel: 'web' }, customer)
    expect(play.state.status.name).toBe('in_progress')
    expect(allowedTo(standingOf(play.state), customer, play.at)).toContain('decideProposal')
  })

  test('is over when another takes its place, also one that nobody is asked to decide', () => {
    const play = proposed().do('propose', { solution: '改为重启' }, resident)
    expect(ticketRecordOf(play.state).proposal).toBeNull()
    expect(play.state.status.name).toBe('in_progress')
    expect(play.try('decideProposal', { accepted: true }, customer)).toMatchObject({ refused: 'notAllowedNow' })
  })

  test('that takes the place of an undecided one gives the customer its own time', () => {
    const play = proposed(hours(4)).after(hours(1))
    play.do('propose', { solution: '另一方案', decideBy: play.at + days(3) }, resident)
    expect(play.state.status).toMatchObject({ name: 'pending', expectedEnd: play.at + days(3) })
  })

  test('lies ahead, and not for ever', () => {
    const play = new Play(0).answered()
    for (const decideBy of [play.at, play.at - 1, play.at + days(93)]) {
      const refusal = play.try('propose', { solution: '方案', decideBy }, resident)
      expect(refusal).toMatchObject({ refused: 'invalid', field: 'decideBy' })
    }
  })

  test('that nobody decides in time is asked about again, as any wait that overruns (SLA 20)', () => {
    const play = proposed(hours(4)).after(hours(4) + 1)
    expect(play.events.map(({ type }) => type)).toContain('pauseOverran')
  })
})
