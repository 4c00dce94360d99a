import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'

let desk: ServiceDesk
let people: string[]

beforeAll(async () => {
  desk = await ServiceDesk.start()
  people = []
  for (const name of ['Li', 'Wang', 'He', 'Ma']) {
    const email = `${name}@people.example`
    const account = { name, email, role: 'engineer', tier: 'resident', customerIds: ['cus_jiangzhou'] }
    people.push((await desk.post<Made>('/v1/accounts', account, { as: 'admin' })).body.id)
  }
}, 60_000)
afterAll(() => desk.close())

interface Made {
  id: string
  revision: number
  from: string
  until: string
  userId: string
  items: Made[]
  errors: { field: string; message: string }[]
  detail: string
  gaps: object[]
  stints: object[]
  handover: object | null
}

const duty = { name: 'Residents', tier: 'resident', timeZone: 'Europe/Berlin' }
const as = 'manager'

async function newDuty(more: object = {}): Promise<string> {
  return (await desk.post<Made>('/v1/duties', { ...duty, ...more }, { as })).body.id
}

function plan(dutyId: string, userId: string | undefined, week: object, [from, to] = ['2099-03-23', '2099-03-29']) {
  return desk.post<Made>(`/v1/duties/${dutyId}/shifts`, { from, to, people: [{ userId, week }] }, { as })
}

function put(path: string, body: object, revision: number, who = as) {
  return desk.post<Made>(path, body, { as: who, headers: { 'if-match': `"${revision}"` } })
}

const daily = (...windows: string[][]) => {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  return Object.fromEntries(days.map((day) => [day, windows]))
}

