import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { row } from '../support/ticket/policy.ts'

interface Rehearsal {
  tickets: number
  promises: { promise: string; before: object; after: object }[]
  differences: {
    ticketId: string
    clocks: { clockId: string; before: { outcome: string } | null; after: { outcome: string } | null }[]
  }[]
  errors: { field: string }[]
}

let desk: ServiceDesk
let answered: TicketShown
let waiting: TicketShown

beforeAll(async () => {
  desk = await ServiceDesk.start()
  const called = (minutes: number) => ({
    ...{ channel: 'phone', backdateReason: 'No network' },
    calledAt: new Date(Date.now() - minutes * 60_000).toISOString(),
  })
  answered = await desk.act(await desk.open(called(5)), 'responses', { message: 'On it' }, { as: 'engineer' })
  waiting = await desk.open({ ...called(30), class: 'important' }, { as: 'agent' })
  await desk.open({ contractId: 'ctr_huayue', systemId: 'sys_huayue', reporterId: 'con_stranger' }, { as: 'admin' })
})
afterAll(() => desk.close())

const inADay = () => new Date(Date.now() + 86_400_000).toISOString()
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString()
const ask = (more: object, id = 'pol_jiangzhou') =>
  desk.post<Rehearsal>(`/v1/policies/${id}/rehearsals`, { from: anHourAgo(), to: inADay(), ...more }, { as: 'manager' })

describe('A draft of a policy, rehearsed on the tickets of a period,', () => {
  const rows = [
    row('response', 0, { target: { amount: 3, unit: 'workingMinutes' }, classes: ['general'] }),
    row('response', 1, { classes: ['important'] }),
    row('arrival', 4, { calendar: 'cal_mondays' }),
  ]

  test('answers what it would have made of them, met and missed, by ticket, and moves nothing', async () => {
    await desk.settled(waiting)
    const standing = () =>
      Promise.all([
        desk.database.ticket.findMany({ orderBy: { id: 'asc' } }),
        desk.database.ticketEvent.count(),
        desk.database.policy.findMany({ orderBy: [{ id: 'asc' }, { version: 'asc' }] }),
        desk.database.change.count(),
        desk.database.breach.count(),
      ])
    const before = await standing()
    const { status, body } = await ask({ draft: { rows } })
    expect(status).toBe(200)
    expect(await standing()).toEqual(before)
    expect(body.tickets).toBe(2)
    const late = body.differences.find(({ ticketId }) => ticketId === waiting.id)?.clocks ?? []
    expect(
      late.map(({ clockId, before: was, after }) => [clockId, was?.outcome ?? null, after?.outcome ?? null]),
    ).toEqual([
      ['response/1', 'missed', 'open'],
      ['resolution/1', 'open', null],
      ['arrival/1', null, 'open'],
    ])
    expect(body.differences.map(({ ticketId }) => ticketId).toSorted()).toEqual([answered.id, waiting.id].toSorted())
    expect(body.promises.find(({ promise }) => promise === 'response')).toEqual({
      promise: 'response',
      before: { met: 1, missed: 1, open: 0, left: 0 },
      after: { met: 0, missed: 1, open: 1, left: 0 },
    })
  })

  test('makes no difference where it is what the policy says, and knows no ticket outside the period', async () => {
    const { body: policy } = await desk.get<{ rows: object[]; ladder: object[] }>('/v1/policies/pol_jiangzhou', {
      as: 'manager',
    })
    const draft = { rows: policy.rows, ladder: policy.ladder }
    expect((await ask({ draft })).body.differences).toEqual([])
    expect((await ask({ draft, from: new Date().toISOString() })).body.tickets).toBe(0)
    expect(
      (await ask({ draft, to: anHourAgo(), from: new Date(Date.now() - 7_200_000).toISOString() })).body.tickets,
    ).toBe(0)
  })

  test.each<[string, object, string]>([
    ['a period that ends before it begins', { to: '2020-01-01T00:00:00Z' }, 'to'],
    ['one that began too long ago', { from: '2020-01-01T00:00:00Z' }, 'from'],
    ['no instant', { from: 'yesterday' }, 'from'],
    [
      'a calendar that is not there',
      { draft: { rows: [row('response', 1, { calendar: 'cal_none' })] } },
      'draft.rows[0].calendar',
    ],
    [
      'a target that cannot be kept',
      { draft: { rows: [row('response', 999_999, { calendar: 'cal_mondays' })] } },
      'draft.rows[0].target.amount',
    ],
    [
      'a system that is not there',
      { draft: { rows: [row('response', 1, { systems: ['sys_none'] })] } },
      'draft.rows[0].systems[0]',
    ],
    [
      'an anchor that makes no sense',
      { draft: { rows: [row('response', 1, { anchor: 'resolved' })] } },
      'draft.rows[0].anchor',
    ],
    ['a draft without rows', { draft: { rows: [] } }, 'draft.rows'],
  ])('is refused for %s, naming the field', async (_what, wrong, field) => {
    const { status, body } = await ask({ draft: { rows: [row('response', 1)] }, ...wrong })
    expect({ status, fields: body.errors.map((error) => error.field) }).toEqual({ status: 400, fields: [field] })
  })

  test('of a policy that is not there is absent', async () => {
    expect((await ask({ draft: { rows: [row('response', 1)] } }, 'pol_none')).status).toBe(404)
  })
})
