import { describe, expect, test } from '@jest/globals'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { agent, customer, manager, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours } from '../support/time/amounts.ts'

const uncovered = { uncovered: 'noContract', quoteFirst: true } as const
const begun = () => new Play(0, { ...opening(), ...uncovered }).answered()
const price = { amount: '1280.50', currency: 'CNY', purpose: '恢复数据库', validUntil: days(2) }
const quoted = () => begun().do('quote', price, resident)
const resolves = (play: Play) => play.try('resolve', bodies.resolve, resident)

describe('R6.3, SLA 24: work that no contract covers', () => {
  test('is answered at once, and not resolved before a quote is accepted; each refusal says what to do', () => {
    const play = begun()
    expect(resolves(play)).toMatchObject({ refused: 'notAllowedNow', reason: expect.stringContaining('quote what it') })
    play.do('quote', price, resident)
    expect(resolves(play)?.reason).toContain('quote 1 is not accepted yet')
    play.do('decideQuote', { quote: 1, accepted: true }, customer)
    expect(resolves(play)).toBeUndefined()
  })

  test('is quoted again when it was declined, or when nobody accepted in time', () => {
    const play = quoted()
    expect(play.try('decideQuote', { quote: 1, accepted: false }, customer)).toMatchObject({ field: 'reason' })
    play.do('decideQuote', { quote: 1, accepted: false, reason: '太贵' }, customer)
    expect(resolves(play)?.reason).toContain('quote again')
    const late = quoted().until(days(2))
    expect(late.try('decideQuote', { quote: 1, accepted: true }, customer)).toMatchObject({ refused: 'notAllowedNow' })
    expect(resolves(late)?.reason).toContain('quote again')
    late
      .do('quote', { ...price, validUntil: days(4) }, resident)
      .do('decideQuote', { quote: 2, accepted: true }, customer)
    expect(resolves(late.until(days(9)))).toBeUndefined()
  })

  test('of another price needs another word, and nobody accepts one that was replaced', () => {
    const play = quoted().do('decideQuote', { quote: 1, accepted: true }, customer)
    play.do('quote', { ...price, amount: '2000' }, resident)
    expect(resolves(play)?.reason).toContain('quote 2')
    expect(play.try('decideQuote', { quote: 1, accepted: true }, customer)).toMatchObject({ field: 'quote' })
  })

  test('is waived by a manager, with a reason that no customer reads', () => {
    const play = begun()
    expect(play.try('waiveQuote', { reason: '情面' }, agent)).toMatchObject({ refused: 'forbidden' })
    play.do('waiveQuote', { reason: '合同周一生效' }, manager)
    expect(JSON.stringify(recordForCustomer(ticketRecordOf(play.state)).quoting)).not.toContain('周一')
    expect(play.try('quote', price, resident)).toMatchObject({ refused: 'notAllowedNow' })
    expect(resolves(play)).toBeUndefined()
  })

  test('needs no quote once it is bound to a contract, nor where it was opened before there were quotes', () => {
    expect(resolves(quoted().do('bind', bodies.bind, agent))).toBeUndefined()
    expect(resolves(new Play(0, { ...opening(), uncovered: 'noContract' }).answered())).toBeUndefined()
    expect(new Play(0).try('quote', price, resident)).toMatchObject({ refused: 'notAllowedNow' })
  })

  test('is decided by the customer: our staff write down who said it, and whoever quoted hears of it', () => {
    const play = quoted()
    expect(play.try('decideQuote', { quote: 1, accepted: true }, agent)).toMatchObject({ field: 'heardFrom' })
    const said = { heardFrom: { id: 'c-reporter', name: '钱伟' } }
    expect(play.try('decideQuote', { quote: 1, accepted: true, ...said }, customer)).toMatchObject({
      field: 'heardFrom',
    })
    play.do('decideQuote', { quote: 1, accepted: true, ...said }, agent)
    const told = play.notices.filter(({ message }) => message === 'quote-decided')
    expect(told.flatMap(({ to }) => to)).toEqual(expect.arrayContaining(['reporter', 'assignee']))
    expect(ticketRecordOf(play.state).quoting?.quote?.decided?.by).toEqual(said.heardFrom)
  })

  test('is valid for a time that lies ahead, and not for ever', () => {
    const play = begun().after(hours(1))
    for (const validUntil of [play.at, play.at + days(93)]) {
      expect(play.try('quote', { ...price, validUntil }, resident)).toMatchObject({ field: 'validUntil' })
    }
  })
})