describe('R3.4: a rota is written in weeks', () => {
  test('of each person, in the zone of the duty, across midnight and the change of the clocks; and read as who stands when', async () => {
    const dutyId = await newDuty()
    const [li, wang] = people
    const days = await plan(dutyId, li, daily(['08:00', '20:00']))
    const nights = await plan(dutyId, wang, daily(['20:00', '08:00']))
    expect([days.status, days.body.items.length, nights.body.items.length]).toEqual([201, 7, 7])
    // The clocks go forward in the last night of March's last Saturday: it has eleven hours.
    expect(nights.body.items.slice(5).map(({ from, until }) => [from, until])).toEqual([
      ['2099-03-28T19:00:00Z', '2099-03-29T06:00:00Z'],
      ['2099-03-29T18:00:00Z', '2099-03-30T06:00:00Z'],
    ])
    const asked = '?from=2099-03-23T07:00:00Z&until=2099-03-30T12:00:00Z'
    const { body } = await desk.get<Made>(`/v1/duties/${dutyId}/rota${asked}`, { as: 'engineer' })
    expect(body.stints).toHaveLength(14)
    expect(body.gaps).toEqual([{ from: '2099-03-30T06:00:00Z', until: '2099-03-30T12:00:00Z' }])
  })

  test('asked for again with the same key it finds what it made, and is recorded once', async () => {
    const dutyId = await newDuty()
    const body = {
      from: '2099-03-23',
      to: '2099-03-24',
      people: [{ userId: people[0], week: daily(['08:00', '20:00']) }],
    }
    const ask = () => desk.post<Made>(`/v1/duties/${dutyId}/shifts`, body, { as, key: `weeks-${dutyId}` })
    const [first, again] = [await ask(), await ask()]
    expect(again.body.items.map(({ id }) => id)).toEqual(first.body.items.map(({ id }) => id))
    expect(await desk.database.shift.count({ where: { dutyId } })).toBe(2)
  })

  test('R2.7: a duty for some hours has gaps in these alone', async () => {
    const dutyId = await newDuty({ calendar: 'cal_mondays', timeZone: 'Asia/Shanghai' })
    await plan(dutyId, people[0], { monday: [['09:00', '16:00']] })
    const { body } = await desk.get<Made>(
      `/v1/duties/${dutyId}/rota?from=2099-03-22T00:00:00Z&until=2099-03-28T00:00:00Z`,
      { as },
    )
    expect(body.gaps).toEqual([{ from: '2099-03-23T08:00:00Z', until: '2099-03-23T09:00:00Z' }])
  })

  test.each([
    [{ from: '2099-03-24', to: '2099-03-23' }, 'to'],
    [{ from: '2099-03-23', to: '2100-03-25' }, 'to'],
    [{ people: [] }, 'people'],
    [{ people: [{ userId: 'reporter', week: daily(['08:00', '20:00']) }] }, 'people[0].userId'],
    [{ people: [{ userId: 'engineer', standbyId: 'nobody', week: daily(['08:00', '20:00']) }] }, 'people[0].standbyId'],
    [
      { people: [{ userId: 'engineer', standbyId: 'engineer', week: daily(['08:00', '20:00']) }] },
      'people[0].standbyId',
    ],
    [{ people: [{ userId: 'engineer', week: {} }] }, 'people[0].week'],
    [{ people: [{ userId: 'engineer', week: { monday: [['08:00', '25:00']] } }] }, 'people[0].week.monday[0][1]'],
    [{ people: [{ userId: 'engineer', week: { friday: [['08:00', '20:00']] } }], to: '2099-03-24' }, 'people[0].week'],
    [{ people: [{ userId: 'engineer', week: daily(['00:00', '24:00']) }], to: '2099-04-23' }, 'people[0].week'],
  ])('%j is refused, naming %s', async (wrong, field) => {
    const dutyId = await newDuty()
    const right = {
      from: '2099-03-23',
      to: '2099-03-29',
      people: [{ userId: 'engineer', week: daily(['08:00', '20:00']) }],
    }
    const { status, body } = await desk.post<Made>(`/v1/duties/${dutyId}/shifts`, { ...right, ...wrong }, { as })
    expect([400, 404]).toContain(status)
    expect(body.errors.map((one) => one.field)).toContain(field)
  })

  test('R3.1: who serves below the tier stands on no duty of it', async () => {
    const { body } = await plan(await newDuty({ tier: 'headquarters' }), people[0], daily(['08:00', '20:00']))
    expect(body.errors).toEqual([
      { field: 'people[0].userId', message: 'Li serves below the headquarters tier, whose duty it is' },
    ])
  })

  test.each([
    [{ atLeast: 0 }, 'atLeast'],
    [{ tier: 'nobody' }, 'tier'],
    [{ timeZone: 'Nowhere/At-all' }, 'timeZone'],
    [{ calendar: 'cal_none' }, 'calendar'],
    [{ workingDays: 'cal_none' }, 'workingDays'],
    [{ customerId: 'cus_none' }, 'customerId'],
  ])('a duty with %j is refused, naming %s', async (wrong, field) => {
    const { status, body } = await desk.post<Made>('/v1/duties', { ...duty, ...wrong }, { as })
    expect([400, 404]).toContain(status)
    expect(body.errors.map((one) => one.field)).toEqual([field])
  })
})

describe('R3.4: nobody stands twice at once', () => {
  test('neither by two plans, of which one comes first, nor by one that stands in', async () => {
    const dutyId = await newDuty()
    const asked = await Promise.all([1, 2].map(() => plan(dutyId, people[0], daily(['08:00', '20:00']))))
    const statuses = asked.map(({ status }) => status).sort()
    expect(statuses[0]).toBe(201)
    expect([400, 409]).toContain(statuses[1])
    expect(await desk.database.shift.count({ where: { dutyId } })).toBe(7)
    const again = await plan(dutyId, people[0], { monday: [['19:00', '21:00']] })
    expect(again.body.errors[0]?.message).toMatch(
      /stands on this duty from 2099-03-23T07:00:00Z to 2099-03-23T19:00:00Z/,
    )
  })

  test('two who let the same person stand in at once: one of them hears that it has changed', async () => {
    const dutyId = await newDuty()
    const { body } = await plan(dutyId, people[0], { monday: [['08:00', '20:00']] })
    const path = `/v1/shifts/${body.items[0]?.id}/substitutions`
    const asked = await Promise.all([people[1], people[2]].map((userId) => put(path, { userId, reason: 'Ill' }, 1)))
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 412])
  })
})

