import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { row } from '../support/ticket/policy.ts'
import { hours } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
  for (const [userId, minutes] of [
    ['engineer', 15],
    ['headquarters', 60],
    ['senior', 90],
  ] as const) {
    const journeys = [{ customerId: 'cus_jiangzhou', minutes }]
    const office = await desk.post<{ id: string }>('/v1/offices', { name: `Of ${userId}`, journeys }, { as: 'manager' })
    await desk.database.user.update({ where: { id: userId }, data: { officeId: office.body.id } })
  }
})
afterAll(() => desk.close())

interface Candidate {
  engineer: { id: string }
  travelMinutes: number | null
  leaveBy: string | null
  arrivesAt: string | null
  inTime: boolean | null
  reasons?: { why: string; words: string }[]
}
interface Answer {
  at: string
  from: string
  until: string
  promise: { clockId: string; dueAt: string; workMinutes: number } | null
  candidates: Candidate[]
  others: Candidate[]
  complete: boolean
  errors: { field: string; message: string }[]
}

async function whoFor({ id }: Pick<TicketShown, 'id'>, query = '', as = 'agent') {
  return desk.get<Answer>(`/v1/tickets/${id}/candidates${query}`, { as })
}

async function onSiteContract(): Promise<string> {
  const plan = { name: 'On site', rows: [row('arrival', 4), row('restore', 6, { workMinutes: 60 })], ladder: [] }
  const policy = await desk.post<{ id: string }>('/v1/policies', plan, { as: 'manager' })
  const contract = {
    ...{ customerId: 'cus_jiangzhou', name: 'On site', startsOn: '2025-01-01', endsOn: '2099-12-31' },
    ...{ policyId: policy.body.id, acceptorId: 'con_acceptor' },
  }
  return (await desk.post<{ id: string }>('/v1/contracts', contract, { as: 'manager' })).body.id
}

const seconds = (iso: string | null | undefined) => Date.parse(iso ?? '') / 1000
const ids = (all: Candidate[]) => all.map(({ engineer }) => engineer.id)
const reasonsOf = ({ others }: Answer) =>
  Object.fromEntries(others.map(({ engineer, reasons = [] }) => [engineer.id, reasons.map(({ words }) => words)]))

describe('R4.3: who could go to a ticket', () => {
  test('the nearest first, with when to leave and when each would be there, against the promise that runs', async () => {
    const ticket = await desk.open({ contractId: await onSiteContract() })
    const { status, body } = await whoFor(ticket)
    expect(status).toBe(200)
    // Managers and admins serve all, and nobody has said where they set out from.
    expect(ids(body.candidates)).toEqual(['engineer', 'headquarters', 'senior', 'admin', 'manager'])
    expect(body).toMatchObject({ others: [], complete: true })
    expect(body.promise).toMatchObject({ clockId: 'arrival/1', workMinutes: 0 })
    expect(seconds(body.promise?.dueAt) - seconds(ticket.openedAt)).toBe(hours(4))
    const [nearest] = body.candidates
    expect(seconds(body.promise?.dueAt) - seconds(nearest?.leaveBy)).toBe(15 * 60)
    expect(seconds(nearest?.arrivesAt) - seconds(body.at)).toBe(15 * 60)
    expect(body.candidates.map(({ inTime }) => inTime)).toEqual([true, true, true, null, null])
    expect(seconds(body.until) - seconds(body.from)).toBe(hours(4))
    await desk.pass(ticket, hours(3) + 30 * 60)
    // In a sandbox a ticket's own time is known by what last happened to it.
    await desk.act(ticket, 'notes', { text: 'Nobody has left so far' })
    const late = await whoFor(ticket)
    expect(late.body.candidates.map(({ inTime }) => inTime)).toEqual([true, false, false, null, null])
  })

  test('whoever is booked elsewhere, sent already, off duty or barred is among the others, in the words of a dispatch', async () => {
    const [busy, ticket] = [await desk.open(), await desk.open()]
    await desk.act(busy, 'visits', { engineerId: 'engineer' })
    await desk.act(ticket, 'visits', { engineerId: 'headquarters' })
    const until = new Date(Date.now() + hours(1) * 1000).toISOString()
    const { body } = await whoFor(ticket, `?until=${until}&skill=systems`)
    expect(ids(body.candidates)).toEqual(['senior', 'admin', 'manager'])
    const words = reasonsOf(body)
    for (const engineerId of ['engineer', 'headquarters']) {
      const refused = await desk.post<{ detail: string; errors?: { message: string }[] }>(
        `/v1/tickets/${ticket.id}/visits`,
        { engineerId, until },
      )
      expect(words[engineerId]).toEqual([refused.body.errors?.[0]?.message ?? refused.body.detail])
    }
    const later = `?from=${new Date(Date.now() + hours(30) * 1000).toISOString()}`
    expect(ids((await whoFor(busy, later)).body.candidates)).toContain('headquarters')
    expect(reasonsOf((await whoFor(busy, '?skill=java&function=dba')).body).senior).toEqual([
      expect.stringMatching(/ is no dba$/),
      expect.stringMatching(/ has no skill "java"$/),
    ])
  })

  test('R3.4: where a rota names somebody of a tier, only who stands then is on duty', async () => {
    const ticket = await desk.open()
    const at = Date.now()
    await desk.database.duty.create({ data: { id: 'dut_x', name: 'Residents', tier: 'resident', atLeast: 1, ...duty } })
    expect(reasonsOf((await whoFor(ticket, soon())).body).engineer).toEqual([
      expect.stringMatching(/is not on duty then$/),
    ])
    await desk.database.shift.create({
      data: {
        ...{ id: 'shi_x', dutyId: 'dut_x', userId: 'engineer', substitutions: [] },
        ...{ from: new Date(at), until: new Date(at + hours(48) * 1000) },
      },
    })
    expect(ids((await whoFor(ticket, soon())).body.candidates)).toContain('engineer')
    await desk.database.shift.deleteMany({ where: { dutyId: 'dut_x' } })
    await desk.database.duty.deleteMany({ where: { id: 'dut_x' } })
  })

  test('is for those who may dispatch, of a ticket that they may see; what is asked wrongly is named', async () => {
    const ticket = await desk.open()
    for (const as of ['engineer', 'reporter']) expect((await whoFor(ticket, '', as)).status).toBe(403)
    expect((await whoFor({ id: 'tic_nothing' })).status).toBe(404)
    const fields = async (query: string) => {
      const { status, body } = await whoFor(ticket, query)
      return [status, ...body.errors.map(({ field }) => field)]
    }
    expect(await fields('?from=2026-10-01T00:00:00Z&until=2026-09-30T00:00:00Z')).toEqual([400, 'until'])
    expect(await fields('?until=2020-01-01T00:00:00Z')).toEqual([400, 'until'])
    expect(await fields('?from=2199-01-01T00:00:00Z')).toEqual([400, 'from'])
    expect(await fields('?function=cook')).toEqual([400, 'function'])
    expect(await fields('?skill=')).toEqual([400, expect.stringMatching(/^skill/)])
    expect(await fields('?near=me')).toEqual([400, 'near'])
  })
})

