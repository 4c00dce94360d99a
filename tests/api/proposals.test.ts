import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { days, hours } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Problem {
  errors?: { field: string }[]
}
const ahead = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

async function proposed() {
  const ticket = await desk.open()
  await desk.act(ticket, 'responses', { message: 'On it' }, { as: 'engineer' })
  return desk.act(ticket, 'proposals', { solution: 'Another disk', decideBy: ahead(days(2)) }, { as: 'engineer' })
}

describe('A proposal that the customer is asked to decide (R1.6)', () => {
  test('is mailed with until when, waits, and is accepted by the customer; whoever has the ticket is told', async () => {
    const asked = await proposed()
    expect([asked.status, asked.pending?.reason, asked.proposal?.decided]).toEqual(['pending', 'customer', null])
    await desk.pass(asked, hours(3))
    const accepted = await desk.act(asked, 'proposal-decisions', { accepted: true }, { as: 'reporter' })
    expect([accepted.status, accepted.proposal?.decided?.accepted]).toEqual(['in_progress', true])
    await desk.settled(asked)
    const mails = desk.smtp.mails.map(({ parsed }) => parsed.text ?? '').filter((text) => text.includes('Another disk'))
    expect(mails.some((text) => /Please accept or decline it by/.test(text))).toBe(true)
    const told = desk.smtp.mails.map(({ parsed }) => parsed.text ?? '')
    expect(told.some((text) => /has accepted the proposal/.test(text))).toBe(true)
  })

  test('is no other customer’s to decide, and needs what a decision needs', async () => {
    const { id } = await proposed()
    const decide = async (body: object, as: string) => {
      const { status, body: said } = await desk.post<Problem>(`/v1/tickets/${id}/proposal-decisions`, body, { as })
      return [status, said.errors?.map(({ field }) => field) ?? []]
    }
    expect(await decide({ accepted: true }, 'stranger')).toEqual([404, []])
    expect(await decide({}, 'reporter')).toEqual([400, ['accepted']])
    expect(await decide({ accepted: false }, 'reporter')).toEqual([400, ['reason']])
    expect(await decide({ accepted: true }, 'agent')).toEqual([400, ['from']])
    expect(await decide({ accepted: true, from: 'con_stranger' }, 'agent')).toEqual([404, ['from']])
    expect(await decide({ accepted: true, from: 'con_acceptor' }, 'agent')).toEqual([200, []])
    expect(await decide({ accepted: false, reason: 'No' }, 'reporter')).toEqual([409, []])
    const late = await desk.post<Problem>(`/v1/tickets/${id}/proposals`, { solution: 'x', decideBy: ahead(-60) })
    expect([late.status, late.body.errors?.map(({ field }) => field)]).toEqual([400, ['decideBy']])
  })
})
