import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Event, Page } from '../support/desk/replies.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { repair, report } from '../support/desk/words.ts'
import { days } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
  const pauseRules = [{ reason: 'parts', metrics: ['resolution'] }]
  await desk.database.contract.update({ where: { id: 'ctr_jiangzhou' }, data: { pauseRules } })
})
afterAll(() => desk.close())

interface Problem {
  errors?: { field: string }[]
}
const letters = () => desk.smtp.mails.map(({ parsed }) => parsed.text ?? '')

describe('Parts and equipment taken away (R4.3)', () => {
  test('are followed from the visit to the vendor and back, asked for, and told to the customer', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'responses', { message: 'On it' }, { as: 'engineer' })
    await desk.act(ticket, 'parts', { kind: 'requested', what: 'Disk 2 TB' }, { as: 'engineer' })
    const waits = { reason: 'parts', explanation: 'The disk is ordered', part: 1 }
    const paused = await desk.act(ticket, 'pauses', waits, { as: 'engineer' })
    expect(paused.pending).toMatchObject({ reason: 'parts', part: { n: 1, what: 'Disk 2 TB' } })
    const came = { part: 1, step: 'received', place: 'us' }
    expect((await desk.act(ticket, 'part-movements', came)).status).toBe('in_progress')
    await desk.act(ticket, 'part-movements', { part: 1, step: 'fitted' })
    await desk.act(ticket, 'visits', { engineerId: 'engineer' })
    await desk.act(ticket, 'visits/1/arrival', {}, { as: 'engineer' })
    const material = [{ move: 'removed', what: 'Broken disk', quantity: 1 }]
    const done = await desk.act(ticket, 'visits/1/report', { ...report, material }, { as: 'engineer' })
    expect(done.parts).toMatchObject([{ n: 1 }, { n: 2, kind: 'takenAway', visit: 1, away: true }])
    await desk.act(ticket, 'part-movements', { part: 2, step: 'sent', place: 'vendor' }, { as: 'engineer' })
    await desk.act(ticket, 'resolution', repair)
    await desk.pass(ticket, days(1) + 1)
    await desk.act(ticket, 'sign-off', {}, { as: 'acceptor' })
    const back = await desk.act(ticket, 'part-movements', { part: 2, step: 'returned', note: 'Handed over' })
    expect([back.status, back.parts.at(-1)?.status]).toEqual(['closed', 'returned'])
    await desk.settled(ticket)
    for (const said of [
      /^Disk 2 TB: asked for/,
      /^Your ticket is on hold: waiting for spare parts[\s\S]*Part: Disk 2 TB/,
      /^Broken disk: sent[\s\S]*Where: the vendor/,
      /Not returned yet: Broken disk × 1/,
      /^Where is Broken disk\?/,
      /^Broken disk: given back/,
    ])
      expect([said, letters().some((text) => said.test(text))]).toEqual([said, true])
    const { body } = await desk.get<Page<Event>>(`/v1/tickets/${ticket.id}/events?limit=100`, { as: 'reporter' })
    expect(body.items.map(({ type }) => type)).toEqual(expect.arrayContaining(['partAdded', 'partMoved']))
    expect(body.items.map(({ type }) => type)).not.toContain('partOverdue')
  })

  test('are put down by our staff, and say what is wrong at its field', async () => {
    const ticket = await desk.open()
    const ask = async (noun: string, body: object, as = 'engineer') => {
      const { status, body: said } = await desk.post<Problem>(`/v1/tickets/${ticket.id}/${noun}`, body, { as })
      return [status, said.errors?.map(({ field }) => field) ?? []]
    }
    const disk = { kind: 'requested', what: 'Disk' }
    expect(await ask('parts', disk, 'reporter')).toEqual([403, []])
    expect(await ask('parts', { ...disk, kind: 'lent' })).toEqual([400, ['kind']])
    expect(await ask('parts', { ...disk, quantity: 0 })).toEqual([400, ['quantity']])
    expect(await ask('parts', { ...disk, expectedBy: '2020-01-01T00:00:00Z' })).toEqual([400, ['expectedBy']])
    expect(await ask('part-movements', { part: 1, step: 'returned' })).toEqual([409, []])
    expect(await ask('pauses', { reason: 'parts', explanation: 'x' })).toEqual([400, ['part']])
    expect(await ask('pauses', { reason: 'parts', explanation: 'x', part: 1 })).toEqual([400, ['part']])
    expect(await ask('parts', disk)).toEqual([200, []])
    expect(await ask('part-movements', { part: 1, step: 'sent' })).toEqual([400, ['place']])
    expect(await ask('part-movements', { part: 1, step: 'writtenOff' })).toEqual([400, ['note']])
    expect(await ask('part-movements', { part: 1, step: 'returned' }, 'stranger')).toEqual([403, []])
  })
})