describe('R4.3: when it is too late to leave', () => {
  const last = hours(4) - 15 * 60

  test('the manager is told once, before the promise is broken; the clock, its explanation and the ticket say so', async () => {
    const ticket = await desk.open({ contractId: await onSiteContract() })
    expect(ticket.next).toMatchObject({ what: 'infeasible', clockId: 'arrival/1' })
    expect(seconds(ticket.next?.at) - seconds(ticket.openedAt)).toBe(last + 1)
    await desk.pass(ticket, last + 1)
    const judged = await desk.pass(ticket, hours(8))
    await desk.settled(judged)
    const where = { ticketId: ticket.id, message: 'infeasible' }
    const told = await desk.database.emailDelivery.findMany({ where, select: { recipientId: true, status: true } })
    // Who manages, and who administers, is looked up when it is told.
    expect(told.filter(({ recipientId }) => recipientId === 'manager')).toEqual([
      { recipientId: 'manager', status: 'sent' },
    ])
    expect(new Set(told.map(({ recipientId }) => recipientId)).size).toBe(told.length)
    const events = await desk.database.ticketEvent.findMany({
      where: { ticketId: ticket.id, type: { in: ['judgedInfeasible', 'breached'] } },
      orderBy: { version: 'asc' },
    })
    expect(events.map(({ type }) => type)).toEqual(['judgedInfeasible', ...events.slice(1).map(() => 'breached')])
    const arrival = judged.clocks.find(({ id }) => id === 'arrival/1')
    expect(seconds(arrival?.infeasibleSince) - seconds(ticket.openedAt)).toBe(last + 1)
    const path = `/v1/tickets/${ticket.id}/clocks`
    const ours = await desk.get<{ clocks: { id: string; happened: { did: string }[] }[] }>(path, { as: 'manager' })
    const did = ours.body.clocks.find(({ id }) => id === 'arrival/1')?.happened.map(({ did }) => did)
    expect(did?.filter((one) => one === 'judge')).toHaveLength(1)
    expect(JSON.stringify((await desk.get(path, { as: 'reporter' })).body)).not.toMatch(/infeasible/i)
  })

  test('it is not when somebody left before: the dispatch says by when, and records the journey', async () => {
    const ticket = await desk.open({ contractId: await onSiteContract() })
    const until = new Date(Date.now() + hours(40) * 1000).toISOString()
    const from = new Date(Date.now() + hours(36) * 1000).toISOString()
    const sent = await desk.act(ticket, 'visits', { engineerId: 'senior', from, until })
    expect(sent.visits[0]).toMatchObject({ travelMinutes: 90 })
    expect(seconds(from) - seconds(sent.visits[0]?.leaveBy)).toBeLessThan(90 * 60 + 1)
    expect(JSON.stringify((await desk.get(`/v1/tickets/${ticket.id}`, { as: 'reporter' })).body)).not.toMatch(/leaveBy/)
    await desk.act(ticket, 'visits/1/departure', {}, { as: 'senior' })
    await desk.pass(ticket, hours(5))
    const judged = await desk.database.ticketEvent.count({ where: { ticketId: ticket.id, type: 'judgedInfeasible' } })
    expect(judged).toBe(0)
  })
})

const duty = { timeZone: 'Asia/Shanghai', calendar: 'always', workingDays: 'always' }

/** After all that is booked in these tests. */
function soon(): string {
  return `?from=${new Date(Date.now() + hours(10) * 1000).toISOString()}`
}
