import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { hours } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Problem {
  detail: string
  errors?: { field: string }[]
}
const read = async ({ id }: { id: string }, as = 'agent') => (await desk.get(`/v1/tickets/${id}`, { as })).body
const linksOf = async (ticket: { id: string }) => (await read(ticket)).links.map(({ kind, id }) => [kind, id])
const merge = (dup: { id: string }, into: string, asked = {}) =>
  desk.post<Problem>(`/v1/tickets/${dup.id}/merging`, { into }, asked)
const mailsTo = (address: string) =>
  desk.smtp.mails.map(({ parsed }) => parsed).filter(({ to }) => JSON.stringify(to).includes(address))

describe('SLA 13: merging over the API', () => {
  test('the reporter is told where it went on, and follows the other; undone, neither', async () => {
    const [dup, survivor] = [await desk.open(), await desk.open({ reporterId: 'con_acceptor' })]
    await desk.act(survivor, 'responses', { message: 'We know of it' })
    const merged = await desk.act(dup, 'merging', { into: survivor.id, reason: 'The same outage' })
    expect([merged.status, merged.cancelReason]).toEqual(['cancelled', 'merged'])
    expect(merged.links).toEqual([{ kind: 'mergedInto', id: survivor.id, number: survivor.number }])
    await desk.settled(dup)
    await desk.settled(survivor)
    expect(await linksOf(survivor)).toEqual([['duplicate', dup.id]])
    await desk.act(survivor, 'replies', { message: 'A new disk is on its way' })
    await desk.settled(survivor)
    const told = mailsTo('con_reporter@').map(({ text }) => text ?? '')
    expect(told.some((text) => text.includes(`goes on as ${survivor.number}`))).toBe(true)
    expect(told.filter((text) => text.includes('A new disk is on its way'))).toHaveLength(1)
    await desk.act(dup, 'reinstatement', { reason: 'Another fault after all' })
    await desk.settled(dup)
    await desk.settled(survivor)
    expect([await linksOf(dup), await linksOf(survivor)]).toEqual([[], []])
    await desk.act(survivor, 'replies', { message: 'It has arrived' })
    await desk.settled(survivor)
    expect(mailsTo('con_reporter@').some(({ text }) => text?.includes('It has arrived'))).toBe(false)
  })

  test('what is written to it is refused with where to write, also when its process is long over', async () => {
    const [dup, survivor] = [await desk.open(), await desk.open()]
    await desk.act(dup, 'merging', { into: survivor.id })
    const write = () => desk.post<Problem>(`/v1/tickets/${dup.id}/replies`, { message: 'And?' }, { as: 'reporter' })
    const soon = await write()
    expect([soon.status, soon.body.detail]).toEqual([409, expect.stringContaining(survivor.number)])
    await desk.pass(dup, hours(25))
    const late = await write()
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining(survivor.number)])
  })

  test('says what is wrong, and what to do instead', async () => {
    const [dup, survivor] = [await desk.open(), await desk.open()]
    const asked = async (body: object, as = 'agent') => {
      const { status, body: said } = await desk.post<Problem>(`/v1/tickets/${dup.id}/merging`, body, { as })
      return [status, said.errors?.map(({ field }) => field) ?? []]
    }
    const theirs = await desk.open(
      { contractId: 'ctr_huayue', systemId: 'sys_huayue', reporterId: 'con_stranger' },
      { as: 'admin' },
    )
    expect(await asked({})).toEqual([400, ['into']])
    expect(await asked({ into: dup.id })).toEqual([400, ['into']])
    expect(await asked({ into: 'tic_none' })).toEqual([404, ['into']])
    expect(await asked({ into: theirs.id })).toEqual([404, ['into']])
    expect(await asked({ into: theirs.id }, 'admin')).toEqual([400, ['into']])
    expect(await asked({ into: survivor.id }, 'reporter')).toEqual([403, []])
    const third = await desk.open()
    await desk.act(survivor, 'merging', { into: third.id })
    const onward = await merge(dup, survivor.id)
    expect([onward.status, onward.body.detail]).toEqual([409, expect.stringContaining(third.number)])
    await desk.act(third, 'cancellation', { reason: 'spam' })
    const ended = await merge(dup, third.id)
    expect([ended.status, ended.body.detail]).toEqual([409, expect.stringContaining('undo that first')])
  })

  test('of two merged into each other at the same instant one is refused; in a ring of three there is no circle', async () => {
    for (const size of [2, 3]) {
      const ring = await Promise.all(Array.from({ length: size }, () => desk.open()))
      const answers = await Promise.all(ring.map((one, n) => merge(one, ring[(n + 1) % size]?.id ?? '')))
      for (const { status } of answers) expect([200, 409]).toContain(status)
      await Promise.all(ring.map((one) => desk.settled(one)))
      const rows = await desk.database.ticket.findMany({ where: { id: { in: ring.map(({ id }) => id) } } })
      const merged = rows.filter(({ mergedIntoId }) => mergedIntoId !== null)
      expect(merged).toHaveLength(answers.filter(({ status }) => status === 200).length)
      expect(merged.length).toBeGreaterThan(0)
      expect(merged.length).toBeLessThan(size)
      for (const { id, status } of rows) expect((await read({ id })).status).toBe(status)
    }
  })

  test('R5.10: an alarm of a merged ticket is counted on the one in which it goes on', async () => {
    const alarm = { key: 'lims/merged', systemId: 'sys_jiangzhou', contractId: 'ctr_jiangzhou' }
    const raise = async () =>
      (await desk.post<{ alarm: { count: number; ticket: { id: string } } }>('/v1/alarms', alarm)).body.alarm
    const [{ ticket }, survivor] = [await raise(), await desk.open()]
    await desk.act(ticket, 'merging', { into: survivor.id })
    const again = await raise()
    expect([again.count, again.ticket.id]).toEqual([2, survivor.id])
    expect((await read(survivor)).alarms).toMatchObject([{ key: 'lims/merged', count: 2 }])
  })
})
