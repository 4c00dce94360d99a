import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { repair } from '../support/desk/words.ts'
import { days } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Problem {
  detail?: string
  errors?: { field: string }[]
}
const ahead = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const price = { amount: '1280.50', currency: 'CNY', purpose: 'Restore the database' }

async function uncovered() {
  const ticket = await desk.open({ contractId: undefined }, { as: 'agent' })
  return desk.act(ticket, 'responses', { message: 'On it' }, { as: 'engineer' })
}

describe('R6.3: uncovered work waits for an accepted quote', () => {
  test('its resolution is refused until then; the quote is mailed, and its acceptance', async () => {
    const ticket = await uncovered()
    const early = await desk.post<Problem>(`/v1/tickets/${ticket.id}/resolution`, repair, { as: 'engineer' })
    expect([early.status, early.body.detail]).toEqual([409, expect.stringContaining('quote what it costs')])
    await desk.act(ticket, 'quotes', { ...price, validUntil: ahead(days(2)) }, { as: 'engineer' })
    const accepted = await desk.act(ticket, 'quote-decisions', { quote: 1, accepted: true }, { as: 'reporter' })
    expect(accepted.quoting?.quote).toMatchObject({ amount: '1280.50', decided: { accepted: true } })
    expect((await desk.act(ticket, 'resolution', repair, { as: 'engineer' })).status).toBe('resolved')
    await desk.settled(ticket)
    const told = desk.smtp.mails.map(({ parsed }) => parsed.text ?? '')
    expect(told.some((text) => /1280\.50 CNY/.test(text) && /Please accept or decline quote 1 by/.test(text))).toBe(
      true,
    )
    expect(told.some((text) => /has accepted the quote of 1280\.50 CNY/.test(text))).toBe(true)
  })

  test('what is wrong with a quote or a decision is named', async () => {
    const { id } = await uncovered()
    const faults = async (noun: string, body: object, as = 'engineer') => {
      const { status, body: said } = await desk.post<Problem>(`/v1/tickets/${id}/${noun}`, body, { as })
      return [status, said.errors?.map(({ field }) => field) ?? []]
    }
    const sound = { ...price, validUntil: ahead(days(2)) }
    for (const amount of ['0', '0.00', '-1', '1.234', '1,5', '01', '12345678901']) {
      expect([amount, await faults('quotes', { ...sound, amount })]).toEqual([amount, [400, ['amount']]])
    }
    for (const currency of ['cny', 'RMB', 'CNYY']) {
      expect([currency, await faults('quotes', { ...sound, currency })]).toEqual([currency, [400, ['currency']]])
    }
    expect(await faults('quotes', { ...sound, validUntil: ahead(-60) })).toEqual([400, ['validUntil']])
    expect(await faults('quote-decisions', { quote: 1, accepted: true }, 'reporter')).toEqual([409, []])
    expect(await faults('quotes', sound)).toEqual([200, []])
    expect(await faults('quote-decisions', { quote: 1, accepted: true }, 'stranger')).toEqual([404, []])
    expect(await faults('quote-decisions', { quote: 2, accepted: true }, 'reporter')).toEqual([400, ['quote']])
    expect(await faults('quote-decisions', { quote: 1, accepted: true })).toEqual([400, ['heardFrom']])
    expect(await faults('quote-waiver', { reason: 'Goodwill' })).toEqual([403, []])
    expect(await faults('quote-waiver', {}, 'manager')).toEqual([400, ['reason']])
    expect(await faults('quote-waiver', { reason: 'Goodwill' }, 'manager')).toEqual([200, []])
  })
})