describe('R3.4: a substitute takes over a part of a shift', () => {
  test('with reason and by whose word; the rota then says who really stands, and it can be taken back', async () => {
    const dutyId = await newDuty()
    const [li, wang] = people
    const { body } = await plan(dutyId, li, { monday: [['08:00', '20:00']] })
    const path = `/v1/shifts/${body.items[0]?.id}`
    const part = { userId: wang, from: '2099-03-23T15:00:00Z', reason: 'Dentist' }
    const { body: substituted } = await put(`${path}/substitutions`, part, 1)
    expect(substituted).toMatchObject({
      substitutions: [{ ...part, until: '2099-03-23T19:00:00Z', by: { id: 'manager' } }],
    })
    const asked = '?from=2099-03-23T00:00:00Z&until=2099-03-24T00:00:00Z'
    const { body: rota } = await desk.get<Made>(`/v1/duties/${dutyId}/rota${asked}`, { as })
    expect(rota.stints).toMatchObject([{ userId: li }, { userId: wang, insteadOf: li }])
    const back = await desk.ask<Made>('DELETE', `${path}/substitutions/1`, undefined, {
      ...{ as, headers: { 'if-match': '"2"' } },
    })
    expect(back.body).toMatchObject({ substitutions: [], revision: 3 })
    const { body: changes } = await desk.get<Made>(`/v1/changes?thing=shift&id=${body.items[0]?.id}`, { as })
    expect(changes.items).toHaveLength(2)
  })

  test.each([
    [{ userId: 0 }, 'userId', /own shift/],
    [{ userId: 2 }, 'userId', /stands on this duty/],
    [{ from: '2099-03-23T05:00:00Z' }, 'from', /Within the shift/],
    [{ until: '2099-03-23T19:00:01Z' }, 'until', /Within the shift/],
    [{ from: '2099-03-23T12:00:00Z', until: '2099-03-23T12:00:00Z' }, 'until', /before it begins/],
    [{ from: '2099-03-23T08:00:00Z', until: '2099-03-23T11:00:00Z' }, 'from', /take that back first/],
  ])('not by %j: %s', async (wrong, field, message) => {
    const dutyId = await newDuty()
    const { body } = await plan(dutyId, people[0], { monday: [['08:00', '20:00']] })
    await plan(dutyId, people[2], { monday: [['08:00', '20:00']] })
    const path = `/v1/shifts/${body.items[0]?.id}/substitutions`
    const early = { from: '2099-03-23T09:00:00Z', until: '2099-03-23T10:00:00Z', userId: people[3], reason: 'Late' }
    expect((await put(path, early, 1)).status).toBe(200)
    const { userId = 1, ...times } = wrong as { userId?: number }
    const rest = { from: '2099-03-23T12:00:00Z', ...times, userId: people[userId], reason: 'Ill' }
    const { status, body: refused } = await put(path, rest, 2)
    expect([status, refused.errors[0]?.field]).toEqual([400, field])
    expect(refused.errors[0]?.message).toMatch(message)
  })
})

describe('R3.4: a shift is handed over', () => {
  test('whoever leaves writes the note, whoever comes confirms it, and nobody else does either', async () => {
    const dutyId = await newDuty()
    const { body } = await plan(dutyId, 'engineer', { monday: [['08:00', '20:00']] })
    await plan(dutyId, 'senior', { monday: [['20:00', '08:00']] })
    const path = `/v1/shifts/${body.items[0]?.id}`
    const note = { note: '夜间重启过一次，正常。' }
    const confirm = (revision: number, who: string) =>
      desk.ask<Made>('POST', `${path}/handover-confirmation`, undefined, {
        ...{ as: who, headers: { 'if-match': `"${revision}"` } },
      })
    expect((await confirm(1, 'senior')).status).toBe(409)
    expect((await put(`${path}/handover`, note, 1, 'senior')).status).toBe(403)
    expect((await put(`${path}/handover`, note, 1, 'engineer')).body).toMatchObject({
      handover: { ...note, by: { id: 'engineer' }, confirmed: null },
    })
    expect((await confirm(2, 'engineer')).status).toBe(403)
    expect((await confirm(2, 'senior')).body).toMatchObject({ handover: { confirmed: { by: { id: 'senior' } } } })
    expect((await put(`${path}/handover`, { note: 'Again' }, 3, 'engineer')).status).toBe(409)
    expect((await put(`${path}/handover`, { note: '' }, 3, 'engineer')).body.errors[0]?.field).toBe('note')
  })
})

