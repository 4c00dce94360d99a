import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import type { Policy } from '../../domain/promises/policy.ts'
import type { BusinessCalendar, Window } from '../../domain/time/business-calendar.ts'
import { installTemporalRuntime } from '../../platform/temporal-runtime.ts'
import type { Prisma } from '../../prisma/client/client.ts'
import { everyDay } from '../support/time/calendars.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { until } from '../support/time/until.ts'

let desk: ServiceDesk
const logged: { level: number; clockId?: string; ticketId?: string }[] = []
beforeAll(async () => {
  // The first logger that the engine's SDK is given is the one that it keeps.
  const logger = pino({ level: 'error' }, { write: (line: string) => logged.push(JSON.parse(line)) })
  await installTemporalRuntime(logger, { measured: false })
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const minutesADay = everyDay(...Array.from({ length: 48 }, (_, i): Window => [clock(i * 30), clock(i * 30 + 1)]))
const minuteAWeek: BusinessCalendar['week'] = { monday: [['09:00', '09:01']] }

let version = 1
/** As an earlier version of ours let it be stored. */
async function promised(week: BusinessCalendar['week'], amount: number): Promise<string> {
  version += 1
  const calendar = { timeZone: 'UTC', week, overrides: [] }
  await desk.database.calendar.create({ data: first('cal_old', calendar) })
  const row = { metric: 'resolution', target: { amount, unit: 'workingHours' }, anchor: 'opened', source: 'R2.1' }
  const rows = [{ ...row, calendar: `cal_old@${version}` }] as Policy['rows']
  await desk.database.policy.create({ data: first('pol_jiangzhou', { rows, ladder: [], minimumGapSeconds: 300 }) })
  const pinned = { where: { id: 'ctr_jiangzhou' }, data: { policyVersion: version } }
  await desk.database.contract.update(pinned)
  return `cal_old@${version}`
}

function first(id: string, definition: object) {
  return {
    ...{ id, name: id, version, requestKey: `${id} ${version}` },
    definition: JSON.parse(JSON.stringify(definition)) as Prisma.InputJsonObject,
  }
}

/** The engine's SDK hands on what is logged a moment later. */
async function alarmed(ticketId: string, clockIds: string[]): Promise<void> {
  const alarms = () => logged.filter((line) => line.level === 50 && line.ticketId === ticketId)
  await until(async () => alarms().length >= clockIds.length)
  // A run that went on as a new one says it once more.
  expect(new Set(alarms().map(({ clockId }) => clockId))).toEqual(new Set(clockIds))
}

describe('H3: a promise that was stored before it could be refused', () => {
  test('on more windows than the engine takes: the ticket lives, and whoever runs it is told, again each month', async () => {
    const calendar = await promised(minutesADay, 3000)
    const ticket = await desk.open()
    expect(ticket.clocks.map(({ id, dueAt, state }) => [id, dueAt, state])).toEqual([['resolution/1', null, 'running']])
    const asked = await desk.database.ticketEvent.findMany({ where: { ticketId: ticket.id, type: 'coverageExtended' } })
    expect(asked.length).toBeGreaterThan(1)
    for (const { data } of asked) expect(JSON.stringify(data).length).toBeLessThan(1024 * 1024)
    await alarmed(ticket.id, ['resolution/1'])
    await desk.act(ticket, 'responses', { message: 'On it' })
    await desk.pass(ticket, 31 * 86_400)
    await alarmed(ticket.id, ['resolution/1', 'resolution/1'])

    const refused = await desk.post<{ detail: string }>(
      `/v1/tickets/${ticket.id}/retargets`,
      { reason: 'Mended' },
      { as: 'manager' },
    )
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringMatching(/rows\[0\]\.target\.amount/)])
    const rows = [
      {
        metric: 'resolution',
        target: { amount: 40, unit: 'workingHours' },
        calendar,
        anchor: 'opened',
        source: 'R2.1',
      },
    ]
    const mended = await desk.post('/v1/policies/pol_jiangzhou/versions', { name: 'Mended', rows }, { as: 'manager' })
    expect(mended.status).toBe(201)
    version += 1
    const seen = { as: 'manager', headers: { 'if-match': '"1"' } }
    expect((await desk.post('/v1/contracts/ctr_jiangzhou/policy-version', {}, seen)).status).toBe(200)
    const after = await desk.act(ticket, 'retargets', { reason: 'Mended' }, { as: 'manager' })
    expect(after.clocks.find(({ id }) => id === 'resolution/1')?.dueAt).toMatch(/^20/)
  })

  test('that no time will ever hold: the ticket lives, and whoever runs it is told', async () => {
    await promised(minuteAWeek, 1_000_000)
    const ticket = await desk.open()
    expect(ticket.clocks.map(({ dueAt }) => dueAt)).toEqual([null])
    await alarmed(ticket.id, ['resolution/1'])
    expect((await desk.act(ticket, 'responses', { message: 'On it' })).status).toBe('in_progress')
    // As docs/operations.md looks for them.
    expect(
      await desk.database.$queryRaw`
        SELECT "number", clock ->> 'id' AS clock FROM "Ticket", jsonb_array_elements("record" -> 'clocks') AS clock
        WHERE "status" NOT IN ('closed', 'cancelled') AND clock ->> 'state' = 'running' AND clock ->> 'dueAt' IS NULL`,
    ).toEqual([{ number: ticket.number, clock: 'resolution/1' }])
  })
})
