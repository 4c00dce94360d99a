import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Answer {
  alarm: { key: string; count: number; flaps: number; clearedAt: string | null; ticket: { id: string; number: string } }
  errors?: { field: string }[]
}
const disk = { systemId: 'sys_jiangzhou', contractId: 'ctr_jiangzhou', subject: 'Disk is full', priority: 'high' }
const raise = async (key: string, more: object = {}, asked: { as?: string; key?: string } = {}) => {
  const { status, body } = await desk.post<Answer>('/v1/alarms', { key, ...disk, ...more }, asked)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body.alarm
}
const typesOf = async (ticketId: string) =>
  (await desk.database.ticketEvent.findMany({ where: { ticketId }, orderBy: { version: 'asc' } })).map(
    ({ type }) => type,
  )

describe('R5.10: alarms by key', () => {
  test('the first opens a ticket, a repeat is counted on it and no event, another key is another ticket', async () => {
    const first = await raise('lims/disk-full')
    const again = await raise('lims/disk-full')
    expect(again).toMatchObject({ count: 2, flaps: 0, ticket: first.ticket })
    const { body } = await desk.get(`/v1/tickets/${first.ticket.id}`)
    expect(body).toMatchObject({ subject: 'Disk is full', channel: 'alarm', priority: 'high', reporter: null })
    expect(body.alarms).toMatchObject([{ key: 'lims/disk-full', count: 2, clearedAt: null }])
    expect(await typesOf(first.ticket.id)).toEqual(['opened'])
    expect((await raise('lims/no-heartbeat')).ticket.id).not.toBe(first.ticket.id)
    expect(await desk.get(`/v1/tickets/${first.ticket.id}`, { as: 'stranger' })).toMatchObject({ status: 404 })
  })

  test('R1.2: of many at the same instant one opens the ticket, and every one is counted', async () => {
    const said = await Promise.all(Array.from({ length: 12 }, () => raise('lims/at-once')))
    expect(new Set(said.map(({ ticket }) => ticket.id)).size).toBe(1)
    expect(said.map(({ count }) => count).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_one, n) => n + 1))
    expect(
      await desk.database.ticket.count({ where: { record: { path: ['alarms', '0', 'key'], equals: 'lims/at-once' } } }),
    ).toBe(1)
  })

  test('of one customer; the same key of another is another ticket', async () => {
    const ours = await raise('shared/key')
    const theirs = await raise('shared/key', { systemId: 'sys_huayue', contractId: 'ctr_huayue' }, { as: 'stranger' })
    expect([theirs.count, theirs.ticket.id === ours.ticket.id]).toEqual([1, false])
  })

  test('a repeat of the same request is counted once', async () => {
    const asked = { key: 'alarm-request-1' }
    const [one, two] = [await raise('lims/once', {}, asked), await raise('lims/once', {}, asked)]
    expect(two).toEqual(one)
    expect((await raise('lims/once')).count).toBe(2)
    const other = await desk.post('/v1/alarms', { key: 'lims/other', ...disk }, asked)
    expect(other.status).toBe(422)
  })

  test('an all-clear is noted and told; what comes after it is flapping; of nothing it is nothing', async () => {
    const { ticket } = await raise('lims/flapping')
    const clear = await raise('lims/flapping', { state: 'cleared' })
    expect([clear.count, typeof clear.clearedAt]).toEqual([1, 'string'])
    expect(await raise('lims/flapping')).toMatchObject({ count: 2, flaps: 1, clearedAt: null, ticket })
    expect(await typesOf(ticket.id)).toEqual(['opened', 'alarmCleared', 'alarmRaised'])
    await desk.settled(ticket)
    const told = desk.smtp.mails.map(({ parsed }) => parsed.text ?? '')
    expect(told.some((text) => text.includes('The alarm lims/flapping came back'))).toBe(true)
    expect(await raise('lims/never-raised', { state: 'cleared' })).toBeNull()
  })

  test('SLA 12: after its ticket has ended it opens a new one that follows it', async () => {
    const { ticket } = await raise('lims/ended')
    await desk.act(ticket, 'cancellation', { reason: 'spam' })
    expect(await raise('lims/ended', { state: 'cleared' })).toBeNull()
    const next = await raise('lims/ended')
    expect([next.count, next.ticket.id === ticket.id]).toEqual([1, false])
    const { body } = await desk.get(`/v1/tickets/${next.ticket.id}`)
    expect([body.follows, body.links]).toEqual([ticket.id, [{ kind: 'followUpOf', ...ticket }]])
  })

  test('SLA 16: after the repair it is told to whoever has the ticket, which stays as it is', async () => {
    const { ticket } = await raise('lims/after-repair')
    await desk.act(ticket, 'responses', { message: 'On it' })
    await desk.act(ticket, 'resolution', { cause: 'Logs', fix: 'Rotated', verification: 'df' })
    // Within the same second it may have come before.
    await sleep(1100)
    await raise('lims/after-repair')
    await raise('lims/after-repair')
    expect((await typesOf(ticket.id)).filter((type) => type === 'alarmRaised')).toHaveLength(1)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.status).toBe('resolved')
  })

  test('a machine that makes up a key for each is refused, and what is raised already is still counted', async () => {
    await raise('lims/before')
    const made = Array.from({ length: 60 }, (_one, n) => ({ customerId: 'cus_jiangzhou', key: `made-up/${n}` }))
    await desk.database.alarm.createMany({ data: made.map((one) => ({ ...one, firstAt: new Date() })) })
    const refused = await desk.post('/v1/alarms', { key: 'made-up/60', ...disk })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await raise('lims/before')).count).toBe(2)
    await desk.database.alarm.deleteMany({ where: { key: { startsWith: 'made-up/' } } })
  })

  test('says which field is wrong, and what is allowed', async () => {
    const asked = async (body: object, as = 'agent') => {
      const { status, body: said } = await desk.post<Answer>('/v1/alarms', body, { as })
      return [status, said.errors?.map(({ field }) => field) ?? []]
    }
    expect(await asked({ ...disk })).toEqual([400, ['key']])
    expect(await asked({ key: 'two words', ...disk })).toEqual([400, ['key']])
    expect(await asked({ key: 'x'.repeat(101), ...disk })).toEqual([400, ['key']])
    expect(await asked({ key: 'k' })).toEqual([400, ['systemId']])
    expect(await asked({ key: 'k', ...disk, state: 'off' })).toEqual([400, ['state']])
    expect(await asked({ key: 'k', ...disk, count: 7 })).toEqual([400, ['count']])
    expect(await asked({ key: 'k', ...disk, systemId: 'sys_none' })).toEqual([404, ['systemId']])
    expect(await asked({ key: 'k', ...disk }, 'stranger')).toEqual([404, ['systemId']])
    expect(await asked({ key: 'k', ...disk }, '')).toEqual([401, []])
  })
})