describe('Whose account is disabled', () => {
  test('stands nowhere from then on: the rota has a gap, and whoever looks after it looks again', async () => {
    const dutyId = await newDuty()
    const email = 'gone@people.example'
    const account = { name: 'Gone', email, role: 'engineer', tier: 'resident', customerIds: ['cus_jiangzhou'] }
    const { body: gone } = await desk.post<Made>('/v1/accounts', account, { as: 'admin' })
    await plan(dutyId, gone.id, daily(['00:00', '24:00']))
    const asked = '?from=2099-03-23T00:00:00Z&until=2099-03-29T00:00:00Z'
    const gaps = async () => (await desk.get<Made>(`/v1/duties/${dutyId}/rota${asked}`, { as })).body.gaps
    expect(await gaps()).toEqual([])
    const changes = async () => (await desk.database.duty.findUniqueOrThrow({ where: { id: dutyId } })).changes
    const before = await changes()
    const { status } = await desk.ask('POST', `/v1/accounts/${gone.id}/disabling`, undefined, {
      ...{ as: 'admin', headers: { 'if-match': `"${gone.revision}"` } },
    })
    expect([status, await changes()]).toEqual([200, before + 1])
    expect(await gaps()).toEqual([{ from: '2099-03-23T00:00:00Z', until: '2099-03-29T00:00:00Z' }])
  })

  test('nor is called next', async () => {
    const dutyId = await newDuty()
    const account = { name: 'Next', email: 'next@people.example', role: 'engineer', tier: 'resident' }
    const made = await desk.post<Made>('/v1/accounts', { ...account, customerIds: ['cus_jiangzhou'] }, { as: 'admin' })
    const [standbyId, now] = [made.body.id, Date.now()]
    const [from, until] = [new Date(now - 3_600_000), new Date(now + 3_600_000)]
    const shift = { id: randomUUID(), dutyId, userId: people[0] ?? '', standbyId, from, until }
    await desk.database.shift.create({ data: shift })
    const next = async () =>
      (await desk.get<{ now: { next: string[] } }>(`/v1/duties/${dutyId}/rota`, { as })).body.now.next
    expect(await next()).toEqual([standbyId])
    await desk.database.user.update({ where: { id: standbyId }, data: { disabledAt: new Date() } })
    expect(await next()).toEqual([])
  })
})

describe('A shift is corrected like anything else', () => {
  test('with its revision, within what fits, and called off and back', async () => {
    const dutyId = await newDuty()
    const { body } = await plan(dutyId, people[0], { monday: [['08:00', '20:00']] })
    const path = `/v1/shifts/${body.items[0]?.id}`
    const patch = (changes: object, revision: number) =>
      desk.ask<Made>('PATCH', path, JSON.stringify(changes), { as, headers: { 'if-match': `"${revision}"` } })
    expect((await patch({ until: '2099-03-23T21:00:00+01:00' }, 1)).body.until).toBe('2099-03-23T20:00:00Z')
    expect((await patch({ until: '2099-03-23T07:00:00Z' }, 2)).body.errors[0]?.field).toBe('until')
    expect((await patch({ until: '2099-04-23T07:00:00Z' }, 2)).body.errors[0]?.field).toBe('until')
    expect((await patch({ standbyId: 'nobody' }, 2)).body.errors[0]?.field).toBe('standbyId')
    const calledOff = await desk.ask<Made>('POST', `${path}/retirement`, undefined, {
      ...{ as, headers: { 'if-match': '"2"' } },
    })
    expect(calledOff.status).toBe(200)
    await plan(dutyId, people[0], { monday: [['09:00', '10:00']] })
    const back = await desk.ask<Made>('DELETE', `${path}/retirement`, undefined, {
      ...{ as, headers: { 'if-match': '"3"' } },
    })
    expect([back.status, back.body.detail]).toEqual([409, expect.stringMatching(/stands on this duty/)])
  })
})
